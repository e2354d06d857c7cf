"""The pages of the ground that everybody meets, in both languages and widths."""

import pytest

from tests.browser.looks import complaints, listen

PAGES = ("/accounts/sign-in/",)


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(new_page, width, path):
    page = new_page(width=width)
    heard = listen(page)

    page.goto(path)

    assert complaints(page) + heard == []


def test_the_language_switch_turns_the_page_and_stays(page):
    page.goto("/accounts/sign-in/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"

    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"

    page.goto("/accounts/sign-in/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("button", name="简体中文").is_visible()
