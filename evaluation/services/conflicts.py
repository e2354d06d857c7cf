"""Conflicts of interest: found by the portal, declared by the raters, decided by the organizer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Application, Round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed
from evaluation.lifecycle import CONFLICT
from evaluation.models import Conflict, Declaration, Rater, Recusal
from evaluation.selectors.conflicts import declared_entries, grounds_between, has_declared
from evaluation.services.queues import record_own_unit
from evaluation.services.recusals import read_reason, recuse_rater


def detect_conflicts(round: Round, users: Collection[User], *, at: datetime) -> int:
    """Note every tie between `users` and the applications of `round` that is not known yet; returns how many."""
    grounds = grounds_between(users, list(declared_entries(round)))
    known = set(Conflict.objects.filter(round=round).values_list("user_id", "application_id"))
    known |= set(Recusal.objects.filter(round=round).values_list("user_id", "application_id"))
    fresh = [
        Conflict(round=round, user_id=user, application_id=entry, grounds=keys, found_at=at)
        for (user, entry), keys in grounds.items()
        if (user, entry) not in known
    ]
    Conflict.objects.bulk_create(fresh)
    if fresh:
        record(
            "detect_conflicts", round, by=None, at=at, round_code=round.code, data={"conflicts": len(fresh)}
        )
    return len(fresh)


@transaction.atomic
def sign_declaration(
    round: Round, *, named: Mapping[Application, str], by: User, at: datetime | None = None
) -> Declaration:
    """Sign, once a round, that one is free to judge all applications but those in `named`, each with its reason.

    What is named becomes a recusal. Raises InputErrors, whose fields are "reason-" and the application's code.
    """
    at = at or clock.now()
    places = list(
        Rater.objects.filter(user=by, channel__round=round).select_related("channel__round", "user")
    )
    if not places:
        raise NotAllowed(_("Only raters of this round declare their conflicts of interest."))
    if round.status != RoundStatus.EVALUATION:
        raise DomainError(_("The applications of the round are not settled. Sign when filing is closed."))
    if has_declared(by, round):
        raise DomainError(_("You have signed the declaration of this round already."), code="again")
    reasons = _reasons(round, named)
    entries = list(declared_entries(round))
    for place in places:
        record_own_unit(place.channel, [place], entries, at=at)
    detect_conflicts(round, [by], at=at)
    held = set(Recusal.objects.filter(round=round, user=by).values_list("application_id", flat=True))
    for application, reason in reasons.items():
        if application.pk not in held:
            recuse_rater(places[0], application, reason=reason, by=by, at=at)
    declaration = Declaration.objects.create(round=round, user=by, named=len(reasons), signed_at=at)
    record(
        "sign_declaration",
        declaration,
        by=by,
        at=at,
        round_code=round.code,
        data={"applications": len(entries), "named": len(reasons)},
    )
    return declaration


def _reasons(round: Round, named: Mapping[Application, str]) -> dict[Application, str]:
    reasons, errors = {}, []
    for application, reason in named.items():
        field = f"reason-{application.code}"
        if application.round_id != round.pk:
            errors.append(
                DomainError(
                    _("%(application)s: it is not an application of this round.")
                    % {"application": application},
                    field=field,
                )
            )
            continue
        try:
            reasons[application] = read_reason(reason, field=field, subject=str(application))
        except DomainError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return reasons


@transaction.atomic
def confirm_conflict(conflict: Conflict, *, reason: str, by: User, at: datetime | None = None) -> Recusal:
    """Hold that a tie found by the portal forbids judging: the rater is recused."""
    at = at or clock.now()
    why = read_reason(reason)
    _decide(conflict, "confirm", why, by, at)
    places = Rater.objects.filter(user_id=conflict.user_id, channel__round_id=conflict.round_id)
    place = places.select_related("user").first()
    if place is None:
        raise DomainError(_("This person no longer rates in the round. There is nothing to decide."))
    return recuse_rater(place, conflict.application, reason=why, by=by, at=at)


@transaction.atomic
def dismiss_conflict(conflict: Conflict, *, reason: str, by: User, at: datetime | None = None) -> Conflict:
    """Hold that a tie found by the portal is none, or no hindrance: the rater may judge."""
    return _decide(conflict, "dismiss", read_reason(reason), by, at or clock.now())


def _decide(conflict: Conflict, action: str, reason: str, by: User, at: datetime) -> Conflict:
    updates = {"reason": reason, "decided_by": by, "decided_at": at}
    decided: Conflict = CONFLICT.advance(
        conflict, action, by=by, at=at, updates=updates, data={"reason": reason}
    )
    return decided
