"""From counted forms to what each entry has in a channel: counts, base, value and item means."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from evaluation.tally.across import across
from evaluation.tally.counts import Counts, Measure, Measured, Part, Pile
from evaluation.tally.exact import Exact
from evaluation.tally.forms.figure import FigureForm
from evaluation.tally.forms.items import ItemSheet
from evaluation.tally.forms.ledger import LedgerForm
from evaluation.tally.forms.levels import LevelSheet
from evaluation.tally.forms.motion import MotionForm, divisor
from evaluation.tally.forms.picks import PicksForm
from evaluation.tally.forms.ranking import RankingForm
from evaluation.tally.forms.reading import BLANK, Reader, Reading
from evaluation.tally.forms.wide import RECUSED, VOID, WideForm
from evaluation.tally.inputs import WidePattern
from evaluation.tally.rules import Channel

# entry, group, answers, state and how many such forms
Narrow = tuple[str, str, str, str, int]
Place = tuple[str, str]
Piles = dict[Place, Pile]


def reader_of(channel: Channel) -> Reader:
    """The room of a form on one entry."""
    blank = Reading("blank") if channel.blank_in_base else BLANK
    if channel.form == "items":
        return ItemSheet(channel)
    if channel.form == "levels":
        return LevelSheet(channel)
    if channel.figure is not None:
        return FigureForm(channel.figure, blank)
    return MotionForm() if channel.form == "motion" else LedgerForm(channel, blank)


def wide_reader_of(channel: Channel, stage: Sequence[str], strata: Mapping[str, str]) -> WideForm:
    """The room of a form that spans the entries of `stage`."""
    return (PicksForm if channel.form == "picks" else RankingForm)(channel, stage, strata)


def measure_narrow(
    channel: Channel, stage: Sequence[str], forms: Iterable[Narrow], reader: Reader | None = None
) -> Measure:
    """Count the forms of a channel on one entry each; forms on entries outside the stage count for the channel only.

    Whoever counts much the same forms again brings one `reader` of the channel, which knows what it has read.
    """
    reader = reader or reader_of(channel)
    read = reader.read
    piles = _piles(channel, stage)
    outside = Counts()
    for entry, group, answers, state, number in forms:
        pile = piles.get((entry, group))
        if state:
            _count_state(outside if pile is None else pile.counts, state, number)
            continue
        reading = read(answers)
        if pile is None:
            _count_outside(outside, reading, number)
        elif reading.reason:
            pile.counts.invalid[reading.reason] += number
        else:
            pile.counts.add(reading.fate, "", number)
            if reading.in_base:
                pile.lay(reading, number)
    return _finish(channel, stage, piles, outside, reader.scale)


def measure_wide(
    channel: Channel,
    stage: Sequence[str],
    strata: Mapping[str, str],
    forms: Iterable[tuple[WidePattern, int]],
) -> Measure:
    """Count forms that span entries: each counts once for the channel, and for every entry of the stage."""
    reader = wide_reader_of(channel, stage, strata)
    whole = {group: Counts() for group in channel.group_keys}
    piles = _piles(channel, stage)
    points: dict[Place, Counter[Exact]] = {place: Counter() for place in piles}
    own = Counts()
    for (_, group, rows), number in forms:
        reading = reader.read(rows)
        own.add(reading.fate, reading.reason, number)
        whole[group].add(reading.fate, reading.reason, number)
        for entry in reading.recused:
            counts = piles[entry, group].counts
            counts.add("recused", "", number)
            counts.add(reading.fate, reading.reason, -number)
        for entry, worth in reading.points.items():
            points[entry, group][worth] += number
    _spread(channel, piles, whole, points)
    return Measure(own, _finish(channel, stage, piles, Counts(), 1).entries)


def _piles(channel: Channel, stage: Sequence[str]) -> Piles:
    return {(entry, group): Pile() for entry in stage for group in channel.group_keys}


def _spread(
    channel: Channel, piles: Piles, whole: Mapping[str, Counts], points: Mapping[Place, Counter[Exact]]
) -> None:
    for (entry, group), pile in piles.items():
        pile.counts.merge(whole[group])
        given = points[entry, group]
        base = pile.counts.valid + (pile.counts.blank if channel.blank_in_base else 0)
        # Entries that a form in the base does not name have 0 from it.
        given[0] += base - given.total()
        for worth, number in given.items():
            pile.lay(Reading(value=worth), number)


def _count_state(counts: Counts, state: str, number: int) -> None:
    if state == RECUSED:
        counts.recused += number
    else:
        counts.void[state.removeprefix(VOID)] += number


def _count_outside(counts: Counts, reading: Reading, number: int) -> None:
    fate = "blank" if reading.fate == "blank" else "invalid"
    counts.add(fate, reading.reason or "not_in_stage", number)


def _finish(channel: Channel, stage: Sequence[str], piles: Piles, outside: Counts, scale: int) -> Measure:
    own = Counts()
    own.merge(outside)
    entries: dict[str, Measured] = {}
    for entry in stage:
        parts = {group: piles[entry, group] for group in channel.group_keys}
        for pile in parts.values():
            own.merge(pile.counts)
        entries[entry] = _measured(channel, parts, scale)
    return Measure(own, entries)


def _measured(channel: Channel, piles: Mapping[str, Pile], scale: int) -> Measured:
    bases = {group: _base(channel, pile) for group, pile in piles.items()}
    valid = sum(pile.counts.valid for pile in piles.values())
    standing = standing_groups(channel, bases, valid)
    parts = {
        group: Part(
            pile.counts,
            bases[group],
            across(channel, pile, bases[group], scale) if group in standing else None,
        )
        for group, pile in piles.items()
    }
    return Measured(parts, _item_means(channel, [piles[group] for group in standing]))


def standing_groups(channel: Channel, bases: Mapping[str, int], valid: int) -> list[str]:
    """The groups of an entry that have a value; none where the entry is not established."""
    if channel.motion is not None:
        return [""] if valid >= channel.min_valid and bases[""] > 0 else []
    if sum(bases.values()) < channel.min_valid:
        return []
    if not channel.groups:
        return [""]
    standing = [group.key for group in channel.groups if bases[group.key] >= group.min_valid]
    blocked = channel.group_missing == "block" and len(standing) < len(channel.groups)
    return [] if blocked else standing


def _base(channel: Channel, pile: Pile) -> int:
    return pile.base if channel.motion is None else divisor(channel.motion, pile)


def _item_means(channel: Channel, piles: Sequence[Pile]) -> dict[str, Fraction]:
    """Per item the mean of the answers given; items nobody answered are left out."""
    if not channel.is_sheet or not piles:
        return {}
    columns = [_columns(pile) for pile in piles]
    means: dict[str, Fraction] = {}
    for index, item in enumerate(channel.items):
        number = sum(given[index] for _, given in columns)
        if number:
            means[item.key] = Fraction(sum(totals[index] for totals, _ in columns)) / number
    return means


def _columns(pile: Pile) -> tuple[list[Exact], list[Exact]]:
    """Per item the sum of the answers, and how many were given."""
    marks = zip(*(reading.marks for reading in pile.readings), strict=True)
    given = zip(*(reading.given for reading in pile.readings), strict=True)
    return [pile.weighed(column) for column in marks], [pile.weighed(column) for column in given]
