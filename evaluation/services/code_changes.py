"""Changes to the codes that need two people: more of them after the opening, slips taken back, slips made again."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.code_lifecycle import CODE_CHANGE
from evaluation.enums import ChangeKind
from evaluation.models import Channel, Code, CodeChange
from evaluation.models.commitments import head_of, serial_of
from evaluation.selectors.commitments import latest_commitment
from evaluation.services.codes import (
    MOST_AT_ONCE,
    Draw,
    checked_reason,
    codes_for,
    draw_codes,
    refuse_count,
    refuse_group,
    refuse_over,
    revoke_unused,
    store_draw,
)
from evaluation.services.commitments import commit_codes
from evaluation.services.mixing import ballots_locked


@dataclass(frozen=True)
class Wanted:
    """What is asked for: `quantity` new codes, or the codes with the serial numbers `first` to `last`."""

    kind: str
    application: Application | None
    quantity: int = 0
    group: str = ""
    first: int = 0
    last: int = 0


@transaction.atomic
def ask_code_change(
    channel: Channel, wanted: Wanted, *, reason: str, by: User, at: datetime | None = None
) -> CodeChange:
    """Enter a change for a second person to agree to; nothing happens to the codes yet."""
    if not by.has_perm("evaluation.issue_codes"):
        raise NotAllowed(_("Only the organizing department asks for changes to the codes."))
    refuse_over(channel)
    _refuse_unsound(channel, wanted)
    last = CodeChange.objects.filter(round=channel.round).aggregate(last=Max("number"))["last"] or 0
    change = CodeChange.objects.create(
        round=channel.round,
        channel=channel,
        number=last + 1,
        kind=wanted.kind,
        application=wanted.application,
        quantity=wanted.quantity,
        group=wanted.group,
        first=wanted.first,
        last=wanted.last,
        reason=checked_reason(reason),
        asked_by=by,
        asked_at=at or clock.now(),
    )
    record(
        "ask_code_change",
        change,
        by=by,
        at=at,
        round_code=channel.round_code,
        data=_facts(change) | {"reason": reason},
    )
    return change


def agree_code_change(change: CodeChange, *, by: User, at: datetime | None = None) -> CodeChange:
    """Put the second name to a change."""
    at = at or clock.now()
    agreed: CodeChange = CODE_CHANGE.advance(
        change, "agree", by=by, at=at, updates={"agreed_by": by, "agreed_at": at}, data=_facts(change)
    )
    return agreed


def decline_code_change(change: CodeChange, *, by: User, at: datetime | None = None) -> CodeChange:
    declined: CodeChange = CODE_CHANGE.advance(change, "decline", by=by, at=at, data=_facts(change))
    return declined


def draw_for(change: CodeChange) -> Draw:
    """Draw the codes that `change` makes: as many as it revokes, of the same groups, or as it asks for."""
    groups = _groups_drawn(change)
    if change.kind == ChangeKind.REVOKE:
        return Draw(change.channel, [])
    if not groups:
        raise _all_used(change)
    draw = draw_codes(change.channel, [change.application], len(groups), group=groups[0])
    slips = [replace(slip, group=group) for slip, group in zip(draw.slips, groups, strict=True)]
    return replace(draw, slips=slips)


def _groups_drawn(change: CodeChange) -> list[str]:
    """The group of each code to be made, in the order of the serial numbers."""
    if change.kind == ChangeKind.ISSUE:
        return [change.group] * change.quantity
    return list(_unused(change).order_by("serial").values_list("group", flat=True))


@transaction.atomic
def carry_out_code_change(
    change: CodeChange, draw: Draw, *, by: User, at: datetime | None = None
) -> CodeChange:
    """Do what two people agreed on, once; after the opening the portal commits to the codes anew.

    `draw` comes from `draw_for`. Raises StaleState when a code was used, or codes were made, since then.
    """
    at = at or clock.now()
    with ballots_locked(change.round):
        done: CodeChange = CODE_CHANGE.advance(
            change, "carry_out", by=by, at=at, updates={"done_at": at}, data=_facts(change)
        )
        _revoke(done, draw)
        if draw.slips:
            store_draw(draw, by=by, at=at)
        if latest_commitment(done.channel) is not None:
            names = {"by": done.asked_by, "agreed_by": done.agreed_by}
            commit_codes(done.channel, reason=done.reason, at=at, **names)
    return done


def _revoke(change: CodeChange, draw: Draw) -> None:
    if change.kind == ChangeKind.ISSUE:
        return
    revoked = revoke_unused(_unused(change))
    if not revoked:
        raise _all_used(change)
    if change.kind == ChangeKind.REPLACE and revoked != len(draw.slips):
        raise StaleState(_("A code was used in the meantime. Carry the change out again."))


def _unused(change: CodeChange) -> QuerySet[Code]:
    serials = [serial_of(change.head, number) for number in range(change.first, change.last + 1)]
    return Code.objects.filter(channel=change.channel, serial__in=serials, used=False, revoked=False)


def _all_used(change: CodeChange) -> DomainError:
    return DomainError(
        _("%(serials)s: all of these codes were used or revoked before; there is nothing left to revoke.")
        % {"serials": change.span},
        code="used",
    )


def _refuse_unsound(channel: Channel, wanted: Wanted) -> None:
    if wanted.kind == ChangeKind.ISSUE:
        refuse_count(wanted.quantity, 1, field="quantity")
        refuse_group(channel, wanted.group)
        return
    made = codes_for(channel, wanted.application).count()
    errors = []
    if not 1 <= wanted.first <= made:
        errors.append(
            DomainError(
                _("From number: %(application)s has the serial numbers 1 to %(made)d; write one of them.")
                % {"application": head_of(channel, wanted.application), "made": made},
                field="first",
            )
        )
    if not wanted.first <= wanted.last <= made or wanted.last - wanted.first >= MOST_AT_ONCE:
        errors.append(
            DomainError(
                _(
                    "To number: write a number from the first one on, up to %(made)d and at most %(most)d codes at once."
                )
                % {"made": made, "most": MOST_AT_ONCE},
                field="last",
            )
        )
    if errors:
        raise InputErrors(errors)


def _facts(change: CodeChange) -> dict[str, str]:
    return {
        "kind": change.kind,
        "application": change.head,
        **({"group": change.group} if change.group else {}),
        "codes": str(change.quantity) if change.kind == ChangeKind.ISSUE else change.span,
        "asked_by": change.asked_by.username,
    }
