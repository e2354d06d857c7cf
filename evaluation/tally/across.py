"""From the values of an entry's forms to one value: mean, trimmed mean, median, sum, share, count."""

from collections.abc import Mapping
from fractions import Fraction

from evaluation.tally.counts import Pile
from evaluation.tally.exact import Exact
from evaluation.tally.forms.motion import votes
from evaluation.tally.rules import Channel, Trim


def across(channel: Channel, pile: Pile, base: int, scale: int) -> Fraction:
    """One value from a pile whose base is above 0 (tally.md 2.3, steps 2 and 3); its values are `scale` too large."""
    if channel.motion is not None:
        return Fraction(votes(pile, "yes"), base)
    if channel.across == "share":
        return _share(pile) * channel.max
    return _joined(channel, pile, base) / scale


def _share(pile: Pile) -> Fraction:
    good = pile.weighed(reading.good for reading in pile.readings)
    return Fraction(good) / pile.weighed(reading.asked for reading in pile.readings)


def _joined(channel: Channel, pile: Pile, base: int) -> Fraction:
    if channel.across == "median":
        return _median(pile.histogram())
    trim = channel.trim
    if channel.across == "mean" and trim is not None and base >= trim.if_at_least:
        return _trimmed_mean(trim, pile.histogram())
    total = Fraction(pile.weighed(reading.value for reading in pile.readings))
    return total / base if channel.across == "mean" else total


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


def _trimmed_mean(trim: Trim, values: Mapping[Exact, int]) -> Fraction:
    kept = dict(values)
    _drop(kept, sorted(kept), trim.low)
    _drop(kept, sorted(kept, reverse=True), trim.high)
    return Fraction(sum(value * number for value, number in kept.items())) / sum(kept.values())


def _drop(kept: dict[Exact, int], order: list[Exact], number: int) -> None:
    for value in order:
        taken = min(number, kept[value])
        kept[value] -= taken
        number -= taken
