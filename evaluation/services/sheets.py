"""Scores: saved as they go, signed together. No score ever enters the trail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation.enums import SheetStatus
from evaluation.models import Rater, ScoreSheet
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.sheet_words import is_rejected
from evaluation.services.answers import read_answers, read_source
from evaluation.services.deadlines import refuse_after_deadline
from evaluation.services.refusals import refuse_closed, refuse_undeclared
from evaluation.services.whole_forms import lock_form, refuse_unsound
from evaluation.sheet_lifecycle import SHEET

LONGEST_REMARK = 1000


def save_sheet(
    sheet: ScoreSheet,
    answers: Mapping[str, str],
    *,
    by: User,
    revision: int,
    remark: str | None = None,
    source: str | None = None,
    flagged: bool | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Keep `answers` (criterion key → as typed, empty for not scored; keys left out stay) on an open sheet.

    `source` names the record that a figure comes from; it stays empty in channels that ask for none.

    Raises InputErrors with `field` = criterion key for each doubtful answer, StaleState when `revision` is not the
    sheet's own (another tab or machine saved meanwhile), NotAllowed on a recused sheet, DomainError after the deadline.
    """
    at = at or clock.now()
    _refuse_recused(sheet, by)
    refuse_closed(sheet, by, at)
    refuse_undeclared(sheet.rater)
    criteria = list(sheet.channel.criteria.all())
    written = read_answers(criteria, sheet.values, answers)
    updates: dict[str, object] = {
        "answers": written,
        "rejects": is_rejected(criteria, written.split(SEPARATOR)),
    }
    updates |= {"saved_at": at, "revision": revision + 1}
    if remark is not None:
        updates["remark"] = read_remark(remark)
    if source is not None and sheet.channel.needs_source:
        updates["source"] = read_source(source)
    if flagged is not None:
        updates["is_flagged"] = flagged
    hit = ScoreSheet.objects.filter(pk=sheet.pk, revision=revision, status=SheetStatus.OPEN)
    if hit.update(**updates) != 1:
        updates = _same_on_record(sheet, updates)
    for name, value in updates.items():
        setattr(sheet, name, value)
    return sheet


def _same_on_record(sheet: ScoreSheet, updates: Mapping[str, object]) -> dict[str, object]:
    """Return what stands on record if it is what was sent: a page that saves itself may overtake its own button."""
    fresh = ScoreSheet.objects.get(pk=sheet.pk)
    told = {name: value for name, value in updates.items() if name not in {"saved_at", "revision"}}
    if not fresh.is_open or any(getattr(fresh, name) != value for name, value in told.items()):
        raise StaleState(
            _("This sheet was changed elsewhere in the meantime. Compare both versions, then save.")
        )
    return told | {"saved_at": fresh.saved_at, "revision": fresh.revision}


@transaction.atomic
def save_sheets(
    rater: Rater,
    answers: Mapping[Application, Mapping[str, str]],
    *,
    by: User | None,
    source: str = "",
    at: datetime | None = None,
) -> int:
    """Keep the answers for many applications of one rater at once; the same refusals as `save_sheet`.

    `source`, where it is given, is the record that all of them come from. Recused applications are refused like on
    a single sheet. Returns how many sheets were written.
    """
    at = at or clock.now()
    if by is not None and by.pk != rater.user_id:
        raise NotAllowed(_("Only the rater fills a score sheet."))
    criteria = list(rater.channel.criteria.all())
    sheets = list(rater.sheets.filter(application__in=list(answers)).select_related("application"))
    _refuse_unknown(sheets, answers)
    if sheets:
        sheets[0].channel = rater.channel
        refuse_closed(sheets[0], by, at)
        refuse_undeclared(rater)
    for sheet in sheets:
        sheet.answers = read_answers(criteria, sheet.values, answers[sheet.application])
        sheet.rejects = is_rejected(criteria, sheet.values)
        if source and rater.channel.needs_source:
            sheet.source = read_source(source)
        sheet.revision += 1
        sheet.saved_at = at
        # A statement for each: one for all of them takes several times as long to be put together.
        sheet.save(update_fields=["answers", "rejects", "source", "revision", "saved_at"])
    record(
        "save_sheets", rater, by=by, at=at, round_code=rater.channel.round.code, data={"sheets": len(sheets)}
    )
    return len(sheets)


def read_remark(typed: str) -> str:
    """Return a private note as it is kept; raises InputErrors (field "remark") for one that is too long."""
    try:
        note = clean_text(typed, _("Private note"), field="remark")
    except DomainError as error:
        raise InputErrors([error]) from error
    if len(note) > LONGEST_REMARK:
        sentence = _("Private note: %(length)d characters, at most %(longest)d. Shorten the text.")
        raise InputErrors(
            [DomainError(sentence % {"length": len(note), "longest": LONGEST_REMARK}, field="remark")]
        )
    return note


@transaction.atomic
def sign_sheets(
    rater: Rater, *, by: User | None, at: datetime | None = None, mark: str = "", is_blank: bool = False
) -> int:
    """Sign all open sheets of `rater` at once; raises InputErrors naming each that is not ready.

    Where one form spans all entries it is signed as a whole: `mark` is the form as the signer saw it (StaleState where
    it has changed since; empty: not asked), `is_blank` their word that a form without any answer is meant so.
    """
    at = at or clock.now()
    if by is not None and not by.has_perm("evaluation.sign_place", rater):
        raise NotAllowed(_("Only the rater signs their score sheets."))
    if rater.channel.is_wide:
        lock_form(rater)
    sheets = open_sheets(rater)
    if not sheets:
        raise DomainError(_("All your sheets are signed already."), code="nothing")
    refuse_after_deadline(rater.channel.stage, at)
    refuse_undeclared(rater)
    errors = [DomainError(why) for sheet in sheets if (why := why_unsigned(sheet))]
    if errors:
        raise InputErrors(errors)
    if rater.channel.is_wide:
        refuse_unsound(rater, sheets, mark=mark, is_meant_blank=is_blank)
    SHEET.advance_all(
        sheets,
        "sign",
        subject=rater,
        by=by,
        at=at,
        updates={"signed_at": at},
        round_code=rater.channel.round.code,
        only_if=_written(rater),
    )
    return len(sheets)


def _written(rater: Rater) -> Q:
    """What each sheet must hold when it is signed; a form that spans entries is judged as a whole instead."""
    if rater.channel.is_wide:
        return Q()
    return ScoreSheet.FULL & ~Q(source="") if rater.channel.needs_source else ScoreSheet.FULL


def open_sheets(rater: Rater) -> list[ScoreSheet]:
    sheets = (
        ScoreSheet.objects.of_rater(rater).open().select_related("application__visit", "application__unit")
    )
    prefetch_related_objects([rater.channel], "criteria")
    found = list(sheets)
    for sheet in found:
        # One channel object for all, so that its stage and criteria are read once.
        sheet.channel, sheet.rater = rater.channel, rater
    return found


def why_unsigned(sheet: ScoreSheet) -> str | None:
    """Return the first reason why `sheet` cannot be signed now."""
    guards = SHEET.by_action["sign"].guards
    return next((str(why) for guard in guards if (why := guard(sheet, None))), None)


def note_refused_score(sheet: ScoreSheet, *, by: User) -> None:
    """Keep on record that a recused rater tried to score; outside any transaction of the deed that is refused."""
    record("refuse_recused_sheet", sheet, by=by, round_code=sheet.round_code)


def _refuse_recused(sheet: ScoreSheet, by: User) -> None:
    if not sheet.is_recused:
        if not by.has_perm("evaluation.save_sheet", sheet):
            raise NotAllowed(_("Only the rater fills a score sheet."))
        return
    note_refused_score(sheet, by=by)
    raise NotAllowed(_("You are recused from this application and cannot score it."))


def _refuse_unknown(sheets: Sequence[ScoreSheet], answers: Mapping[Application, object]) -> None:
    found = {sheet.application_id for sheet in sheets if sheet.is_open}
    for application in answers:
        if application.pk not in found:
            raise DomainError(
                _("%(application)s: there is no open sheet for this application.")
                % {"application": application}
            )
