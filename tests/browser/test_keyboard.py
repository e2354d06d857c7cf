"""The portal without a mouse: every stop can be seen, in the order of the page, and the work can be done."""

import pytest

from evaluation.models import Ballot, ScoreSheet
from tests.ballots import open_rating
from tests.browser.actors import Actor
from tests.filing import filled, open_round

pytestmark = pytest.mark.django_db(transaction=True)
STOPS = 45
# What has the focus, whether it can be seen, and whether something shows that it has it.
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const label = one.closest("label, .bp-opt") || one, ring = getComputedStyle(label.matches(".bp-opt") ? label : one);
  const next = one.nextElementSibling ? getComputedStyle(one.nextElementSibling) : style;
  const marked = [style, ring, next].some(it => it.outlineStyle !== "none" || it.boxShadow !== "none");
  return {tag: one.tagName, text: (one.innerText || one.name || one.value || "").slice(0, 30),
          seen: box.width > 0 && box.height > 0, marked, body: one === document.body};
}"""


def faults_of_the_tab_key(page):
    """Go through the page by the tab key and name each stop that cannot be seen or is not marked."""
    faults, stops = [], 0
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["body"]:
            break
        stops += 1
        if not (found["seen"] and found["marked"]):
            faults.append(f"{page.url}: stop {stops} {found}")
    return faults if stops > 3 else [*faults, f"{page.url}: only {stops} stops"]


def test_every_stop_of_the_tab_key_is_marked(cast, new_page):
    filled(open_round(cast), cast.archives, cast.alice)
    road = open_rating(cast)
    paths = {
        "": ("/", "/rounds/2026-ten/", "/p/", f"/b/{road.round.code}/A001/"),
        "alice": ("/my/", "/applications/2026-ten/A001/edit/brand/"),
        "sun": (f"/desk/{road.round.code}/supervisors/", f"/desk/{road.round.code}/supervisors/A003/"),
        "omar": (f"/setup/{road.round.code}/board/", f"/rounds/{road.round.code}/applications/"),
    }
    faults = []
    for username, pages in paths.items():
        actor = Actor(new_page(), username)
        for path in pages:
            actor.visit(path, look=False)
            faults += faults_of_the_tab_key(actor.page)

    assert "\n".join(faults) == ""


def test_a_page_that_hides_the_focus_is_found_out(cast, page):
    page.goto("/rounds/")
    page.evaluate(
        "document.adoptedStyleSheets = [new CSSStyleSheet()];"
        "document.adoptedStyleSheets[0].replaceSync('* { outline: none !important; box-shadow: none !important }')"
    )

    assert faults_of_the_tab_key(page)


def test_the_first_stop_leads_to_the_content(cast, page):
    page.goto("/rounds/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_sheet_is_scored_by_keyboard(cast, new_page):
    road = open_rating(cast)
    sun = Actor(new_page(), "sun")
    sun.visit(f"/desk/{road.round.code}/supervisors/A003/", look=False)
    sun.page.focus("[name=name]")
    sun.page.keyboard.type("35")
    while sun.page.evaluate("document.activeElement.name") != "standard":
        sun.page.keyboard.press("Tab")
    sun.page.keyboard.type("48")
    while sun.page.evaluate("document.activeElement.value") != "next":
        sun.page.keyboard.press("Tab")
    with sun.page.expect_navigation():
        sun.page.keyboard.press("Enter")

    sheet = ScoreSheet.objects.get(rater__user=cast.sun, application__code="A003")
    assert sheet.answers == "35|48"


def test_a_ballot_is_cast_by_keyboard(cast, phone):
    road = open_rating(cast)
    phone.goto(f"/b/{road.round.code}/A001/#{road.codes['A001'][0]}")
    phone.locator("[data-receipt-text]:not(:empty)").wait_for()
    for question in phone.locator("fieldset").all():
        question.locator("input").first.focus()
        phone.keyboard.press("Space")
    while phone.evaluate("document.activeElement.type") != "submit":
        phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")

    assert Ballot.objects.count() == 1
