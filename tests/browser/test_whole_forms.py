"""Forms that span entries in a real browser: by mouse and by keyboard, on the phone, without a script, in large type."""

import time

import pytest

from evaluation.models import ScoreSheet
from evaluation.selectors.whole_forms import answers_of, sheets_of_form
from evaluation.services.whole_forms import save_form
from tests.browser.actors import Actor
from tests.browser.looks import complaints
from tests.whole import address, open_forms, place_of

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 0.4


def stored(road, user):
    return "".join(answer or "-" for answer in answers_of(sheets_of_form(place_of(road, user))).values())


def saved(actor: Actor, text: str) -> None:
    actor.page.locator("#form-state[data-state=saved]").get_by_text(text, exact=True).first.wait_for()


@pytest.mark.parametrize(("width", "language"), [("desk", "en"), ("phone", "zh-hans")])
def test_picks_are_counted_searched_saved_and_signed(cast, new_page, width, language):
    road = open_forms(cast, cast.sec, brands=6)
    sec = Actor(new_page(width=width, language=language), "sec")
    told = "{} picked, at most 2" if language == "en" else "已选{}项，最多2项"
    sec.visit(address(road))
    for code in ("A001", "A004", "A005"):
        sec.page.check(f"#id_{code}")
    saved(sec, told.format(3))
    sec.faults += complaints(sec.page)
    assert sec.page.locator(".is-over").count() == 1

    sec.page.fill("#form-q", "A005")
    assert sec.page.locator("[data-part]:visible").count() == 1
    sec.page.uncheck("#id_A005")
    saved(sec, told.format(2))
    assert stored(road, cast.sec) == "1--1--"

    with sec.page.expect_navigation():
        sec.page.locator("button[name=go][value=sign]").click()
    sec.faults += complaints(sec.page)
    with sec.page.expect_navigation():
        sec.page.locator("main form[method=post] button[type=submit]").click()
    sec.visit(address(road))
    sec.visit(address(road, "A002/"))
    assert ScoreSheet.objects.signed().count() == 6
    assert sec.faults + sec.heard == []


def test_a_ranking_is_ordered_by_the_keyboard_alone(cast, new_page):
    road = open_forms(cast, cast.sec, form="ranking")
    sec = Actor(new_page(language="en"), "sec")
    sec.visit(address(road))
    for code in ("A001", "A002", "A003", "A004"):
        sec.page.focus(f"[data-part={code}] button[value^=up]")
        sec.page.keyboard.press("Enter")
    saved(sec, "4 of 4 placed")
    sec.page.focus("[data-part=A003] button[value^=up]")
    sec.page.keyboard.press("Enter")
    sec.page.keyboard.press("Enter")

    order = sec.page.locator("[data-part]").evaluate_all("rows => rows.map(row => row.dataset.part)")
    assert order == ["A003", "A001", "A002", "A004"]
    assert sec.page.evaluate("document.activeElement.value") == "up:A003"
    sec.page.locator("#form-state[data-state=saved]").wait_for()
    sec.page.fill("#id_A004", "1")
    sec.page.locator("[data-part=A004] [data-note]").get_by_text("place given twice").wait_for()
    assert stored(road, cast.sec) == "2311"
    sec.faults += complaints(sec.page)
    assert sec.faults + sec.heard == []


def test_without_a_script_the_same_forms_are_filled(cast, new_page):
    road = open_forms(cast, cast.sec)
    sec = Actor(new_page(width="phone", javascript=False), "sec")
    sec.visit(address(road), look=False)
    sec.page.check("#id_A001")
    sec.page.fill("#form-q", "A003")
    with sec.page.expect_navigation():
        sec.page.locator("[data-narrow-go]").click()
    sec.page.check("#id_A003")
    with sec.page.expect_navigation():
        sec.page.locator("button[name=go][value=sign]").click()
    assert stored(road, cast.sec) == "1-1-"

    with sec.page.expect_navigation():
        sec.page.locator("main form[method=post] button[type=submit]").click()
    assert ScoreSheet.objects.signed().count() == 4


def test_without_a_script_places_move_by_buttons(cast, new_page):
    road = open_forms(cast, cast.sec, form="ranking")
    sec = Actor(new_page(width="phone", javascript=False), "sec")
    sec.visit(address(road), look=False)
    for number, code in enumerate(("A002", "A001", "A004"), start=1):
        sec.page.fill(f"#id_{code}", str(number))
    for button in ("up:A003", "up:A003", "down:A002"):
        with sec.page.expect_navigation():
            sec.page.locator(f"button[value='{button}']").click()

    assert stored(road, cast.sec) == "1234"


def slowly(route):
    """Let a save of the page itself take its time; everything else goes as it comes."""
    if route.request.headers.get("hx-request"):
        time.sleep(SLOW)
    route.continue_()


def test_a_choice_between_two_versions_counts_although_the_page_saves_once_more(cast, new_page):
    road = open_forms(cast, cast.sec)
    sec = Actor(new_page(language="en"), "sec")
    sec.visit(address(road), look=False)
    save_form(place_of(road, cast.sec), {"A001": "1"}, by=cast.sec, mark="0.4")
    sec.page.check("#id_A002")
    sec.page.locator("#form-state[data-state=conflict]").wait_for()
    sec.faults += complaints(sec.page)
    sec.page.route("**/form/", slowly)
    sec.page.check("#id_A003")
    with sec.page.expect_navigation():
        sec.page.locator("button[name='form.over']").click()

    assert stored(road, cast.sec) == "-11-"
    assert sec.faults == []


@pytest.mark.parametrize("form", ["picks", "ranking"])
def test_large_type_and_small_windows_keep_the_page_in_shape(cast, new_page, form):
    road = open_forms(cast, cast.sec, form=form)
    sec = Actor(new_page(width="phone"), "sec")
    sec.page.context.add_cookies(
        [{"name": "elder", "value": "1", "url": sec.page.evaluate("location.origin")}]
    )
    for size in (320, 390, 768, 1024):
        sec.page.set_viewport_size({"width": size, "height": 800})
        for page in ("", "A002/", "sign/"):
            sec.visit(address(road, page))
    assert sec.faults == []
