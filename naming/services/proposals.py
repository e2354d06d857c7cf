"""The preliminary list: drawn up from the final tally, checked and changed by the committee's resolution."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application, Round
from applications.services.rounds import start_decision
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from evaluation.models.tallies import Tally
from naming.models import Proposal, ProposalItem
from naming.selectors.divisions import by_division, division_of, divisions_of

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Resolved:
    """What the committee resolved on one application: in or out, at which place, and why if it deviates.

    `level` is the key of a level that is not the one of the result.
    """

    code: str
    included: bool
    position: int | None = None
    reason: str = ""
    level: str = ""


@transaction.atomic
def draw_up_proposal(round: Round, tally: Tally, *, by: User | None, at: datetime | None = None) -> Proposal:
    """Make the preliminary list from the selection of the round's final tally; the round goes to the committee."""
    if tally.round_id != round.pk or tally.state != "final":
        raise DomainError(_("Only a final tally of this round can be proposed from."))
    result = json.loads(tally.result)
    if not result["selection"]:
        raise DomainError(
            _("This tally selects nobody yet: it stops before the last stage. Tally the last stage first.")
        )
    moment = at or clock.now()
    start_decision(round, by=by, at=moment)
    proposal = Proposal.objects.create(
        round=round,
        tally=tally,
        seats=_seats(round),
        created_by=by,
        created_at=moment,
    )
    _take_over(proposal, result["selection"])
    record(
        "draw_up_proposal",
        proposal,
        by=by,
        at=moment,
        round_code=round.code,
        data={"result": tally.result_digest, "proposed": proposal.items.filter(included=True).count()},
    )
    return proposal


def _seats(round: Round) -> int:
    """How many places the rules give in all, 0 where they set no number."""
    divisions = divisions_of(round)
    if divisions:
        return sum(int(one.quota) for one in divisions.values())
    select = json.loads(round.rules)["select"]
    return int(select.get("seats", "0")) or sum(int(medal["seats"]) for medal in select.get("medals", []))


def _take_over(proposal: Proposal, selection: list[dict[str, Any]]) -> None:
    by_code = {one.code: one for one in proposal.round.applications.all()}
    place = 0
    for row in by_division(proposal.round, selection, lambda one: by_code[one["entry"]]):
        awarded = row["outcome"] == "awarded"
        place += awarded
        ProposalItem.objects.create(
            proposal=proposal,
            application=by_code[row["entry"]],
            computed_rank=row["rank"] or 0,
            computed_in=awarded,
            total_printed=row["total"]["printed"],
            included=awarded,
            position=place if awarded else None,
        )


def faults_of_list(
    proposal: Proposal, items: Mapping[str, ProposalItem], resolved: Sequence[Resolved]
) -> list[DomainError]:
    """Return what is wrong with a resolved list: impossible places, and deviations without their reason.

    The computed ranks and sums stay as they are.
    """
    faults = _impossible(proposal, items, resolved)
    if any(one.code not in items for one in resolved):
        return faults
    reasons = {one.code: one.reason.strip() for one in resolved}
    return faults + [
        _reason_missing(items[code])
        for code in sorted(deviating(proposal.round, items, resolved))
        if len(reasons[code]) < SHORTEST_REASON
    ]


def deviating(round: Round, items: Mapping[str, ProposalItem], resolved: Sequence[Resolved]) -> set[str]:
    """Return the codes that need a reason: in or out against the ranking, or put before a better one of its list."""
    changed = {one.code for one in resolved if one.included != items[one.code].computed_in}
    kept = sorted((one for one in resolved if one.included), key=lambda one: one.position or 0)
    lists: dict[str, list[Resolved]] = {}
    for one in kept:
        lists.setdefault(division_of(round, items[one.code].application), []).append(one)
    return changed.union(*(_moved_up(items, own) for own in lists.values()))


def _moved_up(items: Mapping[str, ProposalItem], kept: Sequence[Resolved]) -> set[str]:
    ranks = [items[one.code].computed_rank for one in kept]
    return {
        one.code for place, one in enumerate(kept) if any(rank < ranks[place] for rank in ranks[place + 1 :])
    }


def _impossible(
    proposal: Proposal, items: Mapping[str, ProposalItem], resolved: Sequence[Resolved]
) -> list[DomainError]:
    faults = []
    if {one.code for one in resolved} != set(items) or len(resolved) != len(items):
        faults.append(
            DomainError(_("The list must hold every application of the final ranking exactly once."))
        )
    kept = [one for one in resolved if one.included]
    # A last place that the rules share makes the computed list longer than the places; the committee may follow it.
    computed = [one.application for one in items.values() if one.computed_in]
    seats = max(proposal.seats, len(computed))
    if proposal.seats and len(kept) > seats:
        faults.append(
            DomainError(
                ngettext(
                    "The rules give %(seats)d place; the list has %(n)d. Leave out %(over)d.",
                    "The rules give %(seats)d places; the list has %(n)d. Leave out %(over)d.",
                    seats,
                )
                % {"seats": seats, "n": len(kept), "over": len(kept) - seats}
            )
        )
    known = [one for one in kept if one.code in items]
    faults += _overfull(proposal.round, [items[one.code].application for one in known], computed)
    places = sorted(one.position or 0 for one in kept)
    if places != list(range(1, len(kept) + 1)):
        faults.append(DomainError(_("The places must run from 1 without a gap or a repetition.")))
    return faults


def _overfull(
    round: Round, kept: Sequence[Application], computed: Sequence[Application]
) -> list[DomainError]:
    """A refusal for each division with more places than the rules, or a last place that they share, give it."""
    faults = []
    for key, one in divisions_of(round).items():
        number = sum(each.stratum == key for each in kept)
        seats = max(int(one.quota), sum(each.stratum == key for each in computed))
        if number > seats:
            faults.append(
                DomainError(
                    ngettext(
                        "%(division)s: the rules give %(seats)d place; the list has %(n)d. Leave out %(over)d.",
                        "%(division)s: the rules give %(seats)d places; the list has %(n)d. Leave out %(over)d.",
                        seats,
                    )
                    % {"division": one.title, "seats": seats, "n": number, "over": number - seats}
                )
            )
    return faults


def _reason_missing(item: ProposalItem) -> DomainError:
    return DomainError(
        _("%(brand)s (%(unit)s) deviates from the ranking: give the reason, at least %(n)d characters.")
        % {"brand": item.application, "unit": item.application.unit, "n": SHORTEST_REASON},
        field=f"reason-{item.application.code}",
        code="reason",
    )


def keep_list(proposal: Proposal, items: Mapping[str, ProposalItem], resolved: Sequence[Resolved]) -> None:
    """Write the confirmed list beside the computed one."""
    # Places are unique: all are freed before they are given anew.
    proposal.items.update(included=False, position=None, reason="–")
    for one in resolved:
        item = items[one.code]
        item.included, item.position = one.included, one.position if one.included else None
        item.level, item.reason = one.level, one.reason.strip()
        item.save(update_fields=["included", "position", "level", "reason"])
