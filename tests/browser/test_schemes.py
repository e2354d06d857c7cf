"""The page of schemes draws every kind of form without running off either width, in both languages."""

import pytest

from tests.browser.looks import complaints, listen
from tests.cast import client_of


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_page_of_schemes_fits(new_page, cast, live_server, width, language):
    page = new_page(width=width)
    cookies = {name: morsel.value for name, morsel in client_of(cast.omar).cookies.items()}
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in (cookies | {"django_language": language}).items()
        ]
    )
    heard = listen(page)

    page.goto("/setup/schemes/")

    assert page.locator("h2[id^=scheme-]").count() > 20
    assert complaints(page) == []
    # All of them unfolded, though a reader opens one or two.
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    assert complaints(page) + heard == []
