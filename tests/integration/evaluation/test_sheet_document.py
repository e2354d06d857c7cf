"""Signed score sheets on paper: one's own at any time, all of a channel only once its stage is tallied."""

import pytest
from django.test import Client

from applications.models import Application
from brandportal.documents.pdf import render_png
from evaluation.models import Rater, ScoreSheet
from evaluation.selectors.sheet_document import sheets_data
from tests.cast import client_of
from tests.printed import has_clear_edges

OWN = "/desk/2031-small/supervisors/sheets.pdf"
ALL = "/setup/2031-small/raters/supervisors/sheets.pdf"
LONG = "大同县人力资源和社会保障局社会保险事业管理服务中心综合受理窗口" * 3
MARKER = "37"


def test_a_rater_prints_what_they_have_signed(rated, cast):
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")

    response = client_of(cast.sun).get(OWN)

    assert response.content.startswith(b"%PDF-")
    assert response["Cache-Control"] == "private, no-store"
    data = sheets_data(rated.channel("supervisors"), [rated.rater(cast.sun)], named=True)
    assert data["raters"][0]["rows"][0] == ["A001", "文档连心桥", "市档案局", MARKER, "50", "87"]
    assert data["raters"][0]["name"] == "Sun"


def test_nothing_is_printed_before_it_is_signed(rated, cast):
    rated.fill(cast.sun, name=MARKER, standard="50")

    assert client_of(cast.sun).get(OWN).status_code == 422
    assert (
        sheets_data(rated.channel("supervisors"), [rated.rater(cast.sun)], named=True)["raters"][0]["rows"]
        == []
    )
    assert OWN not in client_of(cast.sun).get("/desk/2031-small/supervisors/").content.decode()


def test_a_desk_offers_the_sheets_that_are_signed(rated, cast):
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")

    assert OWN in client_of(cast.sun).get("/desk/2031-small/supervisors/").content.decode()


@pytest.mark.parametrize("name", ["omar", "audrey", "pan", "alice", "ada", "sec"])
def test_a_rater_s_own_print_is_for_that_rater_alone(rated, cast, name):
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")

    assert client_of(getattr(cast, name)).get(OWN).status_code == 404
    assert Client().get(OWN).status_code == 302


@pytest.mark.parametrize("name", ["omar", "audrey"])
def test_no_sheet_of_an_open_or_closed_stage_is_printed_for_anybody_else(rated, cast, name):
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")
    person = client_of(getattr(cast, name))

    assert person.get(ALL).status_code == 403
    assert ALL not in person.get("/setup/2031-small/raters/supervisors/").content.decode()


@pytest.mark.parametrize("name", ["omar", "audrey"])
def test_once_tallied_the_file_holds_every_signed_sheet_under_its_number(reviewing, cast, name):
    person = client_of(getattr(cast, name))

    assert person.get(ALL).content.startswith(b"%PDF-")
    assert ALL in person.get("/setup/2031-small/raters/supervisors/").content.decode()
    raters = list(Rater.objects.filter(channel=reviewing.channel("supervisors")))
    data = sheets_data(reviewing.channel("supervisors"), raters, named=False)
    assert {one["number"] for one in data["raters"]} == {one.pseudonym for one in raters}
    assert "Sun" not in str(data)


def test_a_later_stage_stays_closed_while_an_earlier_one_is_printed(reviewing, cast):
    assert client_of(cast.omar).get(ALL.replace("supervisors", "panel")).status_code == 403


@pytest.mark.parametrize("name", ["sun", "pan", "alice", "sec", "chen"])
def test_nobody_else_prints_a_channel(reviewing, cast, name):
    assert client_of(getattr(cast, name)).get(ALL).status_code in {403, 404}


def test_notes_are_never_printed(rated, cast):
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")
    ScoreSheet.objects.update(remark="私下的话")

    assert "私下的话" not in str(
        sheets_data(rated.channel("supervisors"), [rated.rater(cast.sun)], named=True)
    )


def test_long_names_and_many_criteria_stay_on_the_sheet(rated, cast):
    Application.objects.update(brand_name=LONG)
    rated.fill_and_sign(cast.sun, name=MARKER, standard="50")
    data = sheets_data(rated.channel("supervisors"), [rated.rater(cast.sun)], named=True)
    many = data | {"criteria": [f"第{n}项指标名称很长\n（10分）" for n in range(10)]}
    many["raters"] = [
        data["raters"][0] | {"rows": [row[:3] + ["10"] * 10 + ["100"] for row in data["raters"][0]["rows"]]}
    ]

    assert has_clear_edges(render_png("evaluation/sheets.typ", data))
    assert has_clear_edges(render_png("evaluation/sheets.typ", many))


def test_a_recused_sheet_is_named_and_shows_no_points(rated, cast):
    rated.fill_and_sign(cast.rui, name=MARKER, standard="50")
    data = sheets_data(rated.channel("supervisors"), [rated.rater(cast.rui)], named=True)

    assert data["raters"][0]["rows"][0] == ["A001", "文档连心桥", "市档案局", "回避", "回避", "回避"]
    assert data["raters"][0]["count"] == 1
