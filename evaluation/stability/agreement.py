"""How far named raters agree: Kendall's W with ties, and how much each gives above or below the others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.stability.field import Field
from evaluation.stability.wide import orders
from evaluation.tally.bundle import FormRow
from evaluation.tally.measure import reader_of
from evaluation.tally.rules import Channel

# rater → entry → points of the form
Points = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True)
class Agreement:
    """Kendall's W of the largest group of raters that rated the same entries, from 0 (none) to 1 (the same order).

    `w` is None where fewer than two raters share two entries, or all of them place all entries level.
    """

    channel: str
    raters: tuple[str, ...]
    others: tuple[str, ...]
    entries: int
    w: Fraction | None


@dataclass(frozen=True)
class Severity:
    """A rater's mean against the mean of the others on the same entries, in points of the form, above 0 when milder."""

    channel: str
    rater: str
    entries: int
    own: Fraction
    others: Fraction

    @property
    def difference(self) -> Fraction:
        return self.own - self.others


def agreements(field: Field, forms: Sequence[FormRow]) -> list[Agreement]:
    """One for each channel of the stage in which named raters give points, picks or places."""
    return [_agreement(channel.key, points) for channel, points in _named(field, forms)]


def severities(field: Field, forms: Sequence[FormRow]) -> list[Severity]:
    """Every named rater who rated at least one entry that another rated too.

    Picks and rankings have none: whoever fills them in gives away the same places as all others.
    """
    return [
        row
        for channel, points in _named(field, forms)
        if not channel.is_wide
        for row in _severities(channel.key, points)
    ]


def kendall(rows: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """W = 12 S ÷ (m² (n³ − n) − m Σ (t³ − t)) of m raters (rows) over n entries, tied entries on their mean rank.

    None with fewer than two rows or columns, or where every rater places all entries level.
    """
    m, n = len(rows), len(rows[0]) if rows else 0
    if m < 2 or n < 2:
        return None
    sums = [sum(column) for column in zip(*(_mean_ranks(row) for row in rows), strict=True)]
    middle = Fraction(m * (n + 1), 2)
    spread = sum(((one - middle) ** 2 for one in sums), start=Fraction(0))
    ties = sum(count**3 - count for row in rows for count in Counter(row).values())
    divisor = m * m * (n**3 - n) - m * ties
    return 12 * spread / divisor if divisor else None


def _mean_ranks(row: Sequence[Fraction]) -> list[Fraction]:
    ranks: dict[Fraction, Fraction] = {}
    passed = 0
    for value, count in sorted(Counter(row).items()):
        ranks[value] = passed + Fraction(count + 1, 2)
        passed += count
    return [ranks[value] for value in row]


def _named(field: Field, forms: Sequence[FormRow]) -> Iterator[tuple[Channel, Points]]:
    for channel in field.channels:
        if channel.motion is not None:
            continue
        spans = channel.is_wide
        points = dict(sorted(orders(channel, field, forms))) if spans else _points(channel, field, forms)
        if points:
            yield channel, points


def _points(channel: Channel, field: Field, forms: Sequence[FormRow]) -> Points:
    """What each valid form in the base gives, in points of the form, before trimming and any transform."""
    reader, asked = reader_of(channel), field.known[channel.key]
    points: dict[str, dict[str, Fraction]] = {}
    for row in forms:
        if row.channel != channel.key or not row.rater or row.state or row.entry not in asked:
            continue
        reading = reader.read(row.answers)
        if reading.fate == "valid" and reading.in_base:
            points.setdefault(row.rater, {})[row.entry] = Fraction(reading.value) / reader.scale
    return dict(sorted(points.items()))


def _agreement(channel: str, points: Points) -> Agreement:
    groups: dict[tuple[str, ...], list[str]] = {}
    for rater, given in points.items():
        groups.setdefault(tuple(sorted(given)), []).append(rater)
    entries, raters = max(groups.items(), key=lambda group: (len(group[1]), len(group[0]), group[0]))
    rows = [[points[rater][entry] for entry in entries] for rater in raters]
    others = tuple(rater for rater in points if rater not in raters)
    return Agreement(channel, tuple(raters), others, len(entries), kendall(rows))


def _severities(channel: str, points: Points) -> Iterator[Severity]:
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for given in points.values():
        counts.update(given.keys())
        for entry, value in given.items():
            sums[entry] += value  # type: ignore[assignment]
    for rater, given in points.items():
        shared = [entry for entry in given if counts[entry] > 1]
        if shared:
            number = len(shared)
            own = sum((given[entry] for entry in shared), start=Fraction(0)) / number
            rest = sum((Fraction(sums[e] - given[e]) / (counts[e] - 1) for e in shared), start=Fraction(0))
            yield Severity(channel, rater, number, own, rest / number)
