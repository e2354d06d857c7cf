"""Forms by code that no scheme of the house has: a vote, an order of all brands, and groups of voters."""

import csv
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from brandportal.kit.errors import InputErrors
from evaluation.models import Ballot, Code
from evaluation.selectors.ballot_sheets import ballot_sheets
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.recompute import public_bundle
from evaluation.selectors.results import result_of
from evaluation.selectors.workbook import result_workbook
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.codes import draw_codes, issue_codes
from evaluation.services.papers import Ranked
from evaluation.services.stages import open_stage
from evaluation.tally import read_bundle, result_bytes, run
from tests.ballots import RATING
from tests.integration.evaluation.conftest import english
from tests.kinds import KindJourney, Poll, kind_of
from tests.recalculated import assert_computes_itself

pytestmark = pytest.mark.django_db
KINDS = [
    ("ranking", False),
    ("ranking", True),
    ("picks", True),
    ("levels", True),
    ("items", False),
    ("motion", False),
    ("figure", True),
    ("ledger", False),
]
PAGE = "/b/2026-run/all/"
IN_ORDER = {"A001": "2", "A002": "1", "A003": "4", "A004": "3"}


def post(poll, places, *, receipt=None, voter=0, **more):
    fields = {"code": poll.slips[voter], **{f"place-{code}": place for code, place in places.items()}}
    fields["receipt"] = new_receipt(poll.round.code) if receipt is None else receipt
    return Client().post(f"{PAGE}cast/?lang=en", fields | more)


@pytest.fixture
def poll(cast):
    return Poll(cast)


@pytest.mark.parametrize(("form", "groups"), KINDS)
def test_it_runs_to_an_adopted_result_and_both_bundles_give_the_same_bytes(cast, tmp_path, form, groups):
    journey = KindJourney(cast, kind_of(form, groups=groups))
    tally = journey.run_all()

    assert result_of(tally)["state"] == "final"
    assert [row["entry"] for row in result_of(tally)["selection"] if row["outcome"] == "awarded"] == [
        "A001",
        "A002",
    ]
    assert_computes_itself(result_workbook(tally))
    written = write_inspection_bundle(gather(tally.round, "all"), tally.round, "all", tmp_path / "bundle.zip")
    again = read_bundle(tmp_path / "bundle.zip")
    assert result_bytes(run(again.rules, again.inputs, "all").result) == written == tally.result.encode()
    (tmp_path / "public.zip").write_bytes(public_bundle(tally).data)
    public = read_bundle(tmp_path / "public.zip")
    assert result_bytes(run(public.rules, public.inputs, "all").result) == written


def test_groups_are_counted_apart_and_a_form_tells_of_its_code_the_group_alone(cast, tmp_path):
    journey = KindJourney(cast, kind_of("ranking", groups=True))
    tally = journey.run_all()
    path = tmp_path / "bundle.zip"
    write_inspection_bundle(gather(tally.round, "all"), tally.round, "all", path)

    with zipfile.ZipFile(path) as bundle:
        rows = list(csv.DictReader(io.StringIO(bundle.read("forms.csv").decode())))
    first = [(row["form"], row["group"], row["entry"], row["answers"], row["count"]) for row in rows[:4]]
    assert first == [("000001", "firms", f"A00{place}", str(place), "4") for place in (1, 2, 3, 4)]
    assert {(row["form"], row["group"]) for row in rows} == {
        ("000001", "firms"), ("000002", "firms"), ("000003", "residents"), ("000004", "residents"),
    }  # fmt: skip
    assert {row["rater"] for row in rows} == {""}
    assert set(vars(Ballot.objects.first())) - {"_state"} == {
        *("id", "round_id", "channel_id", "application_id", "group", "answers", "receipt_digest"),
    }


def test_a_ranking_is_kept_as_the_codes_in_order_and_equal_ones_are_equal(poll):
    for typed in (IN_ORDER, {"A001": " ２ ", "A002": "１", "A003": "4", "A004": "3 "}):
        assert poll.paper.read(Ranked(typed)) == "A002|A001|A004|A003"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"A003": "1"}, {"place-A002": "also given to “?爱心飞扬", "place-A003": "also given to “?游客知友"}),
        ({"A001": ""}, {"place-A001": "“文档连心桥” has no place yet"}),
        ({"A001": "5"}, {"place-A001": "beyond the last one"}),
        ({"A001": "0"}, {"place-A001": "is not a place"}),
        ({"A001": "first", "A004": "1.5"}, {"place-A001": "is not a place", "place-A004": "is not a place"}),
    ],
)
def test_what_is_wrong_with_a_place_is_told_by_its_field(poll, change, said):
    with pytest.raises(InputErrors) as refused:
        poll.paper.read(Ranked(IN_ORDER | change))

    told = {error.field: str(error) for error in refused.value.errors}
    assert told.keys() == said.keys()
    assert all(words.replace("“?", "") in told[field] for field, words in said.items()), told


def test_a_refused_ranking_loses_nothing_that_was_typed_and_uses_no_code(poll):
    answer = post(poll, IN_ORDER | {"A001": "zwei", "A003": ""})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="zwei"' in text
    assert 'name="place-A004" value="3"' in text
    assert "is not a place" in text
    assert 'href="#place-A001"' in text
    assert not Ballot.objects.exists()
    assert not Code.objects.filter(used=True).exists()


def test_without_a_script_the_receipt_stands_on_the_second_page_and_then_it_is_cast(poll):
    second = post(poll, IN_ORDER, receipt="").content.decode()
    receipt = second.split('name="receipt" value="')[1][:20]
    assert "Nothing has been submitted yet" in second

    last = post(poll, IN_ORDER, receipt=receipt)
    assert "Your vote is in the box" in last.content.decode()
    assert Ballot.objects.get().answers == "A002|A001|A004|A003"


def test_a_ballot_without_any_place_is_cast_once_it_is_confirmed(poll):
    asked = post(poll, {})
    assert asked.status_code == 422
    assert "cast a blank ballot" in asked.content.decode()

    assert post(poll, {}, blank="yes").status_code == 200
    assert Ballot.objects.get().answers == ""
    rows = gather(poll.round, "all").forms
    assert [(row.entry, row.answers, row.form) for row in rows] == [
        (code, "", "000001") for code in sorted(IN_ORDER)
    ]


def test_the_ballot_keeps_the_group_of_its_code_and_page_slip_and_desk_name_it(cast):
    poll = Poll(cast, groups=True)
    assert "Firms, Residents" in Client().get(f"{PAGE}?lang=en").content.decode()
    cast_ballot(poll.paper, poll.slips[0], Ranked(IN_ORDER), new_receipt(poll.round.code))

    assert Ballot.objects.get().group == "firms"
    desk = english(cast.omar).get(reverse("evaluation:code-list", args=["2026-run"])).content.decode()
    assert "Firms 3" in desk
    drawn = draw_codes(poll.channel, [None], 1, group="firms").slips
    slips = ballot_sheets(poll.channel, drawn, "https://portal/p")
    assert slips["groups"][0]["unit"] == "全部参评品牌 · 发给企业"
    assert "名次" in "".join(slips["steps"])


@pytest.mark.parametrize(("form", "kept"), [("levels", "||no"), ("items", "|no")])
def test_of_a_ballot_that_rejects_nothing_else_is_kept_and_it_counts_as_nothing(cast, form, kept):
    journey = KindJourney(cast, kind_of(form))
    told = result_of(journey.run_all())

    assert set(Ballot.objects.filter(application__code="A004").values_list("answers", flat=True)) == {kept}
    last = next(row for row in told["stages"][0]["entries"] if row["entry"] == "A004")
    assert (last["channels"]["poll"]["base"], last["total"]["exact"]) == (5, "0/1")


def test_the_last_answer_is_asked_for_by_name_and_nothing_chosen_is_lost(cast):
    journey = KindJourney(cast, kind_of("levels"))
    channel, brand = journey.poll, journey.road.application("A001")
    code = issue_codes(channel, brand, 5, by=cast.omar)[0].code
    for other in journey.road.applications[1:]:
        issue_codes(channel, other, 5, by=cast.omar)
    open_stage(journey.road.round.stages.select_related("round").get(), by=cast.omar, at=RATING)

    fields = {"code": code, "receipt": new_receipt("2026-run"), "item-speed": "good", "item-manner": "fair"}
    refused = Client().post("/b/2026-run/A001/cast/?lang=en", fields)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "“On the whole” is not answered. Choose one of the two." in text
    assert 'value="fair" checked' in text
    assert text.count('value="none"') == 2
    cast_now = Client().post("/b/2026-run/A001/cast/?lang=en", fields | {"item-overall.": "no"})
    assert cast_now.status_code == 200
    assert Ballot.objects.get().answers == "||no"


def ballot_on(journey, fields, *, receipt=None, code="A001"):
    """Post the ballot of one brand, with the code of its first slip."""
    fields = {"code": journey.slips["poll", str(journey.road.application(code))][0], **fields}
    fields["receipt"] = new_receipt("2026-run") if receipt is None else receipt
    return Client().post(f"/b/2026-run/{code}/cast/?lang=en", fields)


def open_kind(cast, form):
    journey = KindJourney(cast, kind_of(form))
    journey.issue(journey.poll)
    open_stage(journey.road.round.stages.select_related("round").get(), by=cast.omar, at=RATING)
    return journey


def test_a_vote_offers_yes_no_and_abstain_and_is_kept_as_its_word(cast):
    journey = open_kind(cast, "motion")
    page = Client().get("/b/2026-run/A001/?lang=en").content.decode()
    assert page.count('name="item-vote" value="') == 3
    assert "Absent" not in page
    assert "I cannot say" not in page

    refused = ballot_on(journey, {})
    assert refused.status_code == 422
    assert "You have not voted. Choose yes, no or abstain." in refused.content.decode()
    second = ballot_on(journey, {"item-vote": "abstain"}, receipt="").content.decode()
    assert "Nothing has been submitted yet" in second
    assert 'value="abstain" checked' in second
    assert ballot_on(journey, {"item-vote": "abstain"}).status_code == 200
    assert Ballot.objects.get().answers == "abstain"


def test_a_figure_shows_its_bounds_and_what_is_doubtful_is_shown_back(cast):
    journey = open_kind(cast, "figure")
    assert "A number from -10 to 100." in Client().get("/b/2026-run/A001/?lang=en").content.decode()

    refused = ballot_on(journey, {"item-figure": "1e1"})
    assert refused.status_code == 422
    assert 'value="1e1"' in refused.content.decode()
    assert ballot_on(journey, {"item-figure": " ９５．５０ "}).status_code == 200
    assert Ballot.objects.get().answers == "95.5"


def test_a_clean_record_is_cast_empty_and_stands_in_the_bundle_fact_by_fact(cast):
    journey = open_kind(cast, "ledger")
    assert ballot_on(journey, {"item-late": "1.5"}).status_code == 422
    assert ballot_on(journey, {}).status_code == 200
    assert ballot_on(journey, {"item-late": " ２ "}, code="A002").status_code == 200

    assert {(row.entry, row.answers) for row in gather(journey.road.round, "all").forms} == {
        ("A001", "late:0;praised:0"), ("A002", "late:2;praised:0"),
    }  # fmt: skip
