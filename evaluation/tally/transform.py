"""From values to points: by the ratio to the largest, by place, or by band."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from evaluation.tally.rules import Transform


def transformed(transform: Transform, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The points of each entry; `values` are those of the entries that take a place."""
    if transform.kind == "ratio_to_max":
        return _ratios(transform, values)
    if transform.kind == "bands":
        return {entry: _band(transform, value) for entry, value in values.items()}
    return _by_place(transform, values)


def place_points(transform: Transform, place: int) -> Fraction:
    """The points of a place, counted from 1."""
    if transform.first is None:
        return transform.table[place - 1] if place <= len(transform.table) else transform.beyond
    points = transform.first + transform.step * (place - 1)
    return points if transform.least is None else max(points, transform.least)


def _ratios(transform: Transform, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    largest = max(values.values(), default=Fraction(0))
    if largest <= 0:
        return dict.fromkeys(values, Fraction(0))
    return {entry: value / largest * transform.to for entry, value in values.items()}


def _band(transform: Transform, value: Fraction) -> Fraction:
    reached = [(bound, points) for bound, points in transform.bands if value >= bound]
    return max(reached)[1] if reached else Fraction(0)


def _by_place(transform: Transform, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    points: dict[Fraction, Fraction] = {}
    numbers, place = Counter(values.values()), 1
    for value in sorted(numbers, reverse=True):
        number = numbers[value]
        points[value] = _shared_points(transform, place, number)
        place += number
    return {entry: points[value] for entry, value in values.items()}


def _shared_points(transform: Transform, place: int, number: int) -> Fraction:
    if transform.ties == "same":
        return place_points(transform, place)
    occupied = (place_points(transform, place + step) for step in range(number))
    return sum(occupied, start=Fraction(0)) / number
