"""The essential forms in a browser that runs no script: everything is a form that posts and a page that answers."""

import pytest

from applications.models import Application
from evaluation.models import ScoreSheet
from tests.ballots import open_rating
from tests.browser.actors import Actor
from tests.browser.test_road import submit
from tests.filing import filled, open_round

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "/applications/2026-ten/A001/"


@pytest.fixture
def plain(new_page):
    """Signs somebody in whose browser runs no script, on a phone."""

    def sit_down(username=""):
        return Actor(new_page(width="phone", javascript=False), username)

    return sit_down


def test_a_unit_drafts_and_signs_off(cast, plain):
    filled(open_round(cast), cast.archives, cast.alice)
    alice = plain("alice")
    alice.visit(f"{ONE}edit/brand/", look=False)
    alice.type_in({"slogan": "没有脚本也能填"})
    submit(alice, "#step-form")
    alice.visit(f"{ONE}edit/text/", look=False)
    alice.type_in({"main_text": "正文"})
    submit(alice, "#step-form")
    alice.visit(f"{ONE}edit/check/", look=False)
    submit(alice, "form[action$='/send/']")

    bob = plain("bob")
    bob.visit(f"{ONE}sign-off/", look=False)
    submit(bob, "form[action$='/submit/']")

    application = Application.objects.get()
    assert (application.status, application.slogan) == ("submitted", "没有脚本也能填")


def test_a_supervisor_scores(cast, plain):
    road = open_rating(cast)
    sun = plain("sun")
    sun.visit(f"/desk/{road.round.code}/supervisors/A003/", look=False)
    sun.type_in({"name": "99", "standard": "48"})
    submit(sun, "form:has([name=standard])")
    assert sun.page.input_value("[name=standard]") == "48", "the good score is kept beside the bad one"
    sun.type_in({"name": "３５"})
    with sun.page.expect_navigation():
        sun.page.locator("button[name=go][value=next]").click()

    sheet = ScoreSheet.objects.get(rater__user=cast.sun, application__code="A003")
    assert sheet.answers == "35|48"
