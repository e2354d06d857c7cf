"""The scoring desk while it saves itself: a press that comes in between is neither lost nor taken for a conflict."""

import time

import pytest

from evaluation.models import ScoreSheet
from tests.ballots import open_rating
from tests.browser.actors import Actor
from tests.browser.looks import complaints
from tests.schemes import small_scheme

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 0.4
QUEUED = 1.2  # longer than the page waits after a key before it saves


def slowly(route):
    """Let a save of the page itself take its time; everything else goes as it comes."""
    if route.request.headers.get("hx-request"):
        time.sleep(SLOW)
    route.continue_()


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("pause", [0, QUEUED])
def test_a_press_between_two_saves_is_kept(cast, new_page, width, pause):
    road = open_rating(cast)
    sun = Actor(new_page(width=width), "sun")
    sun.page.route("**/supervisors/A003/", slowly)
    sun.visit(f"/desk/{road.round.code}/supervisors/A003/", look=False)
    sun.type_in({"name": "35"})
    time.sleep(pause)
    sun.type_in({"standard": "48"})
    with sun.page.expect_navigation():
        sun.page.locator("button[name=go][value=next]").click()

    sheet = ScoreSheet.objects.get(rater__user__username="sun", application__code="A003")
    assert sheet.answers == "35|48"
    assert not sun.page.url.endswith("/A003/")
    assert sun.heard == []


def test_whoever_does_not_agree_sees_the_rest_set_aside_and_finds_it_again(cast, new_page):
    supervisors, *others = small_scheme()["channel"]
    supervisors["overall"] = {"agree": "yes", "reject": "no"}
    road = open_rating(cast, channel=[supervisors, *others])
    sun = Actor(new_page(), "sun")
    sun.visit(f"/desk/{road.round.code}/supervisors/A003/")
    sun.type_in({"name": "35"})

    choose(sun, "不同意")
    assert sun.page.locator("[data-missing]").inner_text() == "其他各项不必填写"
    assert not sun.page.locator("[data-total]").is_visible()
    assert not sun.page.locator(".is-missing").count()
    assert sun.page.input_value("[name=name]") == "35"
    assert complaints(sun.page) == []

    choose(sun, "同意")
    assert sun.page.locator("[data-total]").inner_text() == "35"
    assert sun.page.locator("[data-missing]").inner_text() == "还有 1 项未评"
    assert ScoreSheet.objects.get(rater__user__username="sun", application__code="A003").answers == "35||yes"
    assert sun.faults + sun.heard == []


def choose(sun, word):
    with sun.page.expect_response("**/A003/"):
        sun.page.get_by_role("radio", name=word, exact=True).check()


def test_the_page_does_not_move_on_by_itself(cast, new_page):
    sun = Actor(new_page(width="phone"), "sun")

    assert sun.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
