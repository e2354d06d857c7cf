"""Step 5 of tally.md 2.3: places, ratios and bands."""

from collections.abc import Mapping
from fractions import Fraction

from evaluation.tally.rules import Transform


def points_of_place(transform: Transform, place: int) -> Fraction:
    if transform.table:
        return transform.table[place - 1] if place <= len(transform.table) else transform.beyond
    points = transform.first + transform.step * (place - 1)
    return points if transform.least is None else max(points, transform.least)


def transformed(transform: Transform, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Of the values of a whole stage, largest first."""
    if transform.kind == "ratio_to_max":
        largest = max(values.values(), default=Fraction(0))
        if largest <= 0:
            return dict.fromkeys(values, Fraction(0))
        return {key: value / largest * transform.to for key, value in values.items()}
    if transform.kind == "bands":
        return {key: _band(transform, value) for key, value in values.items()}
    return {key: _ranked(transform, value, list(values.values())) for key, value in values.items()}


def _band(transform: Transform, value: Fraction) -> Fraction:
    reached = [(bound, points) for bound, points in transform.bands if value >= bound]
    return max(reached)[1] if reached else Fraction(0)


def _ranked(transform: Transform, value: Fraction, values: list[Fraction]) -> Fraction:
    best = 1 + sum(1 for other in values if other > value)
    shared = sum(1 for other in values if other == value)
    if transform.ties == "same":
        return points_of_place(transform, best)
    total = sum((points_of_place(transform, best + step) for step in range(shared)), Fraction(0))
    return total / shared
