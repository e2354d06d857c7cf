"""From the values of an entry's forms to one value: mean, trimmed mean, median, sum, share, count."""

from collections.abc import Mapping
from fractions import Fraction

from evaluation.tally.counts import Exact, Pile
from evaluation.tally.rules import Channel, Trim


def across(channel: Channel, pile: Pile, base: int) -> Fraction:
    """One value from a pile whose base is above 0 (tally.md 2.3, steps 2 and 3)."""
    if channel.motion is not None:
        return Fraction(pile.marks[0]["yes"], base)
    if channel.across == "share":
        return Fraction(pile.good, pile.asked) * channel.max
    if channel.across == "median":
        return _median(pile.values)
    if channel.across == "mean":
        return _mean(_trimmed(channel.trim, pile.values, base))
    return _sum(pile.values)


def _sum(values: Mapping[Exact, int]) -> Fraction:
    return Fraction(sum(value * number for value, number in values.items()))


def _mean(values: Mapping[Exact, int]) -> Fraction:
    return _sum(values) / sum(values.values())


def _median(values: Mapping[Exact, int]) -> Fraction:
    number = sum(values.values())
    middle = (_nth(values, (number - 1) // 2), _nth(values, number // 2))
    return Fraction(middle[0] + middle[1]) / 2


def _nth(values: Mapping[Exact, int], index: int) -> Exact:
    passed = 0
    for value in sorted(values):
        passed += values[value]
        if passed > index:
            return value
    raise IndexError(index)


def _trimmed(trim: Trim | None, values: Mapping[Exact, int], base: int) -> Mapping[Exact, int]:
    if trim is None or base < trim.if_at_least:
        return values
    kept = dict(values)
    _drop(kept, sorted(kept), trim.low)
    _drop(kept, sorted(kept, reverse=True), trim.high)
    return kept


def _drop(kept: dict[Exact, int], order: list[Exact], number: int) -> None:
    for value in order:
        taken = min(number, kept[value])
        kept[value] -= taken
        number -= taken
