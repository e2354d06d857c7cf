"""From counted forms to what each entry has in a channel: counts, base, value and item means."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from evaluation.tally.across import across
from evaluation.tally.counts import Counts, Measure, Measured, Part, Pile
from evaluation.tally.forms.figure import FigureForm
from evaluation.tally.forms.items import ItemSheet
from evaluation.tally.forms.ledger import LedgerForm
from evaluation.tally.forms.levels import LevelSheet
from evaluation.tally.forms.motion import MotionForm, divisor
from evaluation.tally.forms.picks import PicksForm
from evaluation.tally.forms.ranking import RankingForm
from evaluation.tally.forms.reading import Reader, Reading
from evaluation.tally.forms.sheet import Sheet
from evaluation.tally.forms.wide import RECUSED, VOID, WideForm
from evaluation.tally.inputs import WidePattern
from evaluation.tally.rules import Channel

# entry, group, answers, state and how many such forms
Narrow = tuple[str, str, str, str, int]
Piles = dict[tuple[str, str], Pile]


def reader_of(channel: Channel) -> Reader:
    """The room of a form on one entry."""
    if channel.form == "items":
        return ItemSheet(channel)
    if channel.form == "levels":
        return LevelSheet(channel)
    if channel.figure is not None:
        return FigureForm(channel.figure)
    return MotionForm() if channel.form == "motion" else LedgerForm(channel)


def measure_narrow(channel: Channel, stage: Sequence[str], forms: Iterable[Narrow]) -> Measure:
    """Count the forms of a channel on one entry each; forms on entries outside the stage count for the channel only."""
    reader = reader_of(channel)
    piles = _piles(channel, stage)
    outside = Counts()
    for entry, group, answers, state, number in forms:
        pile = piles.get((entry, group))
        if pile is None:
            _count_outside(reader, outside, answers, state, number)
        else:
            _lay(channel, reader, pile, answers, state, number)
    return _finish(channel, reader, stage, piles, outside)


def measure_wide(
    channel: Channel,
    stage: Sequence[str],
    strata: Mapping[str, str],
    forms: Iterable[tuple[WidePattern, int]],
) -> Measure:
    """Count forms that span entries: each counts once for the channel, and for every entry of the stage."""
    reader: WideForm = (PicksForm if channel.form == "picks" else RankingForm)(channel, stage, strata)
    whole = {group: Counts() for group in channel.group_keys}
    piles = _piles(channel, stage)
    own = Counts()
    for (_, group, rows), number in forms:
        reading = reader.read(rows)
        own.add(reading.fate, reading.reason, number)
        whole[group].add(reading.fate, reading.reason, number)
        for entry in reading.recused:
            counts = piles[entry, group].counts
            counts.add("recused", "", number)
            counts.add(reading.fate, reading.reason, -number)
        for entry, points in reading.points.items():
            piles[entry, group].values[points] += number
    _spread(channel, piles, whole)
    measure = _finish(channel, None, stage, piles, Counts())
    return Measure(own, measure.entries)


def _piles(channel: Channel, stage: Sequence[str]) -> Piles:
    items = len(channel.items) or 1
    return {(entry, group): Pile.of(items) for entry in stage for group in channel.group_keys}


def _spread(channel: Channel, piles: Piles, whole: Mapping[str, Counts]) -> None:
    for (_, group), pile in piles.items():
        pile.counts.merge(whole[group])
        base = pile.counts.valid + (pile.counts.blank if channel.blank_in_base else 0)
        # Entries that a form in the base does not name have 0 from it.
        pile.values[0] += base - pile.values.total()


def _count_outside(reader: Reader, counts: Counts, answers: str, state: str, number: int) -> None:
    fate, reason = _fate(reader, answers, state)
    if fate == "read":
        counts.add("invalid", reader.read(answers).reason or "not_in_stage", number)
    else:
        counts.add(fate, reason, number)


def _fate(reader: Reader, answers: str, state: str) -> tuple[str, str]:
    if state.startswith(VOID):
        return "void", state.removeprefix(VOID)
    if state == RECUSED:
        return "recused", ""
    return ("blank", "") if reader.is_blank(answers) else ("read", "")


def _lay(channel: Channel, reader: Reader, pile: Pile, answers: str, state: str, number: int) -> None:
    fate, reason = _fate(reader, answers, state)
    if fate != "read":
        pile.counts.add(fate, reason, number)
        if fate == "blank" and channel.blank_in_base:
            _lay_in_base(pile, reader.blank_reading() if isinstance(reader, Sheet) else Reading(), number)
        return
    reading = reader.read(answers)
    if reading.reason:
        pile.counts.invalid[reading.reason] += number
        return
    pile.counts.valid += number
    if reading.in_base:
        _lay_in_base(pile, reading, number)


def _lay_in_base(pile: Pile, reading: Reading, number: int) -> None:
    pile.values[reading.value] += number
    pile.good += reading.good * number
    pile.asked += reading.asked * number
    for marks, text in zip(pile.marks, reading.answers, strict=False):
        if text:
            marks[text] += number


def _finish(
    channel: Channel, reader: Reader | None, stage: Sequence[str], piles: Piles, outside: Counts
) -> Measure:
    own = Counts()
    own.merge(outside)
    entries: dict[str, Measured] = {}
    for entry in stage:
        parts = {group: piles[entry, group] for group in channel.group_keys}
        for pile in parts.values():
            own.merge(pile.counts)
        entries[entry] = _measured(channel, reader, parts)
    return Measure(own, entries)


def _measured(channel: Channel, reader: Reader | None, piles: Mapping[str, Pile]) -> Measured:
    bases = {group: _base(channel, pile) for group, pile in piles.items()}
    valid = sum(pile.counts.valid for pile in piles.values())
    standing = standing_groups(channel, bases, valid)
    parts = {
        group: Part(
            pile.counts, bases[group], across(channel, pile, bases[group]) if group in standing else None
        )
        for group, pile in piles.items()
    }
    return Measured(parts, _item_means(channel, reader, [piles[group] for group in standing]))


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
    return pile.values.total() if channel.motion is None else divisor(channel.motion, pile)


def _item_means(channel: Channel, reader: Reader | None, piles: Sequence[Pile]) -> dict[str, Fraction]:
    if not isinstance(reader, Sheet):
        return {}
    means: dict[str, Fraction] = {}
    for index, item in enumerate(channel.items):
        marks: Counter[str] = Counter()
        for pile in piles:
            marks.update(pile.marks[index])
        mean = reader.mean_of(index, marks)
        if mean is not None:
            means[item.key] = mean
    return means
