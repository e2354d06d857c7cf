"""What the panel found on the spot. The findings are the panel's; the points stand on each member's own sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation.enums import RaterKind, Seen, VisitStatus
from evaluation.lifecycle import LEAST_MEMBERS, VISIT, review_is_open
from evaluation.models import Conflict, Declaration, Rater, Recusal, SiteVisit
from evaluation.selectors.visits import checklist_of

LONGEST_PLACE = 120
LONGEST_FINDINGS = 4000
LONGEST_NOTE = 300
# What was found on one line of the checklist: a value of Seen, and a note.
Check = tuple[str, str]


@transaction.atomic
def record_visit(
    visit: SiteVisit,
    *,
    visited_on: date,
    place: str,
    findings: str,
    members: Sequence[User],
    checks: Mapping[str, Check],
    by: User | None,
    revision: int | None = None,
    at: datetime | None = None,
) -> SiteVisit:
    """Put a visit on record, or correct one that two members have not signed yet; a correction takes signatures back.

    At least two members of the panel, none of them recused, must have been there, and every line of the checklist is
    answered. Raises InputErrors with `field`.
    """
    at = at or clock.now()
    facts = _checked(visit, visited_on, place, findings, members, checks, at)
    expected = visit.revision if revision is None else revision
    updates = {**facts, "recorded_at": at, "recorded_by": by or members[0], "revision": expected + 1}
    if visit.revision != expected:
        raise StaleState(
            _("This visit was changed elsewhere in the meantime. Compare both versions, then save.")
        )
    data = {"date": visited_on.isoformat(), "members": len(members)}
    if visit.is_recorded:
        _correct(visit, updates, data, by, at, expected)
    else:
        VISIT.advance(visit, "record", by=by, at=at, updates=updates, data=data)
    visit.members.set(members)
    return visit


def _correct(
    visit: SiteVisit,
    updates: dict[str, object],
    data: dict[str, object],
    by: User | None,
    at: datetime,
    expected: int,
) -> None:
    if by is not None and not by.has_perm("evaluation.record_visit", visit):
        raise NotAllowed(_("Only members of the panel who are not recused record a visit."))
    if why := review_is_open(visit, by):
        raise DomainError(why, code="closed")
    if visit.is_signed:
        raise DomainError(
            _(
                "At least two members have signed this record, which closed it. The organizer or the chair can reopen it."
            ),
            code="signed",
        )
    open_record = SiteVisit.objects.filter(pk=visit.pk, revision=expected, status=VisitStatus.RECORDED)
    if open_record.update(**updates) != 1:
        raise StaleState(
            _("This visit was changed elsewhere in the meantime. Compare both versions, then save.")
        )
    for name, value in updates.items():
        setattr(visit, name, value)
    taken_back, _rows = visit.signatures.all().delete()
    data = {**data, "signatures taken back": taken_back}
    record("correct_visit", visit, by=by, at=at, round_code=visit.round_code, data=data)


def _checked(
    visit: SiteVisit,
    visited_on: date,
    place: str,
    findings: str,
    members: Sequence[User],
    checks: Mapping[str, Check],
    at: datetime,
) -> dict[str, object]:
    errors: list[DomainError] = []
    where = _text(place, _("Place"), "place", LONGEST_PLACE, errors)
    what = _text(findings, _("Findings"), "findings", LONGEST_FINDINGS, errors)
    if visited_on > clock.today(at):
        errors.append(
            DomainError(
                _("Date of the visit: this day lies ahead. Record the visit after it."), field="visited_on"
            )
        )
    errors.extend(refusals_of_members(visit, members, _("Members present"), "members"))
    if not any(error.field == "members" for error in errors):
        errors.extend(refusals_of_undeclared(visit, members))
    lines = _checks(visit, checks, errors)
    if errors:
        raise InputErrors(errors)
    return {"visited_on": visited_on, "place": where, "findings": what, "checks": lines}


def _checks(visit: SiteVisit, checks: Mapping[str, Check], errors: list[DomainError]) -> list[dict[str, str]]:
    """Return the checklist as it is kept, in the order of the rules."""
    kept = []
    for line in checklist_of(visit.round):
        seen, typed = checks.get(line.key, ("", ""))
        if seen not in Seen.values:
            sentence = _("%(line)s: choose what was found; “not looked at” is an answer too.")
            errors.append(DomainError(sentence % {"line": line.title}, field=f"seen-{line.key}"))
        field, note = f"note-{line.key}", ""
        try:
            note = clean_text(typed, line.title, field=field)
        except DomainError as error:
            errors.append(error)
        if len(note) > LONGEST_NOTE:
            sentence = _("%(label)s: %(length)d characters, at most %(longest)d. Shorten the text.")
            words = {"label": line.title, "length": len(note), "longest": LONGEST_NOTE}
            errors.append(DomainError(sentence % words, field=field))
        kept.append({"key": line.key, "seen": seen, "note": note})
    return kept


def _text(text: str, label: str, field: str, longest: int, errors: list[DomainError]) -> str:
    try:
        cleaned = clean_text(text, label, field=field)
    except DomainError as error:
        errors.append(error)
        return text
    if not cleaned:
        errors.append(
            DomainError(
                _("%(label)s: this is part of the record. Fill it in.") % {"label": label}, field=field
            )
        )
    if len(cleaned) > longest:
        errors.append(
            DomainError(
                _("%(label)s: %(length)d characters, at most %(longest)d. Shorten the text.")
                % {"label": label, "length": len(cleaned), "longest": longest},
                field=field,
            )
        )
    return cleaned


def refusals_of_members(
    visit: SiteVisit, members: Sequence[User], label: str, field: str
) -> list[DomainError]:
    """Return why `members` cannot go there: too few, off the panel, recused, undeclared, or with a tie to be decided."""
    keys = {member.pk for member in members}
    if len(keys) < LEAST_MEMBERS:
        sentence = _("%(label)s: a visit needs at least %(least)d members of the panel. Tick more of them.")
        return [DomainError(sentence % {"label": label, "least": LEAST_MEMBERS}, field=field)]
    panel = Rater.objects.filter(channel__round_id=visit.round_id, channel__raters=RaterKind.PANEL)
    here = {"application_id": visit.application_id, "user__in": keys}
    barred = keys - _users(panel.filter(user__in=keys)) | _users(Recusal.objects.filter(**here))
    tied = _users(Conflict.objects.undecided().filter(**here)) - barred
    found = (
        (barred, _("%(label)s: %(names)s cannot be named, not on the panel or recused here.")),
        (
            tied,
            _("%(label)s: %(names)s has a tie to this application that the organizer has to decide first."),
        ),
    )
    return [
        DomainError(sentence % {"label": label, "names": names_of(members, whom)}, field=field)
        for whom, sentence in found
        if whom
    ]


def refusals_of_undeclared(visit: SiteVisit, members: Sequence[User]) -> list[DomainError]:
    keys = {member.pk for member in members}
    declared = _users(Declaration.objects.filter(round_id=visit.round_id, user__in=keys))
    if keys <= declared:
        return []
    sentence = _("Members present: %(names)s must sign the declaration on conflicts of interest first.")
    return [DomainError(sentence % {"names": names_of(members, keys - declared)}, field="members")]


def _users(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("user_id", flat=True))


def names_of(members: Sequence[User], whom: set[int]) -> str:
    return _(", ").join(member.name for member in members if member.pk in whom)
