"""A form that spans entries: saved as it goes, line by line; what belongs to the whole is asked for at the signing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.models import Criterion, Rater, ScoreSheet
from evaluation.selectors.whole_forms import (
    answers_of,
    faults_of,
    is_blank,
    listed,
    mark_of,
    rule_of,
    sheets_of_form,
    strata_of_form,
)
from evaluation.services.answers import read_part
from evaluation.services.refusals import refuse_closed, refuse_undeclared

STALE, OFF_FORM = "stale", "off_form"


@transaction.atomic
def save_form(
    rater: Rater, typed: Mapping[str, str], *, by: User, mark: str, at: datetime | None = None
) -> list[ScoreSheet]:
    """Keep `typed` (entry code → "1" where picked, or a place; empty for neither; codes left out stay) and return all.

    `mark` tells which state of the form the typist saw (selectors.whole_forms.mark_of). Raises InputErrors with `field` =
    code for each doubtful answer, StaleState where the form has changed since, DomainError for an entry that is not on
    it and after the deadline, NotAllowed to anybody else.
    """
    at = at or clock.now()
    if not by.has_perm("evaluation.sign_place", rater):
        raise NotAllowed(_("Only the rater fills a score sheet."))
    lock_form(rater)
    sheets = sheets_of_form(rater)
    for sheet in sheets:
        refuse_closed(sheet, by, at)
    refuse_undeclared(rater)
    is_stale = mark != mark_of(sheets)
    _refuse_off_form(typed, sheets, is_stale=is_stale)
    written = _read(rater.channel.criteria.get(), sheets, typed)
    changed = [
        sheet for sheet in sheets if written.get(sheet.application.code, sheet.answers) != sheet.answers
    ]
    # A page that saves itself may overtake its own button: what stands on record already is no conflict.
    if changed and is_stale:
        raise StaleState(_changed_elsewhere(), code=STALE)
    for sheet in changed:
        sheet.answers = written[sheet.application.code]
        sheet.revision += 1
        sheet.saved_at = at
    ScoreSheet.objects.bulk_update(changed, ["answers", "revision", "saved_at"], batch_size=100)
    return sheets


def refuse_unsound(rater: Rater, sheets: Sequence[ScoreSheet], *, mark: str, is_meant_blank: bool) -> None:
    """Refuse to sign a form that breaks its rules, that is blank without the rater's word, or that was not looked at."""
    if mark and mark != mark_of(sheets):
        raise StaleState(
            _("The form was changed after this page was opened. Look at it again, then sign."), code=STALE
        )
    answers = answers_of(sheets)
    if is_blank(answers) and not is_meant_blank:
        raise DomainError(
            _("Nothing is filled in. Tick that you hand in a blank form, or fill it in first."), field="blank"
        )
    strata = strata_of_form(rater.channel, sheets)
    if faults := faults_of(rule_of(rater.channel), answers, strata):
        raise InputErrors([DomainError(fault.text) for fault in faults])


def lock_form(rater: Rater) -> None:
    """Let one save or signing of the form run at a time, for as long as the transaction lasts."""
    # The default order would join the round, and its row would be locked as well.
    Rater.objects.select_for_update(of=("self",)).order_by().get(pk=rater.pk)


def _refuse_off_form(typed: Mapping[str, str], sheets: Sequence[ScoreSheet], *, is_stale: bool) -> None:
    """What has left the form since the page was opened is a conflict; what it never offered is refused."""
    gone = sorted(set(typed) - {sheet.application.code for sheet in sheets})
    if gone and is_stale:
        raise StaleState(_changed_elsewhere(), code=STALE)
    if gone:
        sentence = _("%(codes)s: not on your form. Open the page again; what was saved is kept.")
        raise DomainError(sentence % {"codes": listed(gone)}, code=OFF_FORM)


def _changed_elsewhere() -> str:
    return _("This form was changed elsewhere in the meantime. Compare both versions, then save.")


def _read(line: Criterion, sheets: Sequence[ScoreSheet], typed: Mapping[str, str]) -> dict[str, str]:
    names = {sheet.application.code: f"{sheet.application.code} {sheet.application}" for sheet in sheets}
    written, errors = {}, []
    for code, text in typed.items():
        try:
            written[code] = read_part(line, text, label=names[code], field=code)
        except DomainError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return written
