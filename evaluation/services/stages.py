"""Opening and closing a stage. Closing is the organizer's deed; what follows is the tally."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Round
from applications.services import rounds as below
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed
from brandportal.kit.text import clean_text
from evaluation.lifecycle import STAGE, VISIT_ITEM
from evaluation.models import Criterion, Stage
from evaluation.selectors.ballots import channels_in_box
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.stages import entries_of_stage
from evaluation.services.boxes import count_box, publish_receipts
from evaluation.services.commitments import commit_codes
from evaluation.services.conflicts import detect_conflicts
from evaluation.services.letters import tell_of_stage
from evaluation.services.mixing import ballots_locked, mix_ballots
from evaluation.services.queues import issue_all, plan_visits


def close_filing(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    """End filing and begin the evaluation of `round`."""
    closed: Round = below.close_filing(round, by=by, at=at)
    return closed


@transaction.atomic
def open_stage(stage: Stage, *, by: User | None, at: datetime | None = None) -> Stage:
    """Open `stage` for rating and lay a sheet for each application on each rater's desk."""
    at = at or clock.now()
    opened: Stage = STAGE.advance(stage, "open", by=by, at=at, updates={"opened_at": at})
    if not entries_of_stage(stage).exists():
        raise DomainError(_("No application stands in this stage. Accept applications first."), code="empty")
    detect_conflicts(stage.round, list(_raters_of(stage)), at=at)
    issue_all(stage, by=by, at=at)
    for channel in channels_in_box(stage):
        commit_codes(channel, by=by, at=at)
    if Criterion.objects.filter(channel__stage=stage, key=VISIT_ITEM).exists():
        plan_visits(stage)
    tell_of_stage(opened, at=at)
    return opened


def _raters_of(stage: Stage) -> QuerySet[User]:
    return User.objects.filter(rater_places__channel__stage=stage).distinct()


@transaction.atomic
def close_stage(stage: Stage, *, by: User | None, at: datetime | None = None) -> Stage:
    """Close `stage`: no sheet changes any more, no ballot is cast. Refused while a sheet is neither signed nor recused.

    Waits for ballots in flight; then the boxes are mixed, so that no row tells who cast it.
    """
    at = at or clock.now()
    channels = channels_in_box(stage)
    if not channels:
        return _close(stage, by, at)
    with ballots_locked(stage.round):
        closed = _close(stage, by, at)
        box = mix_ballots(stage.round, by=by, at=at)
        for channel in channels:
            publish_receipts(channel, at=at, is_final=True)
            count_box(channel, box_digest=box, by=by, at=at)
    return closed


def _close(stage: Stage, by: User | None, at: datetime) -> Stage:
    closed: Stage = STAGE.advance(stage, "close", by=by, at=at, updates={"closed_at": at})
    return closed


@transaction.atomic
def extend_stage(stage: Stage, *, until: date, reason: str, by: User, at: datetime | None = None) -> Stage:
    """Give the raters of an open stage time until the end of day `until`; ballots keep to the calendar."""
    at = at or clock.now()
    if not by.has_perm("evaluation.extend_stage", stage):
        raise NotAllowed(_("Only the organizer extends a stage."))
    if not stage.is_open:
        raise DomainError(
            _("The stage “%(stage)s” is not open; its time cannot be extended.") % {"stage": stage}
        )
    why = clean_text(reason, _("Reason"), field="reason")
    errors = _faults_of_extension(stage, until, why, at)
    if errors:
        raise InputErrors(errors)
    data = {"from": str(closing_day(stage)), "to": until.isoformat(), "reason": why}
    stage.sheets_until = until
    stage.save(update_fields=["sheets_until"])
    record("extend_stage", stage, by=by, at=at, round_code=stage.round_code, data=data)
    return stage


def _faults_of_extension(stage: Stage, until: date, reason: str, at: datetime) -> list[DomainError]:
    errors = []
    present = closing_day(stage)
    if until < clock.today(at) or (present and until <= present):
        errors.append(
            DomainError(
                _("New closing day: write a day after %(day)s that is not over.")
                % {"day": date_text(present) if present else ""},
                field="until",
            )
        )
    if not reason:
        errors.append(DomainError(_("Reason: say why the raters need more time."), field="reason"))
    return errors


@transaction.atomic
def mark_stage_tallied(stage: Stage, *, by: User | None, at: datetime | None = None) -> Stage:
    """Say that the result of `stage` is adopted; the tally's services call this."""
    marked: Stage = STAGE.advance(stage, "mark_tallied", by=by, at=at)
    return marked
