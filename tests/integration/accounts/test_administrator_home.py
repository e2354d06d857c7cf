"""What awaits the administrator, and the way to it; a locked account is opened by them alone."""

import pytest
from django.test import Client
from django.urls import reverse

from brandportal.accounts.models import User
from brandportal.audit.models import AuditEvent
from tests.cast import PASSWORD, client_of, person

pytestmark = pytest.mark.django_db


def tasks(user):
    page = client_of(user).get(reverse("my"))
    return {task.url.partition("state=")[2] for task in page.context["tasks"] if "state=" in task.url}


def shown(client, state):
    page = client.get(reverse("accounts:user-list"), {"state": state})
    return {user.username for user in page.context["object_list"]}


def sign_in(username, password, address="10.0.0.1"):
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("accounts:sign-in"), {"username": username, "password": password})


@pytest.fixture
def settled(cast):
    """Everybody has signed in."""
    User.objects.update(last_login="2026-01-01T00:00:00Z")
    return cast


def lock(username):
    for _time in range(8):
        sign_in(username, "wrong")


def test_nothing_awaits_where_all_is_in_order(settled):
    assert tasks(settled.ada) == set()


def test_each_state_is_a_task_and_its_list_names_who_it_is(settled, settings):
    settings.SECOND_FACTOR = "required"
    person("bare", "")
    lock("alice")
    ada = client_of(settled.ada)
    settings.SECOND_FACTOR = "off"

    assert tasks(settled.ada) == {"never", "roleless", "locked"}
    assert shown(ada, "never") == {"bare"}
    assert shown(ada, "roleless") == {"bare"}
    assert shown(ada, "locked") == {"alice"}
    assert shown(ada, "no_factor") == {"omar", "chen", "sec", "audrey", "ada"}
    assert tasks(settled.omar) == tasks(settled.audrey) == set()


def test_who_lies_ready_for_a_demonstration_or_is_disabled_does_not_count(settled):
    person("bare", "")
    User.objects.filter(username="bare").update(is_demo=True)
    assert tasks(settled.ada) == {"roleless"}
    User.objects.filter(username="bare").update(is_demo=False, is_active=False)
    assert tasks(settled.ada) == set()


def test_a_lock_counts_by_account_and_address_together(cast):
    lock("alice")

    assert sign_in("alice", PASSWORD).status_code == 429
    assert sign_in("alice", PASSWORD, "10.0.0.2").status_code == 302
    assert sign_in("bob", PASSWORD).status_code == 302


def test_wrong_passwords_for_many_names_lock_no_address(cast):
    for number in range(12):
        sign_in(f"nobody-{number}", "wrong")

    assert sign_in("alice", PASSWORD).status_code == 302


def test_behind_a_proxy_the_lock_is_the_clients_and_cannot_be_put_on_others(cast, settings):
    settings.TRUSTED_PROXY_COUNT = 1

    def through_the_proxy(password, forwarded):
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
        return client.post(reverse("accounts:sign-in"), {"username": "alice", "password": password})

    for number in range(8):
        through_the_proxy("wrong", f"198.51.100.{number}, 203.0.113.9")

    assert through_the_proxy(PASSWORD, "203.0.113.9").status_code == 429
    assert through_the_proxy(PASSWORD, "203.0.113.9, 198.51.100.1").status_code == 302


def test_the_administrator_opens_a_locked_account_and_the_trail_says_so(settled):
    lock("alice")
    ada, address = client_of(settled.ada), reverse("accounts:user-unlock", args=["alice"])
    assert "unlock/" in ada.get(reverse("accounts:user-update", args=["alice"])).content.decode()
    assert client_of(settled.audrey).post(address).status_code == 403

    ada.post(address)

    assert AuditEvent.objects.get(event="unlock_user").actor == settled.ada
    assert sign_in("alice", PASSWORD).status_code == 302
    assert ada.post(address).status_code == 422
