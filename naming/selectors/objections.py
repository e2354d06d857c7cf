"""What the pages of an objection show: its time limits, when the seal was opened."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from applications.models import Round
from applications.selectors.rules import rules_chapter
from brandportal.audit.models import AuditEvent
from brandportal.audit.services import subject_of
from brandportal.kit import clock
from naming.chapters import ObjectionRules, objection_rules
from naming.models import Objection
from naming.workdays import notice_end


@dataclass(frozen=True)
class Opening:
    """That somebody opened the sealed identity: who, when, why."""

    name: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Limits:
    """Until when the rules want an objection looked into and answered; None where they do not say."""

    verify_by: date | None
    reply_by: date | None


def rules_of_objection(round: Round) -> ObjectionRules:
    return objection_rules(rules_chapter(round, "process"))


def limits_of(objection: Objection) -> Limits:
    """Return the days, counted as working days after the one on which it was filed."""
    ruled = rules_of_objection(objection.notice.round)
    return Limits(_within(objection, ruled.verify_days), _within(objection, ruled.reply_days))


def _within(objection: Objection, days: int | None) -> date | None:
    if days is None:
        return None
    filed, entered = clock.today(objection.filed_at), objection.notice.entered
    return notice_end(filed, days, counts_first_day=False, entered=entered).last_day


def openings_of(objection: Objection) -> list[Opening]:
    """Return every opening of the seal, from the trail, newest first."""
    events = AuditEvent.objects.filter(event="open_identity", subject=subject_of(objection)).order_by("-seq")
    return [Opening(one.actor_name, one.at, json.loads(one.body)["data"].get("reason", "")) for one in events]
