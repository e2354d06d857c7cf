"""The public notice, from its draft to its end."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Round
from applications.services.rounds import publish_round_notice
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, InputErrors
from naming.chapters import NoticeRules
from naming.enums import NoticeStatus, ProposalStatus
from naming.lifecycle import NOTICE
from naming.models import Notice, Proposal
from naming.selectors.notices import (
    rules_of_notice,
    too_early,
    too_late_to_publish,
    written_body,
    written_title,
)
from naming.workdays import SATURDAY, knows, notice_end


@transaction.atomic
def prepare_notice(
    round: Round,
    *,
    number: str,
    first_day: date,
    by: User | None,
    days: int | None = None,
    counts_first_day: bool | None = None,
    title: str = "",
    body: str = "",
    worked_days: Collection[date] = (),
    free_days: Collection[date] = (),
) -> Notice:
    """Make or change the draft of the round's notice.

    `days` are working days; they and the way of counting come from the round's rules unless given, and never make the
    notice shorter than those. Empty `title` and `body` are written from the round's data. `worked_days` and
    `free_days` are taken for years that the calendar lacks.
    """
    if not Proposal.objects.filter(round=round, status=ProposalStatus.RESOLVED).exists():
        raise DomainError(
            _("The committee has not resolved on the list yet. Its resolution is recorded first.")
        )
    notice = Notice.objects.filter(round=round).first() or Notice(round=round)
    if notice.status != NoticeStatus.DRAFTED:
        raise DomainError(_("The notice is published and cannot be changed."))
    ruled = rules_of_notice(round)
    notice.days = ruled.days if days is None else days
    notice.counts_first_day = ruled.counts_first_day if counts_first_day is None else counts_first_day
    _refuse_shorter(notice, ruled)
    _refuse_known(worked_days, free_days)
    notice.number, notice.first_day = number, first_day
    notice.worked_days = sorted(day.isoformat() for day in worked_days)
    notice.free_days = sorted(day.isoformat() for day in free_days)
    notice.last_day = notice_end(
        first_day, notice.days, counts_first_day=notice.counts_first_day, entered=notice.entered
    ).last_day
    notice.title, notice.body = title or written_title(round), body or written_body(round)
    notice.save()
    record("prepare_notice", notice, by=by, round_code=round.code, data=_facts(notice))
    return notice


def _facts(notice: Notice) -> dict[str, object]:
    facts: dict[str, object] = {"first": notice.first_day, "last": notice.last_day}
    if notice.entered:
        facts |= {"worked": " ".join(notice.worked_days), "free": " ".join(notice.free_days)}
    return facts


def _refuse_shorter(notice: Notice, ruled: NoticeRules) -> None:
    if notice.days < ruled.days:
        raise DomainError(
            _("Working days: the rules of the round give %(ruled)d. Write %(ruled)d or more.")
            % {"ruled": ruled.days},
            field="days",
        )
    if notice.counts_first_day and not ruled.counts_first_day:
        raise DomainError(
            _("The first day counts: by the rules of the round it does not. Take the tick away."),
            field="counts_first_day",
        )


def _refuse_known(worked: Collection[date], free: Collection[date]) -> None:
    faults = [
        *(_days_fault(day, "worked_days", _("Make-up days")) for day in sorted(worked)),
        *(_days_fault(day, "free_days", _("Days off")) for day in sorted(free)),
    ]
    twice = sorted(set(worked) & set(free))
    if twice:
        faults.append(
            DomainError(
                _("Days off: %(day)s is a make-up day as well. Delete it in one of the two.")
                % {"day": date_text(twice[0])},
                field="free_days",
            )
        )
    if found := [one for one in faults if one]:
        raise InputErrors(found)


def _days_fault(day: date, field: str, label: str) -> DomainError | None:
    if knows(day):
        message = _(
            "%(label)s: the calendar has %(year)d. Only days of years that it lacks are entered here."
        )
    elif field == "worked_days" and day.weekday() < SATURDAY:
        message = _("%(label)s: %(day)s is no Saturday or Sunday; it is worked anyway. Delete it.")
    else:
        return None
    values = {"label": label, "year": day.year, "day": date_text(day)}
    return DomainError(message % values, field=field, code="day")


@transaction.atomic
def publish_notice(notice: Notice, *, by: User | None, at: datetime | None = None) -> Notice:
    """Put the notice before everybody; the round is then on public notice."""
    moment = at or clock.now()
    if why := too_late_to_publish(notice, clock.today(moment)):
        raise DomainError(why, code="late")
    published: Notice = NOTICE.advance(notice, "publish", by=by, at=moment)
    publish_round_notice(notice.round, by=by, at=moment)
    return published


@transaction.atomic
def close_notice(notice: Notice, *, by: User | None, at: datetime | None = None) -> Notice:
    """End the notice: not before 24:00 of its last day, and not while an objection is open."""
    moment = at or clock.now()
    # An objection that arrives at the last moment and the end of the notice wait for one another.
    Notice.objects.select_for_update().get(pk=notice.pk)
    if why := too_early(notice, clock.today(moment)):
        raise DomainError(why, code="early")
    closed: Notice = NOTICE.advance(notice, "close", by=by, at=moment)
    return closed
