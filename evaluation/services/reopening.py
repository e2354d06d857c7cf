"""What is signed is opened again only with a reason; the reason stands in the trail, the scores do not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed
from brandportal.kit.text import clean_text
from evaluation.lifecycle import VISIT
from evaluation.models import ScoreSheet, SiteVisit
from evaluation.sheet_lifecycle import SHEET, stage_is_open

LONGEST_REASON = 300


@transaction.atomic
def reopen_sheet(sheet: ScoreSheet, *, reason: str, by: User, at: datetime | None = None) -> ScoreSheet:
    """Give a signed sheet back to its rater; where one form spans all entries, the whole form with it."""
    why = _read_reason(reason, _("Reason: say why the sheet is given back."))
    if sheet.channel.is_wide:
        _reopen_form(sheet, why, by, at or clock.now())
        sheet.refresh_from_db()
        return sheet
    reopened: ScoreSheet = SHEET.advance(
        sheet, "reopen", by=by, at=at, data={"reason": why}, updates={"signed_at": None}
    )
    return reopened


def _reopen_form(sheet: ScoreSheet, why: str, by: User, at: datetime) -> None:
    if not by.has_perm("evaluation.reopen_sheet", sheet):
        raise NotAllowed(_("You are not entitled to do this."))
    if closed := stage_is_open(sheet, by):
        raise DomainError(closed, code="guard")
    signed = list(sheet.rater.sheets.signed())
    if not signed:
        raise DomainError(_("This form is not signed; its rater can change it."), code="guard")
    SHEET.advance_all(
        signed,
        "reopen",
        subject=sheet.rater,
        by=by,
        at=at,
        updates={"signed_at": None},
        round_code=sheet.round_code,
        data={"reason": why},
    )


@transaction.atomic
def reopen_visit(visit: SiteVisit, *, reason: str, by: User, at: datetime | None = None) -> SiteVisit:
    """Open the closed record of a visit for a correction; the signatures drop, the record is then signed anew.

    Sheets that rest on it stay signed; their stage is not closed before the record is.
    """
    why = _read_reason(reason, _("Reason: say why the record is reopened."))
    names = "、".join(one.user.name for one in visit.signatures.select_related("user"))
    VISIT.advance(
        visit,
        "reopen",
        by=by,
        at=at,
        # Who has the page of the closed record open signs nothing with it.
        updates={"revision": visit.revision + 1},
        data={"reason": why, "signatures taken back": names},
    )
    visit.signatures.all().delete()
    return visit


def _read_reason(reason: str, blank: str) -> str:
    why = clean_text(reason, _("Reason"), field="reason")
    if not why:
        raise DomainError(blank, field="reason")
    if len(why) > LONGEST_REASON:
        raise DomainError(
            _("Reason: write at most %(count)d characters.") % {"count": LONGEST_REASON}, field="reason"
        )
    return why
