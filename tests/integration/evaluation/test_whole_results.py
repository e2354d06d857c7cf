"""The result of forms that span entries: recomputed from its bundle, explained, printed, drawn and taken apart."""

import io
import json
import subprocess
import sys

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from brandportal.documents.pdf import render_png
from evaluation.models import Tally
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.explanation import explanation_of
from evaluation.selectors.results import result_of
from evaluation.selectors.sheet_document import sheets_data
from evaluation.selectors.stability import stability_of
from evaluation.selectors.whole_forms import mark_of, sheets_of_form
from evaluation.selectors.workbook import result_workbook
from evaluation.services.results import adopt_result
from evaluation.services.sheets import sign_sheets
from evaluation.services.stages import close_stage
from evaluation.services.tallies import request_tally, run_tally
from evaluation.services.whole_forms import save_form
from tests.integration.evaluation.conftest import english
from tests.printed import has_clear_edges
from tests.recalculated import assert_computes_itself
from tests.whole import open_forms, place_of

pytestmark = pytest.mark.django_db
# rui is of the archives and so recused from A001.
PICKED = {
    "sec": {"A001": "1", "A002": "1"},
    "ada": {"A002": "1"},
    "rui": {"A002": "1", "A003": "1"},
    "pan": {},
}
RANKED = {
    "sec": {"A001": "1", "A002": "2", "A003": "3", "A004": "4"},
    "ada": {"A001": "2", "A002": "1", "A003": "3", "A004": "4"},
    "rui": {"A002": "1", "A003": "2", "A004": "3"},
    "pan": {},
}


def tallied(cast, form: str, forms) -> Tally:
    road = open_forms(cast, *(getattr(cast, name) for name in forms), form=form)
    for name, typed in forms.items():
        user = getattr(cast, name)
        rater = place_of(road, user)
        save_form(rater, typed, by=user, mark=mark_of(sheets_of_form(rater)))
        sign_sheets(rater, by=user, is_blank=not typed)
    close_stage(road.round.stages.select_related("round").get(), by=cast.omar)
    asked = request_tally(road.round, "all", by=cast.omar)
    run_tally(asked)
    return adopt_result(Tally.objects.select_related("round").get(pk=asked.pk), by=cast.omar)


@pytest.fixture
def picked(cast) -> Tally:
    return tallied(cast, "picks", PICKED)


@pytest.fixture
def ranked(cast) -> Tally:
    return tallied(cast, "ranking", RANKED)


def channel_of(tally: Tally, entry: str) -> dict:
    place = next(one for one in result_of(tally)["stages"][-1]["entries"] if one["entry"] == entry)
    return next(iter(place["channels"].values()))


def test_picks_count_the_forms_that_hold_an_entry(picked):
    votes = {code: channel_of(picked, code)["value"]["exact"] for code in ("A001", "A002", "A003", "A004")}
    own = channel_of(picked, "A001")

    assert votes == {"A001": "1/1", "A002": "3/1", "A003": "1/1", "A004": "0/1"}
    assert (own["returned"], own["valid"], own["blank"], own["recused"], own["base"]) == (4, 2, 1, 1, 2)


def test_a_ranking_gives_the_mean_of_the_points_for_the_places(ranked):
    means = {code: channel_of(ranked, code)["value"]["exact"] for code in ("A001", "A002", "A003", "A004")}

    assert means == {"A001": "95/1", "A002": "290/3", "A003": "250/3", "A004": "220/3"}


@pytest.mark.parametrize(("form", "forms"), [("picks", PICKED), ("ranking", RANKED)])
def test_the_command_computes_the_same_bytes_from_the_bundle(cast, tmp_path, form, forms):
    tally = tallied(cast, form, forms)
    path = tmp_path / "bundle.zip"
    write_inspection_bundle(gather(tally.round, "all"), tally.round, "all", path)
    command = [sys.executable, "-m", "evaluation.tally", str(path)]

    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    checked = subprocess.run([*command, "--check"], cwd=settings.BASE_DIR, capture_output=True, check=False)
    assert json.loads(told.stdout) == result_of(tally)
    assert told.stdout == tally.result
    assert checked.returncode == 0


def test_an_explanation_tells_votes_and_base(picked):
    with translation.override("en"):
        lines = [line.text for line in explanation_of(picked, "A002").lines]

    assert "Picks: 4 returned: valid 3, invalid 0, blank 1, void 0, recused 0; 3 in the base" in lines
    assert "Forms that pick it: 3" in lines


@pytest.mark.parametrize(("form", "forms"), [("picks", PICKED), ("ranking", RANKED)])
def test_every_page_of_the_result_is_there(cast, form, forms):
    tally = tallied(cast, form, forms)
    code, client = tally.round.code, english(cast.omar)
    pages = (
        ("result-board", [code, "all"]),
        ("explain", [code, "all", "A002"]),
        ("stability", [code, "all"]),
        ("result-workbook", [code, "all"]),
        ("bundle-download", [code, "all"]),
        ("channel-sheets", [code, form]),
    )
    for name, args in pages:
        assert client.get(reverse(f"evaluation:{name}", args=args)).status_code == 200, name
    assert stability_of(tally) is not None


@pytest.mark.parametrize(("form", "forms"), [("picks", PICKED), ("ranking", RANKED)])
def test_the_workbook_computes_what_was_published(cast, form, forms):
    assert_computes_itself(result_workbook(tallied(cast, form, forms)))


def sheet_of(tally: Tally, title: str, *, values: bool):
    book = openpyxl.load_workbook(io.BytesIO(result_workbook(tally)), data_only=values)
    return [[cell.value for cell in row] for row in book[title].iter_rows()]


def test_the_workbook_has_a_row_for_each_form_and_a_column_for_each_entry(picked):
    rows = sheet_of(picked, "投票推荐", values=True)

    assert rows[0][:4] == ["评分人", "份数", "选入 A001", "选入 A002"]
    assert rows[2:] == [
        ["M01", 1, 1, 1, 0, 0],
        ["M02", 1, 0, 1, 0, 0],
        ["M03", 1, "回避", 1, 1, 0],
        ["M04", "空白", "空白", "空白", "空白", "空白"],
    ]
    channels = sheet_of(picked, "渠道得分", values=False)
    assert channels[1][3] == "=COUNT('投票推荐'!$C$3:$C$6)"
    assert "SUM('投票推荐'!$C$3:$C$6)" in channels[1][4]


def test_the_workbook_turns_places_into_points_by_formula(ranked):
    rows = sheet_of(ranked, "职工排序", values=True)
    formulas = sheet_of(ranked, "职工排序", values=False)

    assert rows[0][2] == "名次 A001"
    assert rows[0][6] == "折分 A001"
    assert rows[2][2:] == [1, 2, 3, 4, 100, 90, 80, 70]
    assert rows[4][2:] == [None, 1, 2, 3, "回避", 100, 90, 80]
    assert formulas[2][7] == "=MAX(0,100+(-10)*(D3-1))"


@pytest.mark.parametrize(
    ("form", "forms", "title"), [("picks", PICKED, "投票推荐表"), ("ranking", RANKED, "职工排序表")]
)
def test_signed_forms_fit_their_paper(cast, form, forms, title):
    channel = tallied(cast, form, forms).round.channels.get()
    data = sheets_data(channel, list(channel.raters_assigned.select_related("user")), named=True)

    assert data["title"] == title
    assert {len(row) for rater in data["raters"] for row in rater["rows"]} == {4}
    assert has_clear_edges(render_png("evaluation/sheets.typ", data))
