"""The page of schemes draws every kind of form without running off either width, in both languages."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.looks import complaints, listen, shape
from tests.cast import client_of

UNFOLD = "document.querySelectorAll('main details').forEach(one => { one.open = true })"


@pytest.mark.parametrize(("language", "first", "second"), [("zh-hans", DESK, PHONE), ("en", PHONE, DESK)])
def test_the_page_of_schemes_fits(new_page, cast, live_server, language, first, second):
    """The shape of the page folded and unfolded at both widths; axe, which takes long here, once a language."""
    page = new_page()
    cookies = {name: morsel.value for name, morsel in client_of(cast.omar).cookies.items()}
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in (cookies | {"django_language": language}).items()
        ]
    )
    heard = listen(page)
    page.set_viewport_size(second)

    page.goto("/setup/schemes/")

    assert page.locator("h2[id^=scheme-]").count() > 20
    assert shape(page) == []
    # All of them unfolded, though a reader opens one or two.
    page.evaluate(UNFOLD)
    assert shape(page) == []
    page.set_viewport_size(first)
    assert complaints(page) + heard == []
    page.reload()
    assert shape(page) + heard == []
