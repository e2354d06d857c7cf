"""Two rounds with an open stage and planted marks, and a reader that finds them in whatever form an answer has."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from applications.models import Round
from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.clock import ZONE
from evaluation.models import Ballot, Code, Rater, ScoreSheet
from evaluation.services.raters import assign_raters
from evaluation.services.results import adopt_result
from evaluation.services.stages import open_stage
from evaluation.services.visit_plans import plan_visit
from tests.ballots import open_rating, tally_rating
from tests.cast import Cast
from tests.declarations import declare_free
from tests.integration.matrix.addresses import Address, Row
from tests.integration.matrix.world import RATING, REVIEW, World

# Points that no other number of the portal looks like, by rater; their remarks name them too.
PLANTED = {
    "sun": ("38.7431", "57.9127"),
    "rui": ("21.3719", "44.8263"),
    "pan": ("41.3717", "29.8653"),
    "chen": ("12.6173", "33.9481"),
}
TOGETHER = (("sun", "rui"), ("pan", "chen"))
BALLOT = "sealed-ballot-answer"
# 21:09:34.148 in an event, a log line or the attribute of a time.
CLOCK = re.compile(r"\d\d:\d\d:\d\d[.,]\d+")
ROUNDS = {"draft", "filing", "rating", "named"}
OPEN = ("rating", "reviewing")


def marks_of(rater: str) -> set[str]:
    """What gives the scores of one rater away: each number, their sum, both rounded, and the private note."""
    numbers = [Decimal(text) for text in PLANTED[rater]]
    return {form for number in (*numbers, sum(numbers)) for form in _forms(number)} | {note_of(rater)}


def note_of(rater: str) -> str:
    return f"封存的附记-{rater}"


def secrets_for(username: str) -> set[str]:
    """Every mark that `username` must not see: all but their own, means that two raters make, the ballots."""
    others = {mark for rater in PLANTED if rater != username for mark in marks_of(rater)}
    return others | {mean for pair in TOGETHER for mean in _means(*pair)} | {BALLOT}


def told(text: str, marks: set[str]) -> list[str]:
    """Return which of `marks` stand in `text`; the fractions of a second that clocks write are no scores."""
    found = [mark for mark in marks if mark in text]
    words = CLOCK.sub(" ", text) if found else ""
    return sorted(mark for mark in found if mark in words)


def _means(one: str, two: str) -> Iterator[str]:
    for first, second in zip(PLANTED[one], PLANTED[two], strict=True):
        yield from _forms((Decimal(first) + Decimal(second)) / 2)


def _forms(number: Decimal) -> set[str]:
    cent = Decimal("0.01")
    return {str(number), str(number.quantize(cent)), str(int(number * 100) / Decimal(100))}


@dataclass
class Sealed:
    """The world of the matrix with the open rounds `rating` and `reviewing`."""

    world: World
    people: dict[str, User | None]

    def paths(self, address: Address, row: Row, role: str) -> list[str]:
        """The paths of `address` for its own objects, another's, and the same objects in the open rounds."""
        found = []
        for words in (row.own, row.other):
            if not words and address.converters:
                continue
            for variant in _variants(words):
                values = [self.world.say(word, role) for word in variant]
                found.append(address.path(values))
        return list(dict.fromkeys(found))


def _variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for code in OPEN:
        moved = tuple(code if word in ROUNDS else word for word in words)
        yield moved
        if "@place" in moved:
            yield tuple("@elsewhere" if word == "@place" else word for word in moved)


def seal(world: World, cast: Cast) -> Sealed:
    """Open the review of a further round, and plant the marks in both open stages; some sheets are signed."""
    _reviewing(cast)
    for rater in Rater.objects.filter(channel__round__code__in=OPEN, channel__stage__status="open"):
        _plant(rater)
    _plant_ballot()
    names = {"supervisor 2": cast.rui}
    return Sealed(world, world.people | names)


def _reviewing(cast: Cast) -> None:
    road = open_rating(cast, code="reviewing")
    adopt_result(tally_rating(road), by=cast.omar)
    Round.objects.filter(code="reviewing").update(**RATING, **REVIEW)
    road.round.refresh_from_db()
    panel = road.round.channels.select_related("stage__round", "round").get(key="panel")
    at = datetime(2026, 8, 10, 9, tzinfo=ZONE)
    assign_raters(panel, [cast.pan, cast.chen], by=cast.omar)
    open_stage(panel.stage, by=cast.omar, at=at)
    declare_free(road.round, at=at)
    visit = road.round.visits.select_related("round", "application").order_by("application__code").first()
    plan_visit(visit, day=at.date(), hour=time(18), stop=1, team=[cast.pan, cast.chen], by=cast.omar, at=at)


def _plant(rater: Rater) -> None:
    name = rater.user.username
    sheets = ScoreSheet.objects.filter(rater=rater)
    sheets.update(answers="|".join(PLANTED[name]), remark=note_of(name), saved_at=clock.now())
    first = sheets.exclude(status="recused").order_by("application__code").first()
    sheets.filter(pk=first.pk).update(status="signed", signed_at=clock.now())


def _plant_ballot() -> None:
    code = Code.objects.filter(round__code="rating", application__code="A001").get()
    Code.objects.filter(pk=code.pk).update(used=True)
    places = {name: getattr(code, name) for name in ("round_id", "channel_id", "application_id")}
    Ballot.objects.create(id="f" * 32, receipt_digest="f" * 64, answers=BALLOT, **places)


def text_of(answer: HttpResponse) -> str:
    """Everything an answer says, in its head and in its body; packed files are opened."""
    body = b"".join(answer) if answer.streaming else answer.content
    head = " ".join(f"{name}: {value}" for name, value in answer.items())
    return f"{head}\n{_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(_unpacked(packed.read(name)) for name in packed.namelist())


def undrawn(template: str, data: Any, *_more: Any) -> list[bytes]:
    """Stands in for the printing of documents: what would be set in type comes out as plain text."""
    return [json.dumps([template, data], ensure_ascii=False).encode()] * 40


def undone(ask: Callable[[], HttpResponse]) -> tuple[int, str]:
    """What a request answers (status and text), without what it did."""
    with transaction.atomic():
        answer = ask()
        text = text_of(answer)
        transaction.set_rollback(True)
    return answer.status_code, text
