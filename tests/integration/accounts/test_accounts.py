"""Sign-in, the administrator's desk, and who is refused."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from brandportal.accounts.models import Unit, User
from brandportal.accounts.services import disable_user, reset_password
from tests.cast import PASSWORD, client_of

pytestmark = pytest.mark.django_db


def sign_in(username: str, password: str, client: Client | None = None):
    client = client or Client()
    return client, client.post(reverse("accounts:sign-in"), {"username": username, "password": password})


def test_a_person_signs_in_and_lands_on_their_home(cast):
    client, response = sign_in("alice", PASSWORD)

    assert response.headers["Location"] == reverse("my")
    assert client.get(reverse("my")).status_code == 200


def test_wrong_name_and_wrong_password_get_the_same_answer(cast):
    _client, wrong_name = sign_in("nobody", PASSWORD)
    _client, wrong_password = sign_in("alice", "wrong")

    def said(response):
        return response.context["form"].non_field_errors()

    assert wrong_name.status_code == wrong_password.status_code == 200
    assert len(said(wrong_name)) == 1
    assert said(wrong_name) == said(wrong_password)


def test_many_wrong_passwords_lock_the_name_at_that_address_only(cast):
    for _time in range(8):
        _client, response = sign_in("alice", "wrong")
    assert response.status_code == 429

    _client, elsewhere = sign_in("alice", PASSWORD, Client(REMOTE_ADDR="10.0.0.9"))
    _client, colleague = sign_in("bob", PASSWORD)

    assert elsewhere.status_code == colleague.status_code == 302


def test_a_disabled_person_is_out_within_one_request(cast):
    client = client_of(cast.alice)
    disable_user(cast.alice, by=cast.ada)

    assert client.get(reverse("my")).status_code == 302
    _client, again = sign_in("alice", PASSWORD)
    assert again.status_code == 200


def test_a_first_password_must_be_changed_before_anything_else(cast):
    first = reset_password(cast.alice, by=cast.ada)
    client, _response = sign_in("alice", first)

    assert client.get(reverse("my")).headers["Location"] == reverse("accounts:password")
    client.post(
        reverse("accounts:password"),
        {"old": first, "new": "夜里加班也要记得住的口令", "again": "夜里加班也要记得住的口令"},
    )

    assert client.get(reverse("my")).status_code == 200


def test_a_first_password_is_kept_by_the_slow_hash_from_the_first_sign_in_on(cast):
    first = reset_password(cast.alice, by=cast.ada)
    before = User.objects.get(username="alice").password
    sign_in("alice", first)
    after = User.objects.get(username="alice").password

    assert before.startswith("first_pbkdf2_sha256$")
    assert after.startswith("argon2$")


def test_a_wrong_password_is_as_slow_with_a_first_password_as_with_any(cast, monkeypatch):
    slow = []
    real = Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *args: slow.append(1) or real(*args))
    reset_password(cast.alice, by=cast.ada)

    sign_in("alice", "wrong")
    sign_in("nobody-at-all", "wrong")

    assert len(slow) == 2


@pytest.mark.parametrize(
    ("new", "again", "field"),
    [
        ("short", "short", "new"),
        ("long enough to pass", "another one", "again"),
        ("password1234", "password1234", "new"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_at_its_field(cast, new, again, field):
    response = client_of(cast.alice).post(
        reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": again}
    )

    assert field in response.context["form"].errors
    assert User.objects.get(username="alice").check_password(PASSWORD)


def test_the_administrator_creates_a_unit_and_an_account(cast):
    client = client_of(cast.ada)
    client.post(
        reverse("accounts:unit-create"),
        {
            "name_zh": "市审计局",
            "name_en": "Audit",
            "code": "audit",
            "category": "government",
            "is_active": "on",
        },
    )
    unit = Unit.objects.get(code="audit")
    response = client.post(
        reverse("accounts:user-create"),
        {"username": "li", "name": "李静宜", "unit": unit.pk, "email": "", "roles": ["drafter"]},
    )

    person = User.objects.get(username="li")
    assert (unit.pinyin, unit.initials) == ("shishenjiju", "ssjj")
    assert (person.roles, person.unit, person.must_change_password) == ({"drafter"}, unit, True)
    assert person.check_password(response.context["first_password"])


def test_a_taken_name_is_refused_and_nothing_typed_is_lost(cast):
    response = client_of(cast.ada).post(
        reverse("accounts:user-create"),
        {"username": "alice", "name": "李静宜", "email": "a@b.cn", "roles": ["drafter"]},
    )

    assert "username" in response.context["form"].errors
    assert "李静宜" in response.content.decode()


def test_nobody_takes_the_key_from_themselves(cast):
    client = client_of(cast.ada)
    url = reverse("accounts:user-update", args=["ada"])
    client.post(url, {"username": "ada", "name": "Ada", "email": "", "roles": ["auditor"]})
    client.post(reverse("accounts:user-disable", args=["ada"]))

    ada = User.objects.get(username="ada")
    assert (ada.roles, ada.is_active) == ({"administrator"}, True)


PAGES = ["accounts:unit-list", "accounts:unit-create", "accounts:user-list", "accounts:user-create"]


@pytest.mark.parametrize("name", PAGES)
def test_the_administrators_pages_are_closed_to_others(cast, name):
    assert client_of(cast.ada).get(reverse(name)).status_code == 200
    assert client_of(cast.alice).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    "name", ["accounts:unit-list", "accounts:user-list", "audit:event-list", "outbox:message-list"]
)
def test_lists_survive_any_parameter(cast, name):
    for query in ("?q=%00&sort=x&page=99", "?sort=-name&page=0", "?page=abc&role=x", "?q=档案"):
        assert client_of(cast.ada).get(reverse(name) + query).status_code == 200


def test_roles_and_disabling_are_in_the_trail(cast):
    page = client_of(cast.audrey).get(reverse("audit:event-list"), {"q": "create_user"})

    assert page.context["listing"].total == len(cast.everybody)
