"""No answer to anybody but their rater shows a score of an open stage: every address, every role, every form of file.

Marks are planted on sheets and ballots of two open stages (see sealed.py), then everything is asked for. Each way in
which a mark could come out has a control that lets it out, so that this reader is known to see it.
"""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import HttpResponse
from openpyxl import Workbook

from brandportal.audit.models import AuditEvent
from brandportal.documents import pdf
from brandportal.outbox.models import Message
from evaluation.models import ScoreSheet
from evaluation.views.documents import ChannelSheetsView
from evaluation.views.raters import RaterListView
from tests.cast import client_of
from tests.integration.matrix import sealed
from tests.integration.matrix.addresses import addresses, rows
from tests.integration.matrix.asking import Browser, known_people, session_of
from tests.integration.matrix.sealed import Sealed, marks_of, seal, secrets_for, told, undone
from tests.integration.matrix.world import ROLES, build

pytestmark = pytest.mark.django_db
ADDRESSES, ROWS = addresses(), rows()
PEOPLE = (*ROLES, "supervisor 2")
# A post may show what is stored beside what was typed; only these addresses, on the open rounds, know of it.
POSTED = "evaluation:"
RATERS = "/setup/rating/raters/supervisors/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Sealed]:
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        yield seal(built, built.cast)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _people_known() -> Iterator[None]:
    with known_people():
        yield


@pytest.fixture(autouse=True)
def _documents_as_text(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(pdf, "_compile", sealed.undrawn)
    monkeypatch.setattr(
        "brandportal.views.render", lambda *_page, status, **_more: HttpResponse(status=status)
    )
    caplog.set_level(logging.DEBUG)
    # It tells every predicate that was asked, by name only: a hundred thousand lines.
    caplog.set_level(logging.INFO, "rules")


class Visitor:
    """One person who asks for everything, and what came out of it that must not."""

    def __init__(self, world: Sealed, role: str) -> None:
        self.world, self.role = world, role
        user = world.people[role]
        self.username = user.username if user else ""
        self.cookie = session_of(user)
        self.secrets = secrets_for(self.username)
        self.found: list[str] = []
        self.own: set[str] = set()

    def ask(self, method: str, path: str) -> None:
        browser = Browser(headers={"cookie": self.cookie})
        status, text = undone(lambda: getattr(browser, method)(path))
        if status >= 500:
            self.found.append(f"{method} {path} as {self.role}: answered {status}")
        self.found += [f"{method} {path} as {self.role}: {mark}" for mark in told(text, self.secrets)]
        self.own |= set(told(text, marks_of_user(self.username)))

    def ask_all(self) -> None:
        for address in ADDRESSES:
            row = ROWS.get(address.name)
            for path in self.world.paths(address, row, self.role) if row else ():
                self.ask("get", path)
                if address.name.startswith(POSTED) and any(f"/{code}/" in path for code in sealed.OPEN):
                    self.ask("post", path)


def marks_of_user(username: str) -> set[str]:
    return marks_of(username) if username in sealed.PLANTED else set()


@pytest.mark.parametrize("role", PEOPLE)
def test_nobody_but_their_rater_sees_a_score_of_an_open_stage(
    world: Sealed, caplog: pytest.LogCaptureFixture, role: str
):
    visitor = Visitor(world, role)

    visitor.ask_all()

    assert visitor.found == []
    assert told(caplog.text, secrets_for("")) == []
    # Their own they do see, else nothing would be proved; of the second supervisor only the sum comes by.
    if visitor.username in sealed.PLANTED:
        assert visitor.own


def test_neither_trail_nor_outbox_holds_one(world: Sealed):
    kept = " ".join(
        [*AuditEvent.objects.values_list("body", flat=True), *Message.objects.values_list("body", flat=True)]
    )

    assert told(kept, secrets_for("")) == []


@pytest.mark.parametrize("through", ["rating/social", "reviewing/review"])
def test_no_bundle_is_written_of_an_open_stage(world: Sealed, tmp_path, through: str):
    code, stage = through.split("/")

    with pytest.raises(CommandError):
        call_command("export_bundle", code, str(tmp_path / "bundle.zip"), through=stage, stdout=io.StringIO())
    assert list(tmp_path.iterdir()) == []


# Controls: each lets a mark out in another way, and the reader must see it.


def planted_answers() -> str:
    sheets = ScoreSheet.objects.filter(channel__round__code="rating", rater__user__username="sun")
    return str(sheets.values_list("answers", flat=True)[0])


def leaking(answers: str, form: str) -> HttpResponse:
    if form == "head":
        return HttpResponse("", headers={"X-Scores": answers})
    if form == "xlsx":
        book, file = Workbook(), io.BytesIO()
        book.active.append([float(answers.split("|", maxsplit=1)[0])])
        book.save(file)
        return HttpResponse(file.getvalue())
    return HttpResponse(f"<td>{answers}</td>")


@pytest.mark.parametrize("form", ["page", "head", "xlsx"])
def test_a_view_that_leaks_is_found(world: Sealed, monkeypatch: pytest.MonkeyPatch, form: str):
    def get(_view: Any, _request: Any, **_kwargs: Any) -> HttpResponse:
        return leaking(planted_answers(), form)

    visitor = Visitor(world, "organizer")
    visitor.ask("get", RATERS)
    assert visitor.found == []
    monkeypatch.setattr(RaterListView, "get", get)
    visitor.ask("get", RATERS)
    assert visitor.found


def test_a_document_that_leaks_is_found(world: Sealed, monkeypatch: pytest.MonkeyPatch):
    visitor = Visitor(world, "organizer")
    path = f"{RATERS}sheets.pdf"
    visitor.ask("get", path)
    assert visitor.found == []
    monkeypatch.setattr(ChannelSheetsView, "permission", "evaluation.view_raters")
    visitor.ask("get", path)
    assert visitor.found


def test_a_sheet_shown_to_another_rater_is_found(world: Sealed, monkeypatch: pytest.MonkeyPatch):
    visitor = Visitor(world, "supervisor 2")
    path = "/desk/rating/supervisors/A002/"
    visitor.ask("get", path)
    assert visitor.found == []
    visitor.cookie = session_of(world.people["supervisor"])
    visitor.ask("get", path)
    assert visitor.found


def test_a_log_that_tells_is_found(
    world: Sealed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    def get(_view: Any, _request: Any, **_kwargs: Any) -> HttpResponse:
        logging.getLogger("evaluation").info("%s", planted_answers())
        return HttpResponse()

    monkeypatch.setattr(RaterListView, "get", get)
    Visitor(world, "organizer").ask("get", RATERS)

    assert told(caplog.text, secrets_for(""))


def test_the_walk_reaches_the_open_rounds(world: Sealed):
    """Pages of both open stages answer, so the walk is not one of refusals only."""
    client = client_of(world.people["organizer"])

    for path in (
        RATERS,
        "/setup/reviewing/raters/panel/",
        "/panel/reviewing/visits/",
        "/setup/rating/board/",
    ):
        assert client.get(path).status_code == 200, path
