"""How far each entry stands from the cut, in points of the total."""

from dataclasses import dataclass
from fractions import Fraction

from evaluation.stability.field import Field, Verdict


@dataclass(frozen=True)
class Margin:
    """Above the cut the lead over the best left out, below it the distance to the last taken (negative or 0).

    `margin` is None where nobody stands on the other side of the line.
    """

    entry: str
    total: Fraction
    is_in: bool
    margin: Fraction | None


def margins(field: Field) -> list[Margin]:
    """Every entry that is not vetoed, the largest total first."""
    verdict = field.actual
    edges = {name: edge(field, verdict, name) for name in {field.list_of(key) for key in verdict.totals}}
    rows = [
        _margin(key, total, edges[field.list_of(key)], is_in=key in verdict.taken)
        for key, total in verdict.totals.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, not row.is_in, row.entry))


def edge(field: Field, verdict: Verdict, name: str) -> tuple[Fraction | None, Fraction | None]:
    """The lowest total taken and the highest left out in one list."""
    members = {key: total for key, total in verdict.totals.items() if field.list_of(key) == name}
    taken = [total for key, total in members.items() if key in verdict.taken]
    left = [total for key, total in members.items() if key not in verdict.taken | verdict.undecided]
    return min(taken, default=None), max(left, default=None)


def gap(field: Field, verdict: Verdict) -> Fraction | None:
    """The narrowest distance between the last taken and the first left out, over all lists; None without a cut."""
    edges = [edge(field, verdict, name) for name in {field.list_of(key) for key in verdict.totals}]
    found = [taken - left for taken, left in edges if taken is not None and left is not None]
    return min(found, default=None)


def _margin(
    entry: str, total: Fraction, edges: tuple[Fraction | None, Fraction | None], *, is_in: bool
) -> Margin:
    other = edges[1] if is_in else edges[0]
    return Margin(entry, total, is_in, None if other is None else total - other)
