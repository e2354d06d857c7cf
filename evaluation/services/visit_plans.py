"""The plan of the site visits: which application is visited on which day, when, as which stop, and by whom."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text, span_text
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.enums import VisitStatus
from evaluation.lifecycle import VISIT_ITEM, review_is_open
from evaluation.models import SiteVisit, Stage
from evaluation.selectors.calendar import closing_day
from evaluation.services.visits import names_of, refusals_of_members

MOST_STOPS = 20


@transaction.atomic
def plan_visit(
    visit: SiteVisit,
    *,
    day: date,
    hour: time,
    stop: int,
    team: Sequence[User],
    by: User | None,
    at: datetime | None = None,
) -> SiteVisit:
    """Set day, time, order of the day and team of a visit that has not taken place; can be changed until it has.

    Raises InputErrors: a day outside the review, a stop that is taken, a member who is recused, has an undecided tie
    or is somewhere else at that time.
    """
    at = at or clock.now()
    if by is not None and not by.has_perm("evaluation.plan_visit", visit):
        raise NotAllowed(_("Only the organizer or the chair of the panel plans site visits."))
    if why := review_is_open(visit, by):
        raise DomainError(why, code="closed")
    errors = [
        *_day(visit, day),
        *_stop(visit, day, stop),
        *refusals_of_members(visit, team, _("Team"), "team"),
        *_elsewhere(visit, day, hour, team),
    ]
    if errors:
        raise InputErrors(errors)
    _store(visit, {"planned_on": day, "planned_at": hour, "stop": stop})
    visit.team.set(team)
    data = {"day": day.isoformat(), "time": f"{hour:%H:%M}", "stop": stop, "members": len(team)}
    record("plan_visit", visit, by=by, at=at, round_code=visit.round_code, data=data)
    return visit


def _store(visit: SiteVisit, updates: dict[str, object]) -> None:
    try:
        with transaction.atomic():
            hit = SiteVisit.objects.filter(pk=visit.pk, status=VisitStatus.PLANNED).update(**updates)
    except IntegrityError as error:
        raise StaleState(
            _("Somebody else has just taken this stop of the day. Choose another one.")
        ) from error
    if hit != 1:
        raise StaleState(_("This visit is on record. Its plan stays as it was."))
    for name, value in updates.items():
        setattr(visit, name, value)


def _day(visit: SiteVisit, day: date) -> list[DomainError]:
    stage = Stage.objects.filter(round_id=visit.round_id, channels__criteria__key=VISIT_ITEM).first()
    first, last = visit.round.review_opens, closing_day(stage) if stage else visit.round.review_closes
    if first <= day and (last is None or day <= last):
        return []
    sentence = _("Planned day: %(day)s is outside the review (%(span)s). Choose a day within it.")
    return [DomainError(sentence % {"day": date_text(day), "span": span_text(first, last)}, field="day")]


def _stop(visit: SiteVisit, day: date, stop: int) -> list[DomainError]:
    if not 1 <= stop <= MOST_STOPS:
        sentence = _("Order of the day: a number from 1 to %(most)d.")
        return [DomainError(sentence % {"most": MOST_STOPS}, field="stop")]
    others = SiteVisit.objects.filter(round_id=visit.round_id, planned_on=day, stop=stop).exclude(pk=visit.pk)
    other = others.select_related("application").first()
    if other is None:
        return []
    sentence = _("Order of the day: stop %(stop)d of this day is %(other)s. Choose another number.")
    return [DomainError(sentence % {"stop": stop, "other": other}, field="stop")]


def _elsewhere(visit: SiteVisit, day: date, hour: time, team: Sequence[User]) -> list[DomainError]:
    """Nobody is at two places at once."""
    others = SiteVisit.objects.filter(planned_on=day, planned_at=hour, team__in=team).exclude(pk=visit.pk)
    other = others.select_related("application").first()
    if other is None:
        return []
    busy = set(other.team.values_list("pk", flat=True))
    sentence = _("Time: %(names)s is at %(other)s then. Choose another time or another team.")
    return [DomainError(sentence % {"names": names_of(team, busy), "other": other}, field="hour")]
