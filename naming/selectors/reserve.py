"""Who is kept in reserve, in which order: as the result has it."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.models import Tally
from evaluation.selectors.results import Told, result_of
from naming.models import Proposal, ProposalItem
from naming.selectors.divisions import by_division, division_of


@dataclass(frozen=True)
class Kept:
    """An application in reserve; `place` counts from 1 within its list, and those of equal rank share it."""

    place: int
    item: ProposalItem


def selection_of(tally: Tally) -> dict[str, Told]:
    """Return entry code → its line in the selection of a final tally; a vetoed entry has none."""
    return {row["entry"]: row for row in result_of(tally)["selection"]}


def reserve_of(proposal: Proposal, items: Iterable[ProposalItem]) -> list[Kept]:
    """Return those of `items` that the result keeps in reserve, division by division in the order of their ranks."""
    rows = selection_of(proposal.tally)
    kept = [one for one in items if rows.get(one.application.code, {}).get("outcome") == "reserve"]
    lists: dict[str, list[int]] = {}
    for one in kept:
        lists.setdefault(division_of(proposal.round, one.application), []).append(one.computed_rank)
    placed = [
        Kept(
            1 + sum(rank < one.computed_rank for rank in lists[division_of(proposal.round, one.application)]),
            one,
        )
        for one in sorted(kept, key=lambda one: (one.computed_rank, one.application.code))
    ]
    return by_division(proposal.round, placed, lambda one: one.item.application)
