"""Voting among all brands in a real browser: with a script and without, too many, none; Chinese and English."""

import pytest

from evaluation.models import Ballot
from tests.browser.actors import Actor
from tests.browser.looks import complaints
from tests.browser.test_road import submit
from tests.polls import open_poll

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/b/2026-small/poll/all/"


@pytest.fixture
def poll(cast):
    return open_poll(cast)


def mark(page, *brands):
    for brand in brands:
        page.locator(f"[name=picks][value={brand}]").check()


@pytest.mark.parametrize(
    ("width", "language"), [("phone", ""), ("phone", "en"), ("desk", ""), ("desk", "en")]
)
def test_a_voter_follows_the_link_marks_and_submits(poll, new_page, width, language):
    voter = Actor(new_page(width=width))
    page, code = voter.page, poll.slips[0]
    voter.visit(f"{PAGE}{f'?lang={language}' if language else ''}#{code}")
    page.locator("[data-receipt-text]:not(:empty)").wait_for()
    shown = page.locator("[data-receipt-text]").inner_text()
    mark(page, "A004", "A002")
    assert "2" in page.locator("[data-progress]").inner_text()
    faults = complaints(page)
    submit(voter, "form[data-ballot]")

    assert shown in page.content()
    assert code not in page.url
    assert voter.faults + faults + complaints(page) + voter.heard == []
    assert Ballot.objects.get().answers == "A002|A004"


def test_the_counter_says_when_a_mark_is_too_many_and_the_answer_keeps_them(poll, new_page):
    voter = Actor(new_page(width="phone"))
    page = voter.page
    voter.visit(f"{PAGE}?lang=en#{poll.slips[0]}")
    page.locator("[data-receipt-text]:not(:empty)").wait_for()
    mark(page, "A001", "A002", "A003")
    assert page.locator("[data-progress].is-over").inner_text() == "3 chosen: 1 too many"
    submit(voter, "form[data-ballot]")

    assert page.locator("[name=picks]:checked").count() == 3
    assert complaints(page) == []
    page.locator("[name=picks][value=A003]").uncheck()
    assert page.locator(".is-missing").count() == 0
    submit(voter, "form[data-ballot]")
    assert Ballot.objects.get().answers == "A001|A002"


def test_without_a_script_a_blank_ballot_is_confirmed_and_cast(poll, new_page):
    voter = Actor(new_page(width="phone", javascript=False))
    page = voter.page
    page.goto(f"{PAGE}?lang=en")
    page.fill("#id_code", poll.slips[0])
    submit(voter, "form[data-ballot]")
    shown = page.locator("[data-receipt-text]").inner_text()
    page.locator("[name=blank]").check()
    submit(voter, "form[data-ballot]")

    assert shown in page.content()
    assert Ballot.objects.get().answers == ""
