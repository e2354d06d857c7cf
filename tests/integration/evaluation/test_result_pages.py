"""Pages of codes, tallies and results: who sees them, what they say, what they refuse."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from evaluation.models import Tally, TieDecision
from evaluation.services.results import adopt_result
from evaluation.services.tallies import request_tally, run_tally
from tests.ballots import close_rating, fill_rating, open_rating, tally_rating
from tests.cast import client_of
from tests.integration.evaluation.test_tallies import tally_rating_tied, tied_road

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(cast):
    return open_rating(cast)


def english(user):
    client = client_of(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def url(name, road, *more):
    return reverse(f"evaluation:{name}", args=[road.round.code, *more])


def test_a_tally_is_started_counted_and_adopted_by_its_pages(road, django_capture_on_commit_callbacks):
    fill_rating(road)
    close_rating(road)
    client = english(road.cast.omar)

    with django_capture_on_commit_callbacks(execute=True):
        started = client.post(url("tally-start", road, "social"), {})
    tally = Tally.objects.get()
    assert "The result is final by the rules" in client.get(started.url).content.decode()
    assert tally.requested_by == road.cast.omar
    asked = client.get(url("tally-adopt", road, tally.number))
    assert "announce shortlist" in asked.content.decode()
    adopted = client.post(url("tally-adopt", road, tally.number), follow=True)
    assert "The result is adopted" in adopted.content.decode()
    assert road.application("A004").status == "eliminated"
    assert client.post(url("tally-adopt", road, tally.number)).status_code == 409


def test_a_tally_waits_for_its_worker_and_the_page_asks_again(road):
    fill_rating(road)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    client = english(road.cast.omar)

    waiting = client.get(url("tally-detail", road, tally.number)).content.decode()
    assert "hx-get" in waiting
    assert '<meta http-equiv="refresh"' in waiting
    part = client.get(url("tally-progress", road, tally.number))
    assert "HX-Refresh" not in part
    run_tally(tally)
    assert client.get(url("tally-progress", road, tally.number))["HX-Refresh"] == "true"
    assert "hx-get" not in client.get(url("tally-detail", road, tally.number)).content.decode()


def test_a_stage_that_is_not_ready_says_why(road):
    client = english(road.cast.omar)
    listed = client.get(url("tally-list", road)).content.decode()
    refused = client.post(url("tally-start", road, "social"), {})

    assert "is not closed" in listed
    assert "is not closed" in refused.content.decode()
    assert not Tally.objects.exists()


def test_a_second_tally_asks_for_its_reason_and_keeps_it(road):
    tally_rating(road)
    client = english(road.cast.omar)

    short = client.post(url("tally-start", road, "social"), {"reason": "again"})
    assert "why it is tallied again" in short.content.decode()
    assert "again</textarea>" in short.content.decode()


def test_the_secretary_records_the_order_of_the_tied(cast):
    road = tied_road(cast)
    tally = tally_rating_tied(road)
    page = url("tally-decide", road, tally.number)
    client = english(cast.sec)
    reason = "On the strength of papers."

    twice = client.post(page, {"A003": "1", "A004": "1", "reason": reason})
    assert "its own place" in twice.content.decode()
    assert reason in twice.content.decode()
    assert english(cast.omar).get(page).status_code == 403
    assert client.post(page, {"A003": "2", "A004": "1", "reason": reason}).status_code == 302
    assert TieDecision.objects.count() == 2
    assert client.get(page).status_code == 404
    assert "Decided by the committee" in client.get(url("tally-detail", road, tally.number)).content.decode()


def test_the_result_shows_ranks_cut_and_margins(road):
    tally_rating(road)
    text = english(road.cast.omar).get(url("result-board", road, "social")).content.decode()

    assert text.count("<h1") == 1
    assert "Cut: 3 applications go on" in text
    assert 'role="img"' in text
    assert text.index("文档连心桥") < text.index("游客知友") < text.index("税税通")
    assert "70.00" in text
    assert "bundle-2026-small-social.zip --check" in text


def test_the_explanation_adds_up_in_words_and_fractions(road):
    tally_rating(road)
    text = english(road.cast.omar).get(url("explain", road, "social", "A004")).content.decode()

    assert text.count("<h1") == 1
    assert "rank 4 of 4" in text
    assert "points short of the line" in text
    assert "30 × 50/1 ÷ 100 = 15/1" in text
    assert "Compared with the last above the line" in text
    assert "--explain A004" in text


def test_a_unit_reads_of_its_own_place_once_the_result_is_adopted(road):
    tally = tally_rating(road)
    alice, mallory = english(road.cast.alice), english(road.cast.mallory)
    own = url("explain", road, "social", "A001")
    assert alice.get(own).status_code == 404

    adopt_result(tally, by=road.cast.omar)

    shown = alice.get(own)
    assert shown.status_code == 200
    assert "游客知友" not in shown.content.decode()
    assert mallory.get(own).status_code == 404
    assert alice.get(url("result-board", road, "social")).status_code == 403
    assert alice.get(url("bundle-download", road, "social")).status_code == 403


SEES = {
    "code-list": {"omar", "audrey"},
    "code-issue": {"omar"},
    "code-revoke": {"omar"},
    "tally-list": {"omar", "audrey", "sec", "chen"},
    "tally-start": {"omar"},
    "tally-detail": {"omar", "audrey", "sec", "chen"},
    "tally-progress": {"omar", "audrey", "sec", "chen"},
    "tally-adopt": {"omar"},
    "result-board": {"omar", "audrey", "sec", "chen"},
    "explain": {"omar", "audrey", "sec"},
    "bundle-download": {"omar", "audrey"},
}
ARGUMENTS = {
    "tally-start": ["social"],
    "tally-detail": [1],
    "tally-progress": [1],
    "tally-adopt": [1],
    "result-board": ["social"],
    "explain": ["social", "A003"],
    "bundle-download": ["social"],
}


@pytest.mark.parametrize("name", SEES)
def test_each_page_is_seen_by_those_it_is_for(road, name):
    tally_rating(road)
    page = url(name, road, *ARGUMENTS.get(name, []))

    seen = {user.username for user in road.cast.everybody if client_of(user).get(page).status_code == 200}

    assert seen == SEES[name]


@pytest.mark.parametrize(
    "name", ["tally-detail", "tally-progress", "result-board", "explain", "bundle-download"]
)
def test_what_does_not_exist_is_not_found(road, name):
    arguments = {"tally-detail": [9], "tally-progress": [9], "explain": ["social", "A999"]}.get(
        name, ["nonsense"]
    )

    assert client_of(road.cast.omar).get(url(name, road, *arguments)).status_code == 404


def test_the_downloaded_bundle_holds(road, tmp_path):
    tally_rating(road)
    response = client_of(road.cast.audrey).get(url("bundle-download", road, "social"))
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(response.content)

    command = [sys.executable, "-m", "evaluation.tally", str(bundle), "--check"]
    assert subprocess.run(command, cwd=settings.BASE_DIR, check=False).returncode == 0
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["code-list", "tally-list"])
def test_the_lists_ask_no_more_for_more_rows(road, name, django_assert_max_num_queries):
    tally_rating(road)
    client = client_of(road.cast.omar)

    with django_assert_max_num_queries(20):
        client.get(url(name, road))


def test_the_list_of_results_and_the_home_of_the_secretary(cast):
    road = tied_road(cast)
    tally_rating_tied(road)
    home = english(cast.sec).get("/my/").content.decode()
    listed = english(cast.chen).get(reverse("evaluation:result-list")).content.decode()

    assert url("tally-decide", road, 1) in home
    assert url("tally-detail", road, 1) in listed
    assert client_of(cast.alice).get(reverse("evaluation:result-list")).status_code == 403
