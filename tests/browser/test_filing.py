"""The stepped form in a real browser: it saves itself, and a stale tab loses nothing."""

import pytest

from applications.models import Application
from tests.browser.actors import Actor
from tests.filing import filed, filled, open_round, returned, sent

HOME = "/applications/2026-ten/A001/"
PATIENCE = 10_000


@pytest.fixture
def alice(cast, page):
    filled(open_round(cast), cast.archives, cast.alice)
    return Actor(page, "alice")


def test_form_saves_itself(alice):
    alice.visit(f"{HOME}edit/brand/")

    with alice.page.expect_response("**/edit/brand/save/") as saved:
        alice.page.fill("#id_slogan", "随写随存的口号")
    alice.page.locator("#saved[data-state=saved]").wait_for(timeout=PATIENCE)

    assert saved.value.status == 200
    application = Application.objects.get()
    assert application.slogan == "随写随存的口号"
    assert alice.page.input_value("#id_revision") == str(application.revision)
    assert alice.faults == []


def test_stale_tab_shows_both_values_in_place(alice):
    alice.visit(f"{HOME}edit/brand/", look=False)
    other = alice.page.context.new_page()
    other.goto(f"{HOME}edit/brand/")
    with alice.page.expect_response("**/edit/brand/save/"):
        alice.page.fill("#id_slogan", "先存的口号")

    with other.expect_response("**/edit/brand/save/") as refused:
        other.fill("#id_slogan", "后写的口号")
    other.locator("#conflict h2").wait_for(timeout=PATIENCE)

    assert refused.value.status == 409
    assert "先存的口号" in other.inner_text("#conflict")
    assert other.input_value("#id_slogan") == "后写的口号"
    with other.expect_navigation():
        other.click("#conflict button")
    assert Application.objects.get().slogan == "后写的口号"


def test_overrun_is_counted_as_it_is_typed(alice):
    alice.visit(f"{HOME}edit/text/", look=False)

    alice.page.fill("#id_main_text", "字" * 200 + "ABC")

    assert "201" in alice.page.inner_text("#id_main_text_count")
    assert alice.page.input_value("#id_main_text").endswith("ABC")


def test_form_works_without_a_script(alice, new_page):
    plain = Actor(new_page(javascript=False), "alice")
    plain.page.goto(f"{HOME}edit/brand/")

    plain.page.fill("#id_slogan", "无脚本的口号")
    plain.page.click("form#step-form button[type=submit]")

    assert plain.page.url.endswith("/edit/self-check/")
    assert Application.objects.get().slogan == "无脚本的口号"


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_of_the_unit_hold(cast, new_page, width):
    returned(cast, open_round(cast))
    alice = Actor(new_page(width=width), "alice")

    for place in ("", "print/", "filings/1/"):
        alice.visit(HOME + place)
    for step in ("unit", "brand", "self-check", "text", "attachments", "check"):
        alice.visit(f"{HOME}edit/{step}/")
    for place in ("/my/applications/", "/rounds/", "/rounds/2026-ten/", "/rounds/2026-ten/rules/"):
        alice.visit(place)

    assert alice.faults == []


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_of_organizer_and_approver_hold(cast, new_page, width):
    round = open_round(cast)
    filed(cast, round)
    omar = Actor(new_page(width=width), "omar")
    for place in ("/rounds/2026-ten/applications/", HOME, f"{HOME}return/"):
        omar.visit(place)

    Application.objects.all().update(unit=cast.tourism)
    sent(cast, round)
    bob = Actor(new_page(width=width), "bob")
    bob.visit("/applications/2026-ten/A002/sign-off/")

    assert omar.faults + bob.faults == []
