"""The result without one named rater, for each in turn. Anonymous forms have no rater and are never left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.stability.field import Field, Verdict
from evaluation.stability.margins import gap
from evaluation.stability.wide import spanning
from evaluation.tally.bundle import FormRow
from evaluation.tally.channel import standings
from evaluation.tally.counts import Measure
from evaluation.tally.measure import Narrow, measure_narrow, measure_wide, reader_of
from evaluation.tally.rules import Channel

# entry, group, answers, state
Pattern = tuple[str, str, str, str]


@dataclass(frozen=True)
class Without:
    """What the stage gives without the forms of `rater`; a blocked one has too few forms left to be established.

    `gap` is the narrowest distance across the cut, in points of the total.
    """

    channel: str
    rater: str
    comes_in: tuple[str, ...]
    goes_out: tuple[str, ...]
    undecided: tuple[str, ...]
    is_blocked: bool
    gap: Fraction | None

    @property
    def changes(self) -> bool:
        return bool(self.comes_in or self.goes_out or self.undecided or self.is_blocked)


def leave_one_out(field: Field, forms: Sequence[FormRow]) -> list[Without]:
    """Every named rater of the stage's channels, in the order of the rules and then by pseudonym."""
    return [
        _without(field, channel, rater, measure)
        for channel in field.channels
        for rater, measure in (_spanning if channel.is_wide else _narrow)(field, channel, forms)
    ]


def _narrow(field: Field, channel: Channel, forms: Sequence[FormRow]) -> Iterator[tuple[str, Measure]]:
    """The channel measured without each of its raters."""
    rows = [row for row in forms if row.channel == channel.key]
    whole, reader = _counted(rows), reader_of(channel)
    for rater in sorted({row.rater for row in rows if row.rater and not row.state}):
        left = whole - _counted([row for row in rows if row.rater == rater])
        patterns: list[Narrow] = [(*pattern, number) for pattern, number in left.items()]
        yield rater, measure_narrow(channel, list(field.known[channel.key]), patterns, reader)


def _spanning(field: Field, channel: Channel, forms: Sequence[FormRow]) -> Iterator[tuple[str, Measure]]:
    held, stage = spanning(channel, forms), list(field.known[channel.key])
    for rater in sorted({form.rater for form in held if form.rater and form.is_given}):
        left = [(form.pattern, form.count) for form in held if form.rater != rater]
        yield rater, measure_wide(channel, stage, field.strata, left)


def _counted(rows: Sequence[FormRow]) -> Counter[Pattern]:
    counted: Counter[Pattern] = Counter()
    for row in rows:
        counted[row.entry, row.group, row.answers, row.state] += row.count
    return counted


def _without(field: Field, channel: Channel, rater: str, measure: Measure) -> Without:
    vetoed = {entry.key for entry in field.entries if entry.veto}
    verdict = field.judge({**field.known, channel.key: standings(channel, measure, vetoed)})
    comes_in, goes_out = moved(field.actual, verdict)
    return Without(
        channel.key,
        rater,
        comes_in,
        goes_out,
        tuple(sorted(verdict.undecided)),
        verdict.is_blocked,
        gap(field, verdict),
    )


def moved(actual: Verdict, other: Verdict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is above the cut only in the other verdict, and who only in the actual one; the undecided are neither."""
    if other.is_blocked:
        return (), ()
    comes_in = other.taken - actual.taken
    goes_out = actual.taken - other.taken - other.undecided
    return tuple(sorted(comes_in)), tuple(sorted(goes_out))
