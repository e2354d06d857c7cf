"""When nothing more can be written on a sheet or a form: a closed stage, a signature, the deadline, no declaration."""

from datetime import datetime

from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit.errors import DomainError, StaleState
from evaluation.enums import SheetStatus
from evaluation.models import Rater, ScoreSheet
from evaluation.selectors.conflicts import has_declared
from evaluation.services.deadlines import refuse_after_deadline
from evaluation.sheet_lifecycle import stage_is_open


def refuse_undeclared(rater: Rater) -> None:
    """Nobody scores who has not said where they are not free to judge."""
    if not has_declared(rater.user, rater.channel.round):
        raise DomainError(
            _(
                "Sign the declaration on conflicts of interest first. It is asked once in each round, before scoring."
            ),
            code="undeclared",
        )


def refuse_closed(sheet: ScoreSheet, by: User | None, at: datetime) -> None:
    """Nothing is written on a sheet that is signed, whose stage is not open, or whose time is over."""
    if why := stage_is_open(sheet, by):
        raise DomainError(why, code="closed")
    if sheet.status == SheetStatus.SIGNED:
        raise StaleState(_signed(sheet))
    refuse_after_deadline(sheet.channel.stage, at)


def _signed(sheet: ScoreSheet) -> str:
    if sheet.channel.is_wide:
        return _("This form is signed. The organizer can give it back to you with a reason.")
    return _("This sheet is signed. The organizer can give it back to you with a reason.")
