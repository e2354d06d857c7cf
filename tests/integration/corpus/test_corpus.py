"""Every kind of bad input at the real views: no server error, nothing typed is lost, no file left, a sentence."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from brandportal.kit import clock
from naming.models import Notice
from tests.cast import client_of
from tests.integration.corpus.cases import CASES, TAKEN, Case
from tests.integration.corpus.counts import orphans, sentences, shows
from tests.integration.corpus.places import PLACES
from tests.integration.matrix.world import World, build

pytestmark = pytest.mark.django_db
LONGEST_SHOWN = 40
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def strays(django_db_setup: None, django_db_blocker: Any) -> set[str]:
    """What tests before these left on the disk: their rows are rolled back, their files are not."""
    with django_db_blocker.unblock():
        return set(orphans())


@pytest.fixture(scope="module")
def world(strays: set[str], django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        Notice.objects.update(status="published", last_day=clock.today() + timedelta(days=5))
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _disk_as_before(world: World) -> Iterator[None]:
    """The database forgets a case by itself; what it wrote to the disk goes here."""
    before = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    yield
    for path in settings.MEDIA_ROOT.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()


def throw(world: World, case: Case, language: str) -> Any:
    place = PLACES[case.place]
    user = world.people[place.role]
    client = client_of(user) if user else Client()
    client.raise_request_exception = False
    client.cookies["django_language"] = language
    sent = {name: value() if callable(value) else value for name, value in case.sent.items()}
    return client.post(place.url(), place.typed() | sent)


def test_there_are_eighty_kinds_and_more():
    assert len({case.key for case in CASES}) >= 80


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_input_is_answered(world: World, strays: set[str], case: Case, language: str):
    typed = PLACES[case.place].typed()
    answer = throw(world, case, language)

    assert answer.status_code < 500
    assert set(orphans()) <= strays
    if case.ends == TAKEN:
        assert answer.status_code == 302, sentences(answer.content.decode())
        return
    assert answer.status_code in {200, 409, 422}
    page = answer.content.decode()
    lost = [
        name for name, value in _texts(typed | case.sent) if not shows(page, value.strip()[:LONGEST_SHOWN])
    ]
    assert lost == [], "lost"
    said = sentences(page)
    assert said, "no sentence"
    assert [line for line in said if not helps(line, language)] == [], "field, fault or way out is missing"
    assert all(bool(HAN.search(_own_words(line, case))) == (language == "zh-hans") for line in said), said


def helps(line: str, language: str) -> bool:
    """Whether a line has a field, a fault and a way out: a label and two sentences, or one that ends in a request."""
    if language == "en":
        return len(re.findall(r"[.:;,] ", line)) > (": " in line)
    return len(re.findall(r"[：。]", line.rstrip("。"))) >= 2 or "请" in line


def _texts(values: dict[str, Any]) -> list[tuple[str, str]]:
    hidden = {"revision", "sheet.revision"}
    return [(name, value) for name, value in values.items() if isinstance(value, str) and name not in hidden]


def _own_words(line: str, case: Case) -> str:
    """The line without what it repeats of the input."""
    return re.sub(r"“[^”]*”|（[^）]*）|\d+年\d+月\d+日", "", line)
