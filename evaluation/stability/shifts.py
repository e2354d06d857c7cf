"""The smallest exact shift of one weight, the others scaled to keep their sum, that changes who is above the cut.

Totals are straight lines in the shift, so who is above the cut can only change where two of them cross or one crosses
a bound of the rules: between two such places one look is enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from evaluation.stability.field import Field, Verdict, is_linear
from evaluation.stability.leave_out import moved
from evaluation.stability.samples import MOST
from evaluation.tally.rules import Channel

UP, DOWN = 1, -1
BY_SEATS = {"top", "strata", "medals"}


@dataclass(frozen=True)
class Shift:
    """What becomes of the list when the weight of `channel` goes up (1) or down (-1).

    `at`: beyond this many points, at most `limit`, the list is another; None where it stays. `comes_in`, `goes_out` and
    `undecided` say what it is just beyond.
    """

    channel: str
    direction: int
    limit: Fraction
    at: Fraction | None = None
    comes_in: tuple[str, ...] = ()
    goes_out: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


def smallest_shifts(field: Field) -> list[Shift]:
    """One up and one down for each channel, in the order of the stage; [] with one channel or where not linear."""
    if len(field.channels) < 2 or not is_linear(field):
        return []
    return [_smallest(field, channel, way) for channel in field.channels for way in (UP, DOWN)]


def _smallest(field: Field, channel: Channel, way: int) -> Shift:
    rest = sum((one.weight for one in field.channels), start=Fraction(0)) - channel.weight
    limit = min(Fraction(MOST), rest if way == UP else channel.weight)
    places = sorted({at for at in _crossings(field, channel, way) if 0 < at < limit})
    edges = [Fraction(0), *places, limit]
    for start, end in pairwise(edges):
        verdict = _shifted(field, channel, way * (start + end) / 2)
        if verdict.taken != field.actual.taken or verdict.undecided:
            comes_in, goes_out = moved(field.actual, verdict)
            return Shift(channel.key, way, limit, start, comes_in, goes_out, tuple(sorted(verdict.undecided)))
    return Shift(channel.key, way, limit)


def _shifted(field: Field, channel: Channel, shift: Fraction) -> Verdict:
    rest = sum((one.weight for one in field.channels), start=Fraction(0)) - channel.weight
    return field.weighed(
        {
            one.key: one.weight + shift if one is channel else one.weight * (rest - shift) / rest
            for one in field.channels
        }
    )


def _crossings(field: Field, channel: Channel, way: int) -> Iterator[Fraction]:
    """The shifts at which two entries meet whose order counts, or an entry meets a bound."""
    totals, slopes = field.actual.totals, _slopes(field, channel, way)
    for bound in _bounds(field):
        yield from ((bound - totals[key]) / slopes[key] for key in totals if slopes[key])
    for key, other in _rivals(field) if _goes_by_seats(field) else ():
        rise = slopes[other] - slopes[key]
        if rise > 0 and field.list_of(key) == field.list_of(other):
            yield (totals[key] - totals[other]) / rise


def _rivals(field: Field) -> Iterator[tuple[str, str]]:
    """Pairs whose order decides who is above the line; after a tie at the line, which moves it, that is every pair."""
    totals, taken = field.actual.totals, field.actual.taken
    left = totals.keys() - taken
    at_the_line = [min(totals[key] for key in taken)] if taken else []
    at_the_line += [max(totals[key] for key in left)] if left else []
    has_tie = any(sum(total == edge for total in totals.values()) > 1 for edge in at_the_line)
    above, below = (totals.keys(), totals.keys()) if has_tie or field.rules.by_strata else (taken, left)
    return ((key, other) for key in above for other in below if key != other)


def _slopes(field: Field, channel: Channel, way: int) -> dict[str, Fraction]:
    """How much each total gains per point of shift: what the channel gives a point, less what the others did."""
    rest = sum((one.weight for one in field.channels), start=Fraction(0)) - channel.weight

    return {
        entry: way
        * (
            field.share(channel, entry)
            - sum(one.weight * field.share(one, entry) for one in field.channels if one is not channel) / rest
        )
        for entry in field.actual.totals
    }


def _goes_by_seats(field: Field) -> bool:
    if field.stage.key != field.rules.last.key:
        return field.stage.keep.kind in {"top", "share"}
    select = field.rules.select
    return select.mode in BY_SEATS or (select.mode == "levels" and select.share_mode == "cap")


def _bounds(field: Field) -> set[Fraction]:
    if field.stage.key != field.rules.last.key:
        return {field.stage.keep.amount} if field.stage.keep.kind == "min_score" else set()
    bounds = [
        field.rules.select.min_score,
        *(bound for level in field.rules.levels for bound in (level.min, level.below)),
    ]
    return {bound for bound in bounds if bound is not None}
