"""A vote, a number and counted facts by code in a real browser: what is doubtful is kept and told, then cast."""

import pytest

from evaluation.models import Ballot
from tests.browser.actors import Actor
from tests.browser.looks import complaints
from tests.browser.test_road import submit
from tests.kinds import Poll

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/b/2026-run/A001/"
FIELDS = {"figure": "item-figure", "ledger": "item-late"}
KEPT = {"motion": "abstain", "figure": "2", "ledger": "2|0"}


def fill(page, form, *, doubtful):
    if form in FIELDS:
        page.locator(f"[name={FIELDS[form]}]").fill("1e1" if doubtful else "２")
    elif not doubtful:
        page.locator("[value=abstain]").check()


@pytest.mark.parametrize(
    ("form", "width", "language"),
    [("motion", "phone", ""), ("figure", "desk", "en"), ("ledger", "phone", "")],
)
def test_what_is_doubtful_is_kept_and_told_and_then_cast(cast, new_page, form, width, language):
    poll, voter = Poll(cast, form=form), Actor(new_page(width=width))
    page = voter.page
    voter.visit(f"{PAGE}{f'?lang={language}' if language else ''}#{poll.slips[0]}")
    page.locator("[data-receipt-text]:not(:empty)").wait_for()
    before = page.locator("[data-progress]").inner_text()
    fill(page, form, doubtful=True)
    faults = complaints(page)
    submit(voter, "form[data-ballot]")
    assert page.locator(".is-missing").count() == 1
    assert form not in FIELDS or page.locator(f"[name={FIELDS[form]}]").input_value() == "1e1"
    fill(page, form, doubtful=False)
    assert page.locator(".is-missing").count() == 0
    assert form == "ledger" or page.locator("[data-progress]").inner_text() != before
    faults += complaints(page)
    submit(voter, "form[data-ballot]")

    assert voter.faults + faults + complaints(page) == []
    assert Ballot.objects.get().answers == KEPT[form]
