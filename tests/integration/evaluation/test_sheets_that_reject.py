"""A last answer on the score sheet as a whole: asked at the desk, signed, printed, counted; nothing typed is lost."""

import io

import openpyxl
import pytest
from django.urls import reverse

from brandportal.kit.errors import InputErrors
from evaluation.models import ScoreSheet
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.recompute import public_bundle
from evaluation.selectors.results import result_of
from evaluation.selectors.sheet_document import sheets_data
from evaluation.selectors.workbook import result_workbook
from evaluation.services.raters import assign_raters
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import open_stage
from evaluation.tally import read_bundle, result_bytes, run
from tests.ballots import RATING
from tests.cast import client_of
from tests.declarations import declare_free
from tests.integration.evaluation.conftest import english
from tests.kinds import KindJourney, kind_of
from tests.recalculated import assert_computes_itself

pytestmark = pytest.mark.django_db
PLACE = ["2026-run", "poll"]
SHEET = reverse("evaluation:sheet-edit", args=[*PLACE, "A001"])
DESK, SIGN = (reverse(f"evaluation:{name}", args=PLACE) for name in ("desk-list", "sheet-sign"))
TITLE = {"zh": "是否同意推荐", "en": "Do you recommend it?"}
ASKED = {"agree": "yes", "reject": "no", "in_base": True}
KINDS = {
    "items": {"per_rater": "mean"},
    "levels": {},
    "levels, satisfied": {"across": "share"},
    "items, trimmed": {"trim": {"high": "0", "low": "1", "if_at_least": "2"}},
    "items, left out": {"overall": ASKED | {"in_base": False}, "missing": "zero"},
}


class Panel(KindJourney):
    """Two members of the panel, whose sheets end with a last answer on the whole."""

    def __init__(self, cast, form: str, **changes) -> None:
        super().__init__(cast, kind_of(form, raters="panel", least="1", **changes))

    @property
    def rater(self):
        places = self.poll.raters_assigned.select_related("user", "channel__round", "channel__stage__round")
        return places.get(user=self.cast.pan)

    def open(self):
        assign_raters(self.poll, [self.cast.pan], by=self.cast.omar)
        open_stage(self.road.round.stages.select_related("round").get(), by=self.cast.omar, at=RATING)
        declare_free(self.road.round, at=RATING)
        return self


def sheet() -> ScoreSheet:
    return ScoreSheet.objects.get(application__code="A001")


def post(user, **answers):
    revision = str(sheet().revision)
    return english(user).post(SHEET, {"sheet.revision": revision} | answers)


@pytest.mark.parametrize("kind", KINDS)
def test_a_round_runs_to_its_result_and_both_bundles_give_the_same_bytes(cast, tmp_path, kind):
    journey = Panel(cast, kind.split(",")[0], **KINDS[kind])
    tally = journey.run_all()

    places = {row["entry"]: row["channels"]["poll"] for row in result_of(tally)["stages"][0]["entries"]}
    is_left_out = kind.endswith("left out")
    assert (places["A004"]["valid"], places["A004"]["base"]) == (2, 0 if is_left_out else 2)
    assert places["A004"]["value"] == (None if is_left_out else {"exact": "0/1", "printed": "0.00"})
    rows = {row.answers for row in gather(tally.round, "all").forms if row.entry == "A004"}
    assert rows == {"||no" if "levels" in kind else "|no"}
    assert_computes_itself(result_workbook(tally))
    written = write_inspection_bundle(gather(tally.round, "all"), tally.round, "all", tmp_path / "bundle.zip")
    again = read_bundle(tmp_path / "bundle.zip")
    assert result_bytes(run(again.rules, again.inputs, "all").result) == written == tally.result.encode()
    (tmp_path / "public.zip").write_bytes(public_bundle(tally).data)
    public = read_bundle(tmp_path / "public.zip")
    assert result_bytes(run(public.rules, public.inputs, "all").result) == written


def test_the_workbook_shows_the_last_answer_and_its_formula_counts_it_as_nothing(cast):
    tally = Panel(cast, "items", per_rater="mean").run_all()
    data = io.BytesIO(result_workbook(tally))

    sheet = openpyxl.load_workbook(data)["公众评议"]
    values = openpyxl.load_workbook(data, data_only=True)["公众评议"]
    first, last = 3, sheet.max_row
    assert [cell.value for cell in values[1]] == [
        "编号",
        "品牌名称",
        "评分人",
        "名称",
        "总体意见",
        "单份得分",
    ]
    assert [cell.value for cell in values[first][3:]] == [100, "同意", 100]
    assert [cell.value for cell in values[last][3:]] == [None, "不同意", 0]
    assert sheet.cell(last, 6).value == f'=IF(E{last}="不同意",0,AVERAGE(D{last}:D{last}))'


@pytest.mark.parametrize(
    ("form", "item", "more"),
    [("items", {"name": "80"}, {}), ("levels", {"speed": "good"}, {"manner": "poor"})],
)
def test_whoever_does_not_agree_need_not_answer_the_rest_and_loses_nothing_of_it(cast, form, item, more):
    Panel(cast, form).open()
    post(cast.pan, **item)
    kept = "|".join(item.values()) + "|" * len(more)

    post(cast.pan, **item, **{"overall.": "no"})
    assert (sheet().answers, sheet().rejects, sheet().is_complete) == (f"{kept}|no", True, True)
    page = english(cast.pan).get(SHEET).content.decode()
    assert "is-set-aside" in page
    assert "no other line is needed" in page
    assert "is-missing" not in page
    for address in (DESK, SIGN):
        assert "I do not agree" in english(cast.pan).get(address).content.decode()
    assert "On 1 sheet you do not agree" in english(cast.pan).get(SIGN).content.decode()

    post(cast.pan, **item, **more, **{"overall.": "yes"})
    assert (sheet().rejects, sheet().is_complete) == (False, True)
    assert sheet().answers == "|".join([*item.values(), *more.values(), "yes"])


@pytest.mark.parametrize(
    ("in_base", "said", "printed"),
    [(True, "this sheet counts as 0", "0"), (False, "this sheet is left out of the score", "不计入")],
)
def test_page_and_print_say_what_becomes_of_a_sheet_that_rejects(cast, in_base, said, printed):
    panel = Panel(cast, "items", overall=ASKED | {"title": TITLE, "in_base": in_base}).open()
    page = english(cast.pan).get(SHEET).content.decode()
    assert said in page
    assert "Do you recommend it?" in page
    assert 'value="none"' not in page

    wanted = {one: {"name": "37", "overall.": "no"} for one in panel.road.applications[:1]}
    wanted |= {one: {"name": "90", "overall.": "yes"} for one in panel.road.applications[1:]}
    save_sheets(panel.rater, wanted, by=cast.pan)
    sign_sheets(panel.rater, by=cast.pan)
    data = sheets_data(panel.poll, [panel.rater], named=True)
    rows = [row[3:] for row in data["raters"][0]["rows"]]
    assert rows[:2] == [["—", "不同意", printed], ["90", "同意", "90"]]
    assert "是否同意推荐" in data["note"]
    assert client_of(cast.pan).get(f"/desk/{'/'.join(PLACE)}/sheets.pdf").content.startswith(b"%PDF-")


def test_the_last_answer_is_asked_before_signing_and_is_one_of_the_two(cast):
    panel = Panel(cast, "items").open()
    post(cast.pan, name="80")

    with pytest.raises(InputErrors) as refused:
        sign_sheets(panel.rater, by=cast.pan)
    first, second = (str(error) for error in refused.value.errors[:2])
    assert "“On the whole” is not answered. Choose one of the two." in first
    assert "2 criteria are not scored" in second
    answer = post(cast.pan, **{"overall.": "none"})
    assert answer.status_code == 422
    assert "not one of those offered" in answer.content.decode()


def test_the_office_sees_how_many_are_filled_and_no_verdict(cast):
    Panel(cast, "items").open()
    post(cast.pan, **{"overall.": "no"})

    board = english(cast.omar).get(reverse("evaluation:round-board", args=PLACE[:1])).content.decode()
    raters = english(cast.omar).get(reverse("evaluation:rater-list", args=PLACE)).content.decode()
    assert "1 of 4 sheets filled in" in board
    for page in (board, raters):
        assert "not agree" not in page
        assert "不同意" not in page
    for user in (cast.omar, cast.audrey, cast.chen):
        assert client_of(user).get(SHEET).status_code == 404
