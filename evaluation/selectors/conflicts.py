"""Ties between raters and applicants: what can be found in the portal, and what follows for who may read what."""

import itertools
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.enums import RoundStatus
from applications.models import Application, Filing, Round
from brandportal.accounts.models import User
from brandportal.audit.models import AuditEvent
from evaluation.enums import StageStatus
from evaluation.models import Conflict, Declaration, Rater, Recusal, Stage
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.stages import STOOD_IN_FIRST

# Why a tie was found; kept on the row by its key, in this order.
GROUNDS: dict[str, str | Promise] = {
    "drafted": _("drafted this application"),
    "approved": _("signed this application off"),
    "contact": _("bears the name of the contact person"),
    "served": _("formerly of this unit"),
}
PUBLISHED = (RoundStatus.NOTICE, RoundStatus.NAMED)

Pair = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """How far the declarations of a round are."""

    signed: int
    missing: list[User]

    @property
    def total(self) -> int:
        return self.signed + len(self.missing)


def declared_entries(round: Round) -> QuerySet[Application]:
    """The applications that raters declare on: all that were accepted, wherever they stand by now."""
    entries: QuerySet[Application] = Application.objects.filter(round=round, status__in=STOOD_IN_FIRST)
    return entries.select_related("unit").order_by("code")


def has_declared(user: Any, round: Round) -> bool:
    return Declaration.objects.filter(user=user, round=round).exists()


def must_declare(user: Any, round: Round) -> bool:
    """Whether `user` still rates in `round`, whose applications are known, and has not signed yet."""
    if round.status != RoundStatus.EVALUATION or has_declared(user, round):
        return False
    return _places_to_come(user).filter(channel__round=round).exists()


def _places_to_come(user: Any) -> QuerySet[Rater]:
    coming = (StageStatus.PREPARING, StageStatus.OPEN)
    return Rater.objects.filter(user=user, channel__stage__status__in=coming)


def standing_of(round: Round) -> Standing:
    raters = User.objects.filter(rater_places__channel__round=round).distinct()
    signed = Declaration.objects.filter(round=round, user=OuterRef("pk"))
    missing = raters.exclude(Exists(signed)).order_by("username")
    return Standing(Declaration.objects.filter(round=round).count(), list(missing))


def undecided_in(round: Round) -> int:
    return Conflict.objects.filter(round=round).undecided().count()


def undeclared_in(stage: Stage) -> int:
    """Return how many raters of `stage` have not signed."""
    raters = Rater.objects.filter(channel__stage=stage).exclude(user__declarations__round=stage.round_id)
    return raters.values("user_id").distinct().count()


def undeclared(user: Any) -> dict[Round, date | None]:
    """Return the rounds in which `user` has yet to sign, with the day: when their stage opens or, once open, closes."""
    places = _places_to_come(user).filter(channel__round__status=RoundStatus.EVALUATION)
    waiting = places.exclude(channel__round__declarations__user=user)
    found: dict[Round, date | None] = {}
    for place in waiting.select_related("channel__stage__round").order_by("channel__stage__position"):
        stage = place.channel.stage
        opens = stage.round.rating_opens if stage.is_first else stage.round.review_opens
        found.setdefault(stage.round, closing_day(stage) if stage.is_open else opens)
    return found


def grounds_between(users: Collection[User], entries: Sequence[Application]) -> dict[Pair, list[str]]:
    """Return what ties `users` to `entries`, by (user, application); nobody's present unit, which is a recusal."""
    filed, served = _filers(entries), _former_units(users)
    found = {}
    for user, entry in itertools.product(users, entries):
        grounds = filed.get((user.pk, entry.pk), set()) | _seen_on(user, entry)
        if entry.unit.code in served[user.pk]:
            grounds.add("served")
        if grounds and (user.unit_id is None or user.unit_id != entry.unit_id):
            found[user.pk, entry.pk] = [key for key in GROUNDS if key in grounds]
    return found


def _seen_on(user: User, entry: Application) -> set[str]:
    grounds = {"contact": entry.contact_name.strip() == user.name, "drafted": entry.drafter_id == user.pk}
    return {key for key, holds in grounds.items() if holds}


def _filers(entries: Sequence[Application]) -> dict[Pair, set[str]]:
    """Return who drafted or signed off which application, in any of its versions."""
    found: dict[Pair, set[str]] = defaultdict(set)
    filings = Filing.objects.filter(application__in=entries)
    for entry, drafted, approved in filings.values_list("application_id", "drafted_by_id", "approved_by_id"):
        found[drafted, entry].add("drafted")
        found[approved, entry].add("approved")
    return found


def _former_units(users: Collection[User]) -> dict[int, set[str]]:
    """Return the codes of units that each has served: by what they filed for it, and by their account's history."""
    served: dict[int, set[str]] = defaultdict(set)
    keys = {user.pk for user in users}
    filed = Filing.objects.filter(Q(drafted_by__in=keys) | Q(approved_by__in=keys))
    for drafted, approved, unit in filed.values_list("drafted_by", "approved_by", "application__unit__code"):
        for key in {drafted, approved} & keys:
            served[key].add(unit)
    subjects = {f"{user._meta.label_lower}:{user.audit_ref()}": user.pk for user in users}
    changes = AuditEvent.objects.filter(event__in=("create_user", "update_user"), subject__in=subjects)
    for subject, body in changes.values_list("subject", "body"):
        if unit := json.loads(body)["data"].get("unit"):
            served[subjects[subject]].add(unit)
    return served


@dataclass(frozen=True)
class Found:
    """A tie as the organizer's list shows it; `waits` while it is to be decided."""

    conflict: Conflict
    told: list[str | Promise]
    waits: bool


def found_conflicts(round: Round, user: Any) -> list[Found]:
    """Return the ties that were found in `round`, those that wait for a decision first."""
    found = Conflict.objects.visible_to(user).filter(round=round)
    waiting = set(found.undecided().values_list("pk", flat=True))
    rows = found.select_related("user", "application__unit", "decided_by", "round")
    listed = [
        Found(one, told_grounds(one), one.pk in waiting)
        for one in rows.order_by("application__code", "user__username")
    ]
    return sorted(listed, key=lambda one: not one.waits)


def told_grounds(conflict: Conflict) -> list[str | Promise]:
    return [GROUNDS[key] for key in conflict.grounds if key in GROUNDS]


def barred(user: Any) -> Q:
    """Return, over Application, what `user` may not read until it is published: recusal beats every grant."""
    held = Recusal.objects.filter(user=user).exclude(round__status__in=PUBLISHED).order_by()
    return Q(pk__in=held.values("application_id"))


def barred_codes(user: Any, round: Round) -> set[str]:
    """Return the codes of the applications of `round` of which `user` may see no result yet."""
    if round.status in PUBLISHED:
        return set()
    held = Recusal.objects.filter(user=user, round=round)
    return set(held.values_list("application__code", flat=True))
