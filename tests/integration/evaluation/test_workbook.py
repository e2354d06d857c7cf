"""Results as a workbook: formulas over the sheets, exact values beside them, a check for each entry, who may take it."""

import io
from fractions import Fraction

import openpyxl
import pytest
from django.test import Client

from brandportal.kit.errors import DomainError
from evaluation.models import Ballot, Tally
from evaluation.selectors.results import result_of
from evaluation.selectors.workbook import result_workbook
from evaluation.services.results import adopt_result
from evaluation.tally.load import load_rules
from tests.ballots import BAD, cast_one, open_rating, tally_rating
from tests.cast import client_of
from tests.recalculated import assert_computes_itself
from tests.remembered import remembered
from tests.schemes import small_scheme

WORKBOOK = "/results/2026-small/social/workbook.xlsx"
TOTALS, CHANNELS, SHEETS, BALLOTS = "总分 social", "渠道得分", "监督巡视员", "服务对象"


def changed(**changes):
    """Return the channels of the small rules, one of them with other keys."""
    return {"channel": [channel | changes.get(channel["key"], {}) for channel in small_scheme()["channel"]]}


VARIANTS = {
    "means": {},
    "trimmed": changed(supervisors={"trim": {"high": "1", "low": "1", "if_at_least": "3"}}),
    "median": changed(supervisors={"across": "median"}),
    "mean of items": changed(supervisors={"per_rater": "mean", "max": "50"}),
    "share": changed(clients={"across": "share", "max": "100"}),
    "sum of levels": changed(clients={"per_rater": "sum"}),
    "bounded": changed(supervisors={"floor": "60", "cap": "85"}),
    "to the largest": changed(supervisors={"transform": {"kind": "ratio_to_max", "to": "100"}, "max": "100"}),
    "by place": changed(
        supervisors={"transform": {"kind": "rank_points", "first": "30", "step": "-1"}, "max": "30"}
    ),
    "renormalised": changed(clients={"min_valid": "6", "missing": "renormalise"}),
    "nothing for missing": changed(clients={"min_valid": "6", "missing": "zero"}),
    "printed totals": {"rounding": {"compare_on": "printed", "places": "1"}},
}


def book_of(data: bytes, *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def counted(cast, **scheme) -> Tally:
    """Return a finished tally of the first stage: five ballots on A001, six on all others."""
    road = open_rating(cast, **scheme)
    for code in ("A002", "A003", "A004"):
        cast_one(road, code, BAD, voter=5)
    return tally_rating(road)


@pytest.fixture
def tally(cast) -> Tally:
    return remembered("workbook", cast, lambda: counted(cast))


@pytest.fixture
def adopted(tally, cast) -> Tally:
    return adopt_result(tally, by=cast.omar)


@pytest.mark.parametrize("name", VARIANTS)
def test_under_every_rule_each_value_is_the_result_s_and_each_check_agrees(cast, name):
    load_rules(small_scheme(**VARIANTS[name]))
    tally = counted(cast, **VARIANTS[name])
    data = result_workbook(tally)
    values, formulas = book_of(data, values=True), book_of(data, values=False)

    checks = [one for one in assert_computes_itself(data) if '"一致","不符")' in one.text]
    assert {one.computed for one in checks} == {"一致"}
    assert len(checks) >= 4 + 4
    assert_totals(values, formulas, tally)


def assert_totals(values, formulas, tally):
    stage = result_of(tally)["stages"][-1]
    sheet, live = values[values.sheetnames[1]], formulas[formulas.sheetnames[1]]
    heads = [cell.value for cell in sheet[1]]
    total, rank = heads.index("总分"), heads.index("名次")
    for line, place in enumerate(stage["entries"], start=3):
        row = [cell.value for cell in sheet[line]]
        assert row[0] == place["entry"]
        assert row[total] == pytest.approx(float(Fraction(place["total"]["exact"])), abs=1e-12)
        assert row[rank] == place["rank"]
        assert live[line][total].value.startswith("=SUM(")
        assert live[line][rank].value.startswith("=SUMPRODUCT(")


@pytest.mark.parametrize(("name", "shown"), [("renormalised", "—"), ("nothing for missing", 0)])
def test_what_is_not_established_is_no_number_unless_the_rules_make_it_nothing(cast, name, shown):
    values = book_of(result_workbook(counted(cast, **VARIANTS[name])), values=True)
    row = next(row for row in values[TOTALS].iter_rows(min_row=3, values_only=True) if row[0] == "A001")

    assert row[4] == shown


def test_a_mean_is_a_formula_over_the_sheets_themselves(tally):
    formulas = book_of(result_workbook(tally), values=False)

    assert [cell.value for cell in formulas[SHEETS][1]] == [
        "编号",
        "品牌名称",
        "评分人",
        "品牌名称",
        "服务标准",
        "单份得分",
    ]
    assert formulas[SHEETS]["F3"].value == "=SUM(D3:E3)"
    assert "AVERAGE('监督巡视员'!$F$3:" in formulas[CHANNELS]["E2"].value
    ballots = next(row for row in formulas[CHANNELS].iter_rows(min_row=2) if row[0].value == BALLOTS)
    assert "SUMPRODUCT('服务对象'!$E$3:" in ballots[4].value
    assert formulas["说明和规则"]["B8"].value.startswith("=IF(COUNTIF(")


def test_a_recused_sheet_stands_as_such_and_is_in_no_mean(tally):
    values = book_of(result_workbook(tally), values=True)
    recused = [row for row in values[SHEETS].iter_rows(min_row=3, values_only=True) if row[5] == "回避"]

    assert [row[0] for row in recused] == ["A001"]
    assert recused[0][3:5] == (None, None)
    assert (
        next(row for row in values[CHANNELS].iter_rows(min_row=2, values_only=True) if row[1] == "A001")[3]
        == 1
    )


def test_ballots_stand_together_by_their_worth(tally):
    values = book_of(result_workbook(tally), values=True)
    rows = list(values[BALLOTS].iter_rows(min_row=3, values_only=True))

    assert sum(row[5] for row in rows) == Ballot.objects.count()
    assert len({row[:4] for row in rows}) == len(rows)
    assert not any("satisfied" in str(cell) for row in rows for cell in row)


def test_names_of_raters_are_nowhere(tally):
    text = str([list(sheet.values) for sheet in book_of(result_workbook(tally), values=True)])

    assert "Sun" not in text
    assert "S01" in text


def test_the_same_result_gives_the_same_bytes(tally):
    assert result_workbook(tally) == result_workbook(tally)


def test_names_that_begin_like_formulas_stay_text(tally):
    tally.round.applications.filter(code="A001").update(brand_name='=HYPERLINK("http://x","y")')
    with pytest.raises(DomainError):
        result_workbook(tally)  # a name is among the inputs: it cannot change under a result


def test_without_today_s_inputs_there_is_no_workbook(tally):
    Ballot.objects.filter(application__code="A002").update(answers="|".join(["dissatisfied"] * 2))

    with pytest.raises(DomainError) as refused:
        result_workbook(tally)
    assert refused.value.code == "inputs_changed"


def test_the_organizer_and_the_auditor_take_the_workbook_of_an_adopted_result(adopted, cast):
    for user in (cast.omar, cast.audrey):
        response = client_of(user).get(WORKBOOK)
        assert response.content.startswith(b"PK")
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"].endswith("spreadsheetml.sheet")
        assert WORKBOOK in client_of(user).get("/results/2026-small/social/").content.decode()


@pytest.mark.parametrize("name", ["sec", "chen", "alice", "sun", "pan", "ada", "mallory"])
def test_nobody_else_takes_it(adopted, cast, name):
    assert client_of(getattr(cast, name)).get(WORKBOOK).status_code in {403, 404}


def test_before_the_result_is_adopted_there_is_none_to_take(tally, cast):
    page = client_of(cast.omar).get("/results/2026-small/social/").content.decode()

    assert client_of(cast.omar).get(WORKBOOK).status_code == 403
    assert WORKBOOK not in page
    assert "why-workbook" in page
    assert Client().get(WORKBOOK).status_code == 302


def test_no_workbook_of_a_stage_that_was_never_counted(adopted, cast):
    assert client_of(cast.omar).get("/results/2026-small/review/workbook.xlsx").status_code == 404
    assert client_of(cast.omar).get("/results/2026-small/none/workbook.xlsx").status_code == 404
