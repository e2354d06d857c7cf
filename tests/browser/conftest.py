"""A real browser for the journeys: one process a run, a fresh profile a test."""

import pytest
from playwright.sync_api import sync_playwright

from tests.services import chromium

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


@pytest.fixture
def new_page(browser, live_server):
    """Opens a page for one more visitor, with a profile of their own."""
    contexts = []

    def open_page(*, width="desk", javascript=True, language="zh-hans"):
        size = PHONE if width == "phone" else DESK
        context = browser.new_context(
            base_url=live_server.url, viewport=size, locale="zh-CN", java_script_enabled=javascript
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def phone(new_page):
    return new_page(width="phone")
