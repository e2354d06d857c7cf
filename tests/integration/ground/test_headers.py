"""Every answer closes what a browser would leave open; the language is the person's own choice."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/accounts/sign-in/", "/no-such-page/", "/healthz"])
def test_every_answer_carries_the_strict_headers(path):
    response = Client().get(path)

    for name, value in STRICT.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_an_official_page_opens_in_chinese_whatever_the_browser_says():
    client = Client(headers={"accept-language": "en"})
    chinese = client.get("/accounts/sign-in/")
    client.post(reverse("set_language"), {"language": "en", "next": "/accounts/sign-in/"})
    english = client.get("/accounts/sign-in/")

    assert chinese.headers["Content-Language"] == "zh-hans"
    assert english.headers["Content-Language"] == "en"


def test_elder_mode_is_switched_by_a_form():
    client = Client()
    client.post(reverse("elder-switch"))
    assert b"data-elder" in client.get("/accounts/sign-in/").content

    client.post(reverse("elder-switch"))
    assert b"data-elder" not in client.get("/accounts/sign-in/").content


def test_an_unknown_host_is_refused():
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
