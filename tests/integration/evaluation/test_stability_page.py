"""The page of a result's stability: who sees what of it and when, what it says, what it refuses."""

import json

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.models import Recusal, ScoreSheet, Tally
from evaluation.services.results import adopt_result
from evaluation.services.tallies import request_tally, run_tally
from tests.ballots import LATE, close_rating, fill_rating, open_rating, tally_rating
from tests.cast import client_of
from tests.integration.evaluation.test_tallies import tally_rating_tied, tied_road

pytestmark = pytest.mark.django_db
READERS = {"omar", "audrey", "sec", "chen"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def road(cast):
    return open_rating(cast)


def english(user):
    client = client_of(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def url(road, name="stability", through="social"):
    return reverse(f"evaluation:{name}", args=[road.round.code, through])


def text(road, user):
    return english(user).get(url(road) + "?compute").content.decode()


def test_there_is_nothing_before_the_result(road):
    fill_rating(road)
    close_rating(road)
    page = english(road.cast.omar)

    assert page.get(url(road)).status_code == 404
    assert page.get(url(road, "stability-figures")).status_code == 404
    request_tally(road.round, "social", by=road.cast.omar)
    assert page.get(url(road)).status_code == 404


def test_the_page_says_that_it_is_advisory_and_shows_margins_and_weights(road):
    tally = tally_rating(road)
    shown = text(road, road.cast.sec)

    assert shown.count("<h1") == 1
    assert "This page is advisory" in shown
    assert "Margin to the line" in shown
    assert 'role="img" aria-label="文档连心桥: +' in shown
    assert str(int(tally.result_digest[:8], 16)) in shown
    assert "The smallest shift that changes the list" in shown


@pytest.mark.parametrize("name", ["stability", "stability-figures"])
def test_it_is_for_those_who_read_results(road, name):
    tally_rating(road)

    seen = {
        one.username for one in road.cast.everybody if client_of(one).get(url(road, name)).status_code == 200
    }

    assert seen == READERS


def test_raters_are_shown_to_those_who_oversee_once_the_result_is_adopted(road):
    tally = tally_rating(road)
    before = text(road, road.cast.omar)
    adopt_result(tally, by=road.cast.omar)

    assert "Severity of each rater" not in before
    assert "once the result is adopted" in before
    for person in (road.cast.omar, road.cast.audrey):
        shown = text(road, person)
        assert "Severity of each rater" in shown
        assert "Kendall" in shown
        assert "Without one rater" in shown
        assert "S01" in shown
    for person in (road.cast.sec, road.cast.chen):
        assert "S01" not in text(road, person)
        figures = client_of(person).get(url(road, "stability-figures")).json()
        assert not {"without", "agreements", "severities"} & figures.keys()


def test_no_name_of_a_rater_stands_on_it(road):
    adopt_result(tally_rating(road), by=road.cast.omar)
    page = english(road.cast.audrey).get(url(road)).content.decode()

    assert road.cast.sun.name not in page
    assert road.cast.rui.name not in page


def test_the_figures_are_exact_repeatable_and_name_what_they_belong_to(road):
    tally = tally_rating(road)
    adopt_result(tally, by=road.cast.omar)
    client = client_of(road.cast.audrey)
    first = client.get(url(road, "stability-figures"))
    cache.clear()
    told = json.loads(first.content)

    assert first.content == client.get(url(road, "stability-figures")).content
    assert (told["result"], told["inputs"], told["advisory"]) == (
        tally.result_digest,
        tally.inputs_digest,
        True,
    )
    assert {row["rater"] for row in told["severities"]} == {"S01", "S02"}
    assert {row["channel"] for row in told["without"]} == {"supervisors"}
    assert first["Cache-Control"] == "private, no-store"


def test_whoever_is_recused_from_one_entry_finds_no_page(road):
    tally_rating(road)
    assert client_of(road.cast.chen).get(url(road)).status_code == 200
    Recusal.objects.create(
        round=road.round,
        user=road.cast.chen,
        application=road.application("A001"),
        reason="曾在该单位工作",
        decided_at=LATE,
    )

    assert client_of(road.cast.chen).get(url(road)).status_code == 404
    assert client_of(road.cast.chen).get(url(road, "stability-figures")).status_code == 404
    assert url(road) not in client_of(road.cast.chen).get(url(road, "result-board")).content.decode()


def test_a_tie_that_waits_for_the_committee_has_no_analysis_yet(cast):
    road = tied_road(cast)
    tally_rating_tied(road)

    assert "Once there is one, its stability stands here" in text(road, cast.omar)
    assert english(cast.omar).get(url(road, "stability-figures")).status_code == 422


def test_inputs_that_no_longer_give_the_result_are_said_to_have_changed(road):
    tally_rating(road)
    ScoreSheet.objects.filter(application__code="A001").update(answers="1|1")

    assert "The inputs have changed since tally 1" in text(road, road.cast.omar)


def test_before_the_analysis_is_computed_a_page_says_so_and_the_other_follows(road):
    tally_rating(road)
    client = english(road.cast.omar)
    waiting = client.get(url(road))

    assert waiting["Refresh"] == "0; url=?compute"
    assert "The analysis is being computed" in waiting.content.decode()
    assert "Result of the stage “" in waiting.content.decode()
    assert "This page is advisory" in client.get(url(road) + "?compute").content.decode()
    assert "Refresh" not in client.get(url(road))


def test_a_stage_without_a_line_says_so(cast):
    stages = [
        {"key": "social", "use": ["supervisors", "clients"], "keep": {"all": True}},
        {"key": "review", "use": ["supervisors", "clients", "panel"]},
    ]
    road = open_rating(cast, stage=stages)
    adopt_result(tally_rating(road), by=cast.omar)
    shown = text(road, cast.omar)

    assert "This result has no line" in shown
    assert "Other weights" not in shown
    assert "Severity of each rater" in shown


def test_the_result_board_leads_to_it(road):
    tally_rating(road)

    assert url(road) in client_of(road.cast.sec).get(url(road, "result-board")).content.decode()


def test_more_applications_ask_no_more_queries(cast):
    few, many = _counted_road(cast, "2026-few", 4), _counted_road(cast, "2026-many", 7)
    client = english(cast.omar)

    def asked(road):
        client.get(url(road))
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(road) + "?compute").status_code == 200
        return len(queries)

    assert asked(few) == asked(many)


def _counted_road(cast, code, brands):
    road = open_rating(cast, code=code, brands=brands)
    fill_rating(road, tuple((40 - place, 60 - place) for place in range(brands)))
    close_rating(road)
    tally = request_tally(road.round, "social", by=cast.omar)
    run_tally(tally)
    adopt_result(Tally.objects.select_related("round").get(pk=tally.pk), by=cast.omar)
    return road
