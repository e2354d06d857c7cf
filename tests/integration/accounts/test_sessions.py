"""Where a person is signed in, seen and ended by the person alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from brandportal.accounts.models import SignInSession
from brandportal.accounts.sign_ins import browser_of, rough_address
from brandportal.accounts.tasks import clear_sessions
from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from tests.cast import PASSWORD, client_of

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0"
NEW = "夜里加班也要记得住的口令"


def signed_in(username: str = "alice", agent: str = EDGE, address: str = "203.0.113.77") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = client.post(reverse("accounts:sign-in"), {"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def places(client: Client):
    return client.get(reverse("accounts:profile")).context["places"]


def is_in(client: Client) -> bool:
    return client.get(reverse("my")).status_code == 200


def test_the_profile_lists_each_place_with_browser_and_rough_address(cast):
    here = signed_in()
    signed_in(agent=WECHAT, address="2001:db8:7:8::9")

    shown = [(one.browser, one.address, one.here) for one in places(here)]

    assert shown == [("Edge · Windows", "203.0.113.*", True), ("WeChat · iPhone", "2001:db8:7::*", False)]
    assert all(one.started_at for one in places(here))


def test_the_page_shows_neither_the_whole_address_nor_a_session_key(cast):
    here = signed_in()
    page = here.get(reverse("accounts:profile")).content.decode()

    assert "203.0.113.77" not in page
    assert here.session.session_key not in page


def test_ending_one_place_leaves_the_others(cast):
    here, there, phone = signed_in(), signed_in(agent=WECHAT), signed_in(agent="Firefox Linux")
    code = next(one.code for one in places(here) if one.browser.startswith("WeChat"))

    here.post(reverse("accounts:session-end", args=[code]))

    assert (is_in(here), is_in(there), is_in(phone)) == (True, False, True)
    assert AuditEvent.objects.filter(event="end_session", actor=cast.alice).count() == 1


def test_ending_all_others_leaves_this_one(cast):
    here, there, foreign = signed_in(), signed_in(), signed_in("bob")

    here.post(reverse("accounts:session-end-others"))

    assert (is_in(here), is_in(there), is_in(foreign)) == (True, False, True)


def test_nobody_ends_the_session_of_somebody_else_or_one_that_is_gone(cast):
    mine, foreign = signed_in(), signed_in("bob")
    code = places(foreign)[0].code

    for wanted in (code, "0" * 16, places(mine)[0].code):
        assert mine.post(reverse("accounts:session-end", args=[wanted])).status_code == 404
    assert is_in(foreign)
    assert is_in(mine)


def test_looking_at_the_address_of_a_deed_does_nothing(cast):
    here, there = signed_in(), signed_in()

    assert here.get(reverse("accounts:session-end-others")).status_code == 405
    assert is_in(there)


def test_a_changed_password_ends_the_others_within_one_request(cast):
    here, there = signed_in(), signed_in()

    here.post(reverse("accounts:password"), {"old": PASSWORD, "new": NEW, "again": NEW})

    assert (is_in(here), is_in(there)) == (True, False)
    assert SignInSession.objects.filter(user=cast.alice).count() == 1


def test_a_reset_and_a_change_of_roles_end_every_session(cast):
    first, second = signed_in(), signed_in("bob")
    ada = client_of(cast.ada)

    ada.post(reverse("accounts:user-reset", args=["alice"]))
    ada.post(
        reverse("accounts:user-update", args=["bob"]),
        {"username": "bob", "name": "Bob", "unit": cast.archives.pk, "email": "", "roles": ["auditor"]},
    )

    assert (is_in(first), is_in(second)) == (False, False)


def test_the_worker_removes_what_has_run_out_and_nothing_else(cast):
    here, _old = signed_in(), signed_in("bob")
    cast.bob.sessions.update(expire_date=clock.now() - timedelta(seconds=1))

    clear_sessions()

    assert is_in(here)
    assert not cast.bob.sessions.exists()


def test_signing_in_gives_a_new_session_key(cast):
    client = Client()
    client.get(reverse("accounts:sign-in"))
    client.cookies["sessionid"] = "a" * 32
    client.post(reverse("accounts:sign-in"), {"username": "alice", "password": PASSWORD})

    assert client.session.session_key != "a" * 32


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("", ""),
        ("curl/8.0", ""),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/18 Safari/605", "Safari · macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari DingTalk/7", "DingTalk · Android"),
        ("<script>alert(1)</script>" * 50, ""),
    ],
)
def test_a_browser_is_named_by_its_family_only(agent, name):
    assert browser_of(agent) == name


@pytest.mark.parametrize(
    ("address", "rough"),
    [("10.1.2.3", "10.1.2.*"), ("::1", "::*"), ("", ""), ("unknown", ""), ("1.2.3", ""), ("999.1.1.1", "")],
)
def test_an_address_loses_its_last_part(address, rough):
    assert rough_address(address) == rough
