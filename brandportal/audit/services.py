"""Write the trail and prove it: one event a deed, in the deed's own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from brandportal.audit.chain import GENESIS, canonical, link
from brandportal.audit.models import AuditEvent, Backup, TrailCheck
from brandportal.kit import clock

# One lock for the whole trail: two writers at once would fork the chain.
CHAIN_LOCK = 0x41554449
# Seconds for which a process that asked for the head does not ask again, unless something is done there: with a thousand
# readers a second one question serves a hundred of them, and nobody sees the tenth of a second.
HEAD, HEAD_KNOWN_FOR = "audit.head", 0.1


@transaction.atomic
def record(
    event: str,
    subject: models.Model,
    *,
    by: Any,
    round_code: str = "",
    data: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> AuditEvent:
    """Append `event` on `subject` to the trail; `by` is a user or None for the system.

    `data` is flat; it never holds a score of an open stage, a voting code, or a password.
    """
    _lock_chain()
    last = AuditEvent.objects.order_by("-seq").values("seq", "hash").first() or {"seq": 0, "hash": GENESIS}
    cache.delete(HEAD)
    moment = at or clock.now()
    body = canonical(
        {
            "seq": last["seq"] + 1,
            "at": moment.astimezone(UTC).isoformat(),
            "event": event,
            "actor": by.username if by else "",
            "subject": subject_of(subject),
            "round": round_code,
            "data": {key: str(value) for key, value in (data or {}).items()},
        }
    )
    return AuditEvent.objects.create(
        seq=last["seq"] + 1,
        at=moment,
        event=event,
        actor=by,
        actor_name=by.name if by else "",
        subject=subject_of(subject),
        round_code=round_code,
        body=body,
        prev=last["hash"],
        hash=link(last["hash"], body),
    )


def subject_of(subject: models.Model) -> str:
    """Return "app.model:reference"; a model names its own public reference by `audit_ref()`."""
    own = getattr(subject, "audit_ref", None)
    return f"{subject._meta.label_lower}:{own() if own else subject.pk}"


def head() -> str:
    """Return the digest of the last event, which changes with every deed and in the deed's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_auditevent ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else GENESIS


def recent_head() -> str:
    """Return the head as it was at most HEAD_KNOWN_FOR ago; it is asked before every page that is kept."""
    known: str = cache.get(HEAD, "")
    if not known:
        known = head()
        cache.set(HEAD, known, HEAD_KNOWN_FOR)
    return known


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole trail found: `events` read, `fault` a sentence naming the first bad one or empty."""

    events: int
    head: str
    fault: str


def verify() -> Verdict:
    """Read the whole trail and compare every link; stops at the first event that does not fit."""
    prev, count = GENESIS, 0
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        count += 1
        if event.seq != count:
            return Verdict(count, prev, _("entry %(n)d is missing") % {"n": count})
        if event.prev != prev or event.hash != link(event.prev, event.body):
            return Verdict(count, prev, _("entry %(n)d does not fit the chain") % {"n": event.seq})
        if not _columns_agree(event):
            return Verdict(
                count,
                prev,
                _("entry %(n)d: the columns differ from the text under the digest") % {"n": event.seq},
            )
        prev = event.hash
    return Verdict(count, prev, "")


@transaction.atomic
def check_trail(*, by: Any, at: datetime | None = None) -> TrailCheck:
    """Check the whole trail and keep what was found; the check itself becomes the next event."""
    verdict, moment = verify(), at or clock.now()
    check = TrailCheck.objects.create(
        by=by, at=moment, events=verdict.events, head=verdict.head, fault=verdict.fault[:200]
    )
    record("check_trail", check, by=by, at=moment, data={"events": verdict.events, "head": verdict.head})
    return check


@transaction.atomic
def note_backup(verdict: Verdict, *, files: int, at: datetime | None = None) -> Backup:
    """Keep that a backup of `files` files was made, with the trail as `verdict` found it; it becomes the next event."""
    moment = at or clock.now()
    backup = Backup.objects.create(at=moment, files=files, events=verdict.events, head=verdict.head)
    record("make_backup", backup, by=None, at=moment, data={"files": files, "head": verdict.head})
    return backup


def _columns_agree(event: AuditEvent) -> bool:
    shown = {"event": event.event, "subject": event.subject, "round": event.round_code, "seq": event.seq}
    return all(f'"{key}":{canonical_value(value)}' in event.body for key, value in shown.items())


def canonical_value(value: object) -> str:
    return canonical({"": value})[4:-1]


def _lock_chain() -> None:
    # SQLite's immediate transactions are already alone; PostgreSQL needs to be told.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
