"""What the panel found on the spot. The findings are the panel's; the points stand on each member's own sheet."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation.enums import RaterKind
from evaluation.lifecycle import LEAST_MEMBERS, VISIT, review_is_open
from evaluation.models import Declaration, Rater, Recusal, ScoreSheet, SiteVisit

LONGEST_PLACE = 120
LONGEST_FINDINGS = 4000


@transaction.atomic
def record_visit(
    visit: SiteVisit,
    *,
    visited_on: date,
    place: str,
    findings: str,
    members: Sequence[User],
    by: User | None,
    revision: int | None = None,
    at: datetime | None = None,
) -> SiteVisit:
    """Put a visit on record, or correct one while nobody has signed a sheet that rests on it.

    At least two members of the panel, none of them recused, must have been there. Raises InputErrors with `field`.
    """
    at = at or clock.now()
    facts = _checked(visit, visited_on, place, findings, members, at)
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
    signed = ScoreSheet.objects.filter(application_id=visit.application_id).signed()
    if signed.filter(channel__raters=RaterKind.PANEL).exists():
        raise DomainError(
            _("A panel member has signed a sheet that rests on this visit. It can no longer be changed."),
            code="signed",
        )
    if SiteVisit.objects.filter(pk=visit.pk, revision=expected).update(**updates) != 1:
        raise StaleState(
            _("This visit was changed elsewhere in the meantime. Compare both versions, then save.")
        )
    for name, value in updates.items():
        setattr(visit, name, value)
    record("correct_visit", visit, by=by, at=at, round_code=visit.round_code, data=data)


def _checked(
    visit: SiteVisit, visited_on: date, place: str, findings: str, members: Sequence[User], at: datetime
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
    errors.extend(_members(visit, members))
    if errors:
        raise InputErrors(errors)
    return {"visited_on": visited_on, "place": where, "findings": what}


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


def _members(visit: SiteVisit, members: Sequence[User]) -> list[DomainError]:
    keys = {member.pk for member in members}
    if len(keys) < LEAST_MEMBERS:
        return [
            DomainError(
                _(
                    "Members present: a visit needs at least %(least)d members of the panel. Tick all who were there."
                )
                % {"least": LEAST_MEMBERS},
                field="members",
            )
        ]
    on_panel = Rater.objects.filter(
        channel__round_id=visit.round_id, channel__raters=RaterKind.PANEL, user__in=keys
    ).values_list("user_id", flat=True)
    recused = Recusal.objects.filter(application_id=visit.application_id, user__in=keys).values_list(
        "user_id", flat=True
    )
    declared = Declaration.objects.filter(round_id=visit.round_id, user__in=keys).values_list(
        "user_id", flat=True
    )
    barred = (keys - set(on_panel)) | set(recused)
    undeclared = keys - barred - set(declared)
    found = (
        (barred, _("Members present: %(names)s cannot be named, not on the panel or recused here.")),
        (
            undeclared,
            _("Members present: %(names)s must sign the declaration on conflicts of interest first."),
        ),
    )
    return [
        DomainError(sentence % {"names": _names(members, whom)}, field="members")
        for whom, sentence in found
        if whom
    ]


def _names(members: Sequence[User], whom: set[int]) -> str:
    return _(", ").join(member.name for member in members if member.pk in whom)
