"""Every address × every role × own, another's, missing and malformed object × GET and POST, from one table.

How to add a row to table.txt (an address without one fails, and so does a row without an address):

1. Write `app:name ? ? ? ? own/words | other/words`, the words in the order of the address's converters. World.py says
   which rounds (draft, filing, rating, named) and applications (A001 … A004) there are and what `@words` stand for.
   `=word` is a part that may be anything. Leave the words away where the address has no object, and ` | …` where
   nothing of the kind is another's.
2. Run `pytest tests/integration/matrix -k name`: it prints the row as the portal answers, ten letters for ten roles
   (nobody, drafter, approver, supervisor, panel, chair, secretary, organizer, auditor, administrator).
3. Judge every letter by the app's rules.py before the row goes into the table:

   2 page · 3 done, sent on · L sent to sign in · F forbidden · N not there · M not this method · C conflict ·
   U refused with a sentence · B bad request · - no other's object

Missing and malformed objects have no letters: they are never there (404), unless the role is kept out earlier.
POST is always empty, and whatever it does is rolled back. GET may change nothing: not a row, not a file.
"""

import hashlib
import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from brandportal.audit.models import AuditEvent
from tests.integration.matrix.addresses import Address, Row, addresses, rows, spoiled
from tests.integration.matrix.asking import Browser, Writes, known_people, session_of
from tests.integration.matrix.world import ROLES, World

pytestmark = pytest.mark.django_db
LETTERS = {200: "2", 302: "3", 400: "B", 403: "F", 404: "N", 405: "M", 409: "C", 422: "U"}
ADDRESSES, ROWS = addresses(), rows()
KEPT_OUT = {"F", "L", "M"}


@pytest.fixture
def _refusals_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of answers here are the same few pages of refusal, which a test of their own draws for each role."""
    monkeypatch.setattr("brandportal.views.render", lambda *_page, status: HttpResponse(status=status))


@pytest.fixture
def _refusals_unlogged(caplog: pytest.LogCaptureFixture) -> None:
    """Each would be written down four times over; an error of the server still is."""
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def _people_known() -> Iterator[None]:
    with known_people():
        yield


@pytest.fixture(scope="module")
def asked(world: World) -> "Asked":
    return Asked(world)


class Asked:
    """Asks as each role, with a fresh browser every time; what a request did is undone unless it is kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies = {role: session_of(user) for role, user in world.people.items()}
        self.digest = world_digest()
        self.writes = Writes()

    def __call__(self, method: str, path: str, role: str) -> str:
        browser = Browser(headers={"cookie": self.cookies[role]})
        with transaction.atomic(), self.writes.watched():
            answer = getattr(browser, method)(path)
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(method == "post")
        return letter_of(answer)

    def values(self, words: tuple[str, ...], role: str) -> list[str]:
        return [self.world.say(word, role) for word in words]

    def letters(self, address: Address, words: tuple[str, ...], method: str) -> str:
        return "".join(self(method, address.path(self.values(words, role)), role) for role in ROLES)


def letter_of(answer: HttpResponse) -> str:
    if answer.status_code == 302 and "/accounts/sign-in/" in answer["Location"]:
        return "L"
    return LETTERS.get(answer.status_code, f"<{answer.status_code}>")


def test_every_address_has_a_row_and_every_row_an_address():
    named = {one.name for one in ADDRESSES}

    assert sorted(named - set(ROWS)) == [], "addresses without a row: see the head of this file"
    assert sorted(set(ROWS) - named) == [], "rows without an address"


@pytest.mark.usefixtures("_people_known", "_refusals_undrawn", "_refusals_unlogged")
@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.name in ROWS], ids=lambda one: one.name)
def test_an_address_answers_each_role_as_its_row_says(asked: Asked, address: Address):
    row, asked.writes.count = ROWS[address.name], 0
    get_own = asked.letters(address, row.own, "get")
    get_other = asked.letters(address, row.other, "get") if row.has_other else "-"
    spoiled_get = spoiled_answers(asked, address, row, "get", get_own)
    # Most have not even tried; all rows are read where one has.
    assert not asked.writes.count or world_digest() == asked.digest, "GET has changed something"
    assert files() == asked.digest[-1], "GET has left a file"
    post_own = asked.letters(address, row.own, "post")
    post_other = asked.letters(address, row.other, "post") if row.has_other else "-"
    spoiled_post = spoiled_answers(asked, address, row, "post", post_own)

    assert [get_own, get_other, post_own, post_other] == [
        row.get_own,
        row.get_other,
        row.post_own,
        row.post_other,
    ], f"observed: {line_of(row, get_own, get_other, post_own, post_other)}"
    assert spoiled_get + spoiled_post == [], "neither kept out nor missing"


def spoiled_answers(asked: Asked, address: Address, row: Row, method: str, own: str) -> list[str]:
    """What came to light of missing and malformed objects: each must be missing, or the role kept out as ever."""
    if not row.own:
        return []
    found = []
    for turn, role in enumerate(ROLES):
        for kind in ("missing", "malformed"):
            place = turn + (method == "post")
            path = address.path(
                spoiled(asked.values(row.own, role), row.own, address.converters, place, kind)
            )
            answer = asked(method, path, role)
            if answer != "N" and not (answer == own[turn] and answer in KEPT_OUT):
                found.append(f"{method} {path} as {role}: {answer}")
    return found


def line_of(row: Row, *letters: str) -> str:
    other = f" | {'/'.join(row.other)}" if row.has_other else ""
    return f"{row.name:40} {' '.join(f'{one:10}' for one in letters)} {'/'.join(row.own)}{other}".rstrip()


def world_digest() -> tuple[int, str, int]:
    """Events in the trail, all rows of all tables, files on disk; not when a session was last used."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "seen_at"]
        digest.update(repr(list(model._base_manager.order_by("pk").values_list(*names))).encode())
    return AuditEvent.objects.count(), digest.hexdigest(), files()


def files() -> int:
    return sum(1 for _ in settings.MEDIA_ROOT.rglob("*"))


def test_the_world_is_as_it_was(asked: Asked):
    assert world_digest() == asked.digest


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of_refusal_are_drawn_for_each_role(asked: Asked, role: str):
    paths = {"/no-such-place/": "N", "/%FF%00/": "N", "/setup/schemes/no-such-thing/start/": "LNF"}

    assert [path for path, letters in paths.items() if asked("get", path, role) not in letters] == []


def test_no_letter_of_the_table_is_unknown():
    known = {*LETTERS.values(), "L", "-"}

    assert {letter for row in ROWS.values() for letter in row.get_own + row.get_other} <= known
    assert {letter for row in ROWS.values() for letter in row.post_own + row.post_other} <= known
