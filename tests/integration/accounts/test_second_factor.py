"""A code beside the password: for whom, how it is set up, used, used up, and reset."""

import re
import time
from base64 import b32decode

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from brandportal.accounts.factors import NEEDED_BY, device_of
from brandportal.accounts.services import reset_password
from brandportal.audit.models import AuditEvent
from tests.cast import PASSWORD, client_of

pytestmark = pytest.mark.django_db
SET_UP, CODE = "/accounts/second-factor/set-up/", "/accounts/second-factor/code/"
RECOVERY = "/accounts/second-factor/recovery/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def clock(monkeypatch):
    """The time that the codes go by; `clock(30)` lets half a minute pass."""
    moment = [time.time()]
    monkeypatch.setattr(time, "time", lambda: moment[0])

    def wait(seconds: float) -> None:
        moment[0] += seconds

    wait.now = lambda: moment[0]
    return wait


def sign_in(username: str) -> Client:
    client = Client()
    client.post(reverse("accounts:sign-in"), {"username": username, "password": PASSWORD})
    return client


def code_of(device: TOTPDevice, clock) -> str:
    return f"{hotp(device.bin_key, int(clock.now() // 30)):06d}"


def set_up(client: Client, clock) -> list[str]:
    """Set up a device as a person does; returns the recovery codes."""
    secret = client.get(SET_UP).context["secret"].replace(" ", "")
    device = TOTPDevice(key=b32decode(secret).hex())
    answer = client.post(SET_UP, {"code": code_of(device, clock)})
    clock(30)
    return answer.context["codes"]


def set_up_and_sign_in(user, clock) -> tuple[Client, list[str]]:
    codes = set_up(client_of(user), clock)
    return sign_in(user.username), codes


def said(response) -> str:
    return " ".join(response.context["form"].errors["code"])


def test_it_is_off_unless_the_setting_asks_for_it(cast):
    assert sign_in("omar").get(reverse("my")).status_code == 200


@pytest.mark.parametrize("name", ["omar", "chen", "sec", "audrey", "ada"])
def test_required_leads_the_roles_that_need_it_to_set_it_up_first(cast, required, name):
    client = sign_in(name)

    for place in ("/my/", "/", reverse("accounts:profile"), reverse("accounts:password")):
        assert client.get(place).headers["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.post(reverse("accounts:sign-out")).status_code == 302


@pytest.mark.parametrize("name", ["alice", "bob", "sun", "pan"])
def test_required_asks_nothing_of_the_others(cast, required, name):
    assert sign_in(name).get(reverse("my")).status_code == 200


def test_the_roles_are_those_of_the_rule():
    assert {"organizer", "chair", "secretary", "auditor", "administrator"} == NEEDED_BY


def test_setting_up_shows_a_picture_and_a_key_and_stores_nothing_before_the_code(cast):
    client = client_of(cast.omar)
    page, again = client.get(SET_UP), client.get(SET_UP)

    assert "<svg" in page.content.decode()
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.context["secret"])
    assert page.context["secret"] == again.context["secret"]
    assert not TOTPDevice.objects.exists()


def test_two_people_are_offered_different_keys(cast):
    keys = {client_of(user).get(SET_UP).context["secret"] for user in (cast.omar, cast.ada)}

    assert len(keys) == 2


def test_set_up_then_sign_in_with_a_code(cast, required, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)

    first = client.get("/my/?a=1")
    answer = client.post(first.headers["Location"], {"code": code_of(device_of(cast.omar), clock)})

    assert first.headers["Location"] == f"{CODE}?next=%2Fmy%2F%3Fa%3D1"
    assert answer.headers["Location"] == "/my/?a=1"
    assert client.get("/my/").status_code == 200
    assert AuditEvent.objects.filter(event="set_up_second_factor").count() == 1


def test_whoever_set_one_up_is_asked_even_where_nothing_is_required(cast, clock):
    client, _codes = set_up_and_sign_in(cast.alice, clock)

    assert client.get("/my/").headers["Location"].startswith(CODE)


def test_before_the_code_nothing_else_opens(cast, clock):
    client, _codes = set_up_and_sign_in(cast.ada, clock)

    for name in (
        "my",
        "accounts:profile",
        "accounts:password",
        "accounts:user-list",
        "accounts:recovery-renew",
    ):
        assert client.get(reverse(name)).headers["Location"].startswith(CODE)
    client.post(reverse("accounts:user-create"), {"username": "x", "name": "X", "roles": ["auditor"]})
    assert not type(cast.ada).objects.filter(username="x").exists()


def test_setting_up_ends_the_other_sessions(cast, clock):
    other = sign_in("omar")
    set_up(client_of(cast.omar), clock)

    assert other.get("/my/").status_code == 302


def test_a_code_works_once(cast, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)
    code = code_of(device_of(cast.omar), clock)
    client.post(CODE, {"code": code})
    second = sign_in("omar")

    refused = second.post(CODE, {"code": code})

    assert "code" in refused.context["form"].errors
    assert second.get("/my/").status_code == 302


def test_the_code_that_set_the_device_up_does_not_sign_in(cast, clock):
    client = client_of(cast.omar)
    set_up(client, clock)
    clock(-30)

    again = sign_in("omar")
    assert "code" in again.post(CODE, {"code": code_of(device_of(cast.omar), clock)}).context["form"].errors


WRONG = (
    "000000",
    "12345",
    "1234567",
    "abcdef",
    "",
    " ",
    "１２",
    "x" * 41,
    "٣٣٣٣٣٣",
    "-1",
    "1e5",
    "\0\0\0\0\0\0",
)


def test_a_wrong_code_is_refused_with_the_way_out(cast, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)

    for wrong in WRONG:
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        answer = client.post(CODE, {"code": wrong})
        assert answer.status_code == 200
        assert said(answer)
    assert client.get("/my/").status_code == 302


def test_blanks_and_full_width_digits_are_read_as_they_are_meant(cast, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)
    code = code_of(device_of(cast.omar), clock)
    typed = f" {code[:3]} {code[3:]}".translate({ord("0") + n: 0xFF10 + n for n in range(10)})

    assert client.post(CODE, {"code": typed}).status_code == 302


def test_guessing_gets_slower_and_the_refusal_says_how_long(cast, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)
    client.cookies["django_language"] = "en"
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": "000000"})

    assert "Too many wrong codes. Wait" in said(
        client.post(CODE, {"code": code_of(device_of(cast.omar), clock)})
    )


def test_a_recovery_code_opens_once_and_is_counted(cast, clock):
    client, codes = set_up_and_sign_in(cast.omar, clock)
    opened = client.post(CODE, {"code": codes[0].upper()})
    second = sign_in("omar")
    refused = second.post(CODE, {"code": codes[0]})

    assert (len(codes), len(set(codes))) == (10, 10)
    assert opened.status_code == 302
    assert "code" in refused.context["form"].errors
    assert StaticToken.objects.count() == 9
    assert AuditEvent.objects.get(event="use_recovery_code").actor == cast.omar


def test_recovery_codes_are_stored_unreadable_and_open_nobody_elses_account(cast, clock):
    codes = set_up(client_of(cast.omar), clock)
    set_up(client_of(cast.ada), clock)
    ada = sign_in("ada")

    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    assert "code" in ada.post(CODE, {"code": codes[0]}).context["form"].errors


def test_recovery_codes_are_downloaded_by_their_owner_while_unused(cast, clock):
    client = client_of(cast.omar)
    codes = set_up(client, clock)
    address = reverse("accounts:recovery-file")

    file = client.post(address, {"codes": " ".join(codes)})

    assert file.content.decode().split() == codes
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in file.headers["Cache-Control"]
    for foreign in ("", "aaaa-aaaa-aaaa", f"{codes[0]} <script>", f"{codes[0]} {codes[0]}"):
        assert client.post(address, {"codes": foreign}).status_code == 404
    assert client_of(cast.ada).post(address, {"codes": " ".join(codes)}).status_code == 404
    assert client.get(address).status_code == 405


def test_new_recovery_codes_replace_the_old_ones(cast, clock):
    client = client_of(cast.omar)
    old = set_up(client, clock)

    refused = client.post(RECOVERY, {"code": old[0]})
    clock(30)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    new = client.post(RECOVERY, {"code": code_of(device_of(cast.omar), clock)}).context["codes"]

    assert "code" in refused.context["form"].errors
    assert not set(old) & set(new)
    assert "code" in sign_in("omar").post(CODE, {"code": old[1]}).context["form"].errors
    assert client_of(cast.ada).get(RECOVERY).status_code == 404


def test_the_administrator_resets_it_and_the_trail_says_so(cast, required, clock):
    client = client_of(cast.omar)
    set_up(client, clock)
    ada = client_of(cast.ada)
    set_up(ada, clock)

    ada.post(reverse("accounts:user-second-factor-reset", args=["omar"]))

    event = AuditEvent.objects.get(event="reset_second_factor")
    assert (event.actor, event.subject) == (cast.ada, "accounts.user:omar")
    assert device_of(cast.omar) is None
    assert not StaticToken.objects.filter(device__user=cast.omar).exists()
    assert client.get("/my/").headers["Location"].startswith(reverse("accounts:sign-in"))
    assert sign_in("omar").get("/my/").headers["Location"] == SET_UP


def test_only_the_administrator_resets_and_only_what_is_there(cast):
    address = reverse("accounts:user-second-factor-reset", args=["omar"])

    assert client_of(cast.audrey).post(address).status_code == 403
    assert client_of(cast.alice).post(address).status_code == 403
    assert client_of(cast.ada).get(address).status_code == 200
    assert client_of(cast.ada).post(address).status_code == 422


def test_a_new_person_passes_password_then_second_factor(cast, required):
    first = reset_password(cast.omar, by=cast.ada)
    client = Client()
    client.post(reverse("accounts:sign-in"), {"username": "omar", "password": first})

    assert client.get("/my/").headers["Location"] == reverse("accounts:password")
    new = "夜里加班也要记得住的口令"
    client.post(reverse("accounts:password"), {"old": first, "new": new, "again": new})
    assert client.get("/my/").headers["Location"] == SET_UP


def test_a_first_password_opens_nothing_else_even_in_the_accounts_room(cast):
    first = reset_password(cast.ada, by=cast.ada)
    client = Client()
    client.post(reverse("accounts:sign-in"), {"username": "ada", "password": first})

    assert client.get(reverse("accounts:user-list")).headers["Location"] == reverse("accounts:password")


def test_a_device_that_is_set_up_cannot_be_set_up_over(cast, clock):
    client = client_of(cast.omar)
    set_up(client, clock)
    key = device_of(cast.omar).key

    assert client.get(SET_UP).headers["Location"] == reverse("accounts:profile")
    assert client.post(SET_UP, {"code": "123456"}).status_code == 409
    assert device_of(cast.omar).key == key


def test_the_next_page_is_one_of_ours(cast, clock):
    client, _codes = set_up_and_sign_in(cast.omar, clock)
    code = code_of(device_of(cast.omar), clock)

    assert client.post(f"{CODE}?next=//evil.example/", {"code": code}).headers["Location"] == reverse("my")


def test_a_person_without_a_second_factor_has_no_code_to_type(cast):
    assert client_of(cast.alice).get(CODE).headers["Location"] == reverse("my")
    assert "code" in client_of(cast.alice).post(CODE, {"code": "123456"}).context["form"].errors


def test_the_tables_of_the_second_factor_are_migrated(db):
    call_command("makemigrations", "otp_totp", "otp_static", check=True, dry_run=True, verbosity=0)
