"""An order of all brands by code in a real browser: with a script and without, places doubled and left out."""

import pytest

from evaluation.models import Ballot
from tests.browser.actors import Actor
from tests.browser.looks import complaints
from tests.browser.test_road import submit
from tests.kinds import Poll

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/b/2026-run/all/"
ORDER = {"A001": "2", "A002": "1", "A003": "4", "A004": "3"}


def write(page, places):
    for code, place in places.items():
        page.locator(f"[name=place-{code}]").fill(place)


@pytest.mark.parametrize(
    ("width", "language"), [("phone", ""), ("phone", "en"), ("desk", ""), ("desk", "en")]
)
def test_a_voter_puts_right_what_is_doubled_and_loses_nothing(cast, new_page, width, language):
    poll = Poll(cast, groups=True)
    voter = Actor(new_page(width=width))
    page = voter.page
    voter.visit(f"{PAGE}{f'?lang={language}' if language else ''}#{poll.slips[0]}")
    page.locator("[data-receipt-text]:not(:empty)").wait_for()
    faults = complaints(page)
    write(page, ORDER | {"A003": "1", "A004": ""})
    submit(voter, "form[data-ballot]")

    assert page.locator(".bp-placed.is-missing").count() == 3
    assert page.locator("[name=place-A003]").input_value() == "1"
    faults += complaints(page)
    write(page, ORDER)
    assert page.locator(".bp-placed.is-missing").count() == 0
    submit(voter, "form[data-ballot]")

    assert voter.faults + faults + complaints(page) == []
    assert Ballot.objects.get().answers == "A002|A001|A004|A003"


def test_without_a_script_two_posts_are_one_ballot(cast, new_page):
    poll = Poll(cast)
    voter = Actor(new_page(width="phone", javascript=False))
    page = voter.page
    page.goto(f"{PAGE}?lang=en")
    page.locator("[name=code]").fill(poll.slips[0])
    write(page, ORDER)
    submit(voter, "form[data-ballot]")
    assert "Nothing has been submitted yet" in page.content()
    submit(voter, "form[data-ballot]")

    assert Ballot.objects.get().answers == "A002|A001|A004|A003"
