"""Recusals: declared by the rater or recorded by the organizer, lifted only by the organizer, always with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed
from brandportal.kit.text import clean_text
from evaluation.enums import SheetStatus, StageStatus
from evaluation.models import Rater, Recusal, ScoreSheet
from evaluation.sheet_lifecycle import SHEET

LONGEST_REASON = 300


@transaction.atomic
def recuse_rater(
    rater: Rater, application: Application, *, reason: str, by: User | None, at: datetime | None = None
) -> Recusal:
    """Take `application` off the desk of `rater` for good reason; by the rater or by the organizer.

    A sheet that is open becomes recused; a signed one must be reopened first. Raises DomainError.
    """
    at = at or clock.now()
    why = read_reason(reason)
    if Recusal.objects.filter(
        round_id=application.round_id, user_id=rater.user_id, application=application
    ).exists():
        raise DomainError(_("This recusal is recorded already."), code="again")
    # What was counted stays counted: a closed stage is not touched by what becomes known later.
    sheets = ScoreSheet.objects.filter(
        rater__user_id=rater.user_id, application=application, channel__stage__status=StageStatus.OPEN
    )
    for sheet in sheets.select_related("channel__stage", "channel__round", "rater__user", "application"):
        _recuse(sheet, by, at)
    recusal = Recusal.objects.create(
        round_id=application.round_id,
        user_id=rater.user_id,
        application=application,
        reason=why,
        decided_by=by or rater.user,
        decided_at=at,
    )
    record(
        "declare_recusal",
        recusal,
        by=by,
        at=at,
        round_code=recusal.round.code,
        data={"reason": recusal.reason},
    )
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, reason: str, by: User, at: datetime | None = None) -> None:
    """Undo a declared recusal; one that follows from the rater's own unit stands."""
    why = read_reason(reason)
    if recusal.is_automatic:
        raise DomainError(_("The application is of the rater’s own unit. This recusal cannot be lifted."))
    if not by.has_perm("evaluation.readmit_sheet"):
        raise NotAllowed(_("Only the organizer lifts a recusal."))
    sheets = ScoreSheet.objects.filter(
        rater__user_id=recusal.user_id,
        application_id=recusal.application_id,
        channel__stage__status=StageStatus.OPEN,
    )
    for sheet in sheets.select_related("channel__stage", "channel__round", "rater__user", "application"):
        _refuse_signed_form(sheet)
        SHEET.advance(sheet, "readmit", by=by, at=at)
    record("lift_recusal", recusal, by=by, at=at, round_code=recusal.round.code, data={"reason": why})
    recusal.delete()


def _recuse(sheet: ScoreSheet, by: User | None, at: datetime) -> None:
    if sheet.status == SheetStatus.SIGNED:
        raise DomainError(
            _("The sheet for %(application)s is signed. The organizer has to give it back first.")
            % {"application": sheet.application}
        )
    SHEET.advance(sheet, "recuse", by=by, at=at)


def _refuse_signed_form(sheet: ScoreSheet) -> None:
    """An entry that comes back into a form changes it, so the form must be open."""
    if sheet.channel.is_wide and sheet.rater.sheets.signed().exists():
        raise DomainError(
            _("The form of %(rater)s is signed. Give it back first, then lift the recusal.")
            % {"rater": sheet.rater}
        )


def read_reason(text: str, *, field: str = "reason", subject: str = "") -> str:
    """Return a reason as it is kept; `subject` is named in the refusal where a page asks for several reasons."""
    label = f"{subject}: {_('Reason')}" if subject else _("Reason")
    why = clean_text(text, label, field=field)
    if not why:
        sentence = _(
            "%(label)s: say what connects the rater with the applicant, for example “served there until 2024”."
        )
        raise DomainError(sentence % {"label": label}, field=field)
    if len(why) > LONGEST_REASON:
        sentence = _("%(label)s: write at most %(count)d characters.")
        raise DomainError(sentence % {"label": label, "count": LONGEST_REASON}, field=field)
    return why
