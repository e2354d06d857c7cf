"""Site visits as pages and print show them: the checklist of the rules, the days of the plan, the printed kit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from django.utils.functional import Promise

from applications.models import Round
from applications.selectors import rules_chapter
from brandportal.accounts.models import User
from brandportal.audit.models import AuditEvent
from brandportal.audit.services import subject_of
from brandportal.kit.display import date_text, fingerprint, is_english
from brandportal.kit.models import StoredFile
from evaluation.enums import Seen
from evaluation.lifecycle import VISIT_ITEM
from evaluation.models import Criterion, SiteVisit, VisitPhoto


@dataclass(frozen=True)
class CheckLine:
    """One standard that the panel looks at on the spot, with what the rules ask for."""

    key: str
    title: str
    points: list[str]


@dataclass(frozen=True)
class Checked:
    """A line of the checklist as it stands on record."""

    line: CheckLine
    seen: str | Promise
    tone: str
    note: str


@dataclass(frozen=True)
class Reopening:
    """That a closed record was opened again: who, when, why, and whose signatures dropped."""

    actor: str
    at: datetime
    reason: str
    signed_before: str


@dataclass(frozen=True)
class Day:
    day: date
    visits: list[SiteVisit]


TONES = {Seen.YES: "ok", Seen.PARTLY: "warn", Seen.NO: "bad", Seen.UNSEEN: ""}


def checklist_of(round: Round) -> list[CheckLine]:
    """Return what the rules let the panel look at: their standards, else the criterion of the visit itself."""
    language = "en" if is_english() else "zh"
    criteria = {one.key: one.title for one in Criterion.objects.filter(channel__round=round).order_by("-pk")}
    lines = [
        CheckLine(
            row["key"],
            criteria.get(row["key"], row["key"]),
            [text.get(language) or text.get("zh", "") for text in row.get("help", [])],
        )
        for row in rules_chapter(round, "filing").get("standards", [])
    ]
    return lines or [CheckLine(VISIT_ITEM, criteria.get(VISIT_ITEM, VISIT_ITEM), [])]


def visit_criterion(round: Round) -> Criterion | None:
    """The criterion of the panel's sheet to which the checklist belongs."""
    found: Criterion | None = Criterion.objects.filter(channel__round=round, key=VISIT_ITEM).first()
    return found


def checked_lines(visit: SiteVisit) -> list[Checked]:
    lines = {line.key: line for line in checklist_of(visit.round)}
    return [
        Checked(
            lines.get(row["key"], CheckLine(row["key"], row["key"], [])),
            Seen(row["seen"]).label,
            TONES[Seen(row["seen"])],
            row["note"],
        )
        for row in visit.checks
    ]


def days_of(round: Round, user: Any) -> list[Day]:
    """Return the planned visits that `user` may see, day by day in the order of the day."""
    planned = SiteVisit.objects.visible_to(user).filter(round=round).planned_for_a_day()
    visits = planned.select_related("application__unit", "round").prefetch_related(
        Prefetch("team", User.objects.order_by("username"))
    )
    return [Day(day, list(group)) for day, group in groupby(visits, key=lambda one: one.planned_on)]


def may_read_visit_file(user: Any, stored: StoredFile) -> bool:
    """Photographs are read by whoever may see the visit."""
    photos = VisitPhoto.objects.filter(file=stored) | VisitPhoto.objects.filter(thumb=stored)
    seen: bool = SiteVisit.objects.visible_to(user).filter(photos__in=photos).exists()
    return seen


@translation.override(settings.LANGUAGE_CODE)
def kit_data(round: Round, days: list[Day]) -> Mapping[str, object]:
    """Return what templates/documents/evaluation/visit_kit.typ prints for `days`."""
    criterion = visit_criterion(round)
    return {
        "round": round.title_zh,
        "criterion": f"{criterion.title}（{criterion.max}分）" if criterion else "",
        "foot": f"评选规则指纹 {fingerprint(round.rules_fingerprint)}",
        "checklist": [{"title": line.title, "points": line.points} for line in checklist_of(round)],
        "days": [
            {"day": date_text(day.day, "weekday"), "visits": [_kit_visit(visit) for visit in day.visits]}
            for day in days
        ],
    }


def _kit_visit(visit: SiteVisit) -> dict[str, object]:
    application = visit.application
    return {
        "stop": str(visit.stop),
        "time": visit.planned_at.strftime("%H:%M") if visit.planned_at else "",
        "code": application.code,
        "brand": application.brand_name,
        "unit": application.unit.name_zh,
        "contact": " ".join(part for part in (application.contact_name, application.contact_phone) if part),
        "team": [member.name for member in visit.team.all()],
    }


def reopenings_of(visit: SiteVisit) -> list[Reopening]:
    """Return every reopening of the record, from the trail, newest first."""
    events = AuditEvent.objects.filter(event="reopen_visit", subject=subject_of(visit)).order_by("-seq")
    data = [(one, json.loads(one.body)["data"]) for one in events]
    return [
        Reopening(one.actor_name, one.at, facts["reason"], facts["signatures taken back"])
        for one, facts in data
    ]
