"""Who waits for a place, and who is kept in reserve in which order: as the result has it."""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.models import Round
from applications.selectors.rules import rules_chapter
from evaluation.models import Tally
from evaluation.selectors.results import Told, result_of
from naming.models import Proposal, ProposalItem
from naming.selectors.divisions import by_division, division_of

# Reasons of an entry that nothing but the number of seats kept out (docs/tally.md, reasons of the selection).
FOR_LACK_OF_A_SEAT = frozenset({"no_seat", "tie_order", "tie_decided"})


@dataclass(frozen=True)
class Kept:
    """An application in reserve; `place` counts from 1 within its list, and those of equal rank share it."""

    place: int
    item: ProposalItem


def selection_of(tally: Tally) -> dict[str, Told]:
    """Return entry code → its line in the selection of a final tally; a vetoed entry has none."""
    return {row["entry"]: row for row in result_of(tally)["selection"]}


def in_line(tally: Tally) -> set[str]:
    """Return the codes of those who may come in for others: the reserve, else whoever misses nothing but a seat."""
    rows = selection_of(tally)
    reserve = {code for code, row in rows.items() if row["outcome"] == "reserve"}
    return reserve or {code for code, row in rows.items() if _misses_a_seat(row)}


def _misses_a_seat(row: Told) -> bool:
    reasons = row["reasons"] if row["outcome"] == "not_awarded" else []
    return bool(reasons) and FOR_LACK_OF_A_SEAT.issuperset(reasons)


def may_be_fewer(round: Round) -> bool:
    """Return whether the rules let places stay empty although somebody waits for one."""
    return bool(rules_chapter(round, "select").get("may_be_fewer", True))


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
