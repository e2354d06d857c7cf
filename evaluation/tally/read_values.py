"""Read values.csv back into what was measured, refusing rows that forms could not have given."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.check_forms import group_reasons
from evaluation.tally.counts import Counts, Measure, Measured, Part
from evaluation.tally.exact import parse_exact, parse_whole
from evaluation.tally.faults import InputFault
from evaluation.tally.files import BundleFiles
from evaluation.tally.kinds import is_key
from evaluation.tally.measure import standing_groups
from evaluation.tally.rules import Channel, Rules
from evaluation.tally.tables import Cells, TableReader
from evaluation.tally.values import COLUMNS

NAME = "values.csv"


@dataclass
class _Sums:
    """The rows of one entry in one channel; entry "" holds the channel's own counts."""

    row: int
    parts: dict[str, tuple[int, Counts, int, Fraction | None]] = field(default_factory=dict)
    items: dict[str, tuple[int, Fraction]] = field(default_factory=dict)


class BadCell(ValueError):
    """A cell of a values row that cannot be read."""


class ValuesFile:
    """The published values: `measures` by channel, `rows` the row of each channel and entry, `faults`."""

    def __init__(self, files: BundleFiles, rules: Rules, entries: Collection[str]) -> None:
        self.rules = rules
        self.entries = entries
        self.faults: list[InputFault] = []
        self.rows: dict[tuple[str, str], int] = {}
        self._sums: dict[tuple[str, str], _Sums] = {}
        table = TableReader(files, NAME, COLUMNS)
        for row, cells in table:
            self._take(row, cells)
        self.faults += table.faults
        self.measures = dict(self._measures())

    def _take(self, row: int, cells: Cells) -> None:
        key, entry, group, item = cells[:4]
        channel = self.rules.channels.get(key)
        reasons = list(self._place_reasons(channel, cells))
        if channel is None or reasons:
            for reason in reasons:
                self._fault(row, reason)
            return
        sums = self._sums.setdefault((key, entry), _Sums(row))
        self.rows.setdefault((key, entry), row)
        try:
            if item:
                sums.items[item] = (row, _item_mean(cells))
            else:
                sums.parts[group] = (row, *_part(cells))
        except BadCell as error:
            self._fault(row, str(error))

    def _place_reasons(self, channel: Channel | None, cells: Cells) -> Iterator[str]:
        key, entry, group, item = cells[:4]
        if channel is None:
            yield f"unknown channel {key!r}"
            return
        if entry and entry not in self.entries:
            yield f"unknown entry {entry!r}"
        if item and item not in {known.key for known in channel.items}:
            yield f"unknown item {item!r}"
        if item or not entry:
            if group or (item and not entry):
                yield "a row of a channel or an item has no group, and an item row has an entry"
        else:
            yield from group_reasons(channel, group)
        held = self._sums.get((key, entry))
        if held and (item in held.items if item else group in held.parts):
            yield f"a second row for channel {key}, entry {entry!r}, group {group!r}, item {item!r}"

    def _measures(self) -> Iterator[tuple[str, Measure]]:
        for key, channel in self.rules.channels.items():
            mine = {entry: sums for (name, entry), sums in self._sums.items() if name == key}
            if not mine:
                continue
            own = mine.pop("", None)
            counts = own.parts[""][1] if own and "" in own.parts else Counts()
            if own is None:
                self._fault(0, f"no row for channel {key} itself")
            yield (
                key,
                Measure(
                    counts, {entry: self._measured(channel, entry, sums) for entry, sums in mine.items()}
                ),
            )

    def _measured(self, channel: Channel, entry: str, sums: _Sums) -> Measured:
        missing = [group for group in channel.group_keys if group not in sums.parts]
        for group in missing:
            of_group = f", group {group}" if group else ""
            self._fault(sums.row, f"no row for channel {channel.key}, entry {entry}{of_group}")
        if not missing:
            self._check_standing(channel, sums)
        parts = {group: Part(*sums.parts[group][1:]) for group in channel.group_keys if group in sums.parts}
        return Measured(parts, {item: mean for item, (_, mean) in sums.items.items()})

    def _check_standing(self, channel: Channel, sums: _Sums) -> None:
        bases = {group: base for group, (_, _, base, _) in sums.parts.items()}
        valid = sum(counts.valid for _, counts, _, _ in sums.parts.values())
        standing = standing_groups(channel, bases, valid)
        for group, (row, counts, base, value) in sums.parts.items():
            if not base_fits(channel, counts, base):
                self._fault(row, f"base {base} cannot come from these counts")
            if value is None and group in standing:
                self._fault(row, "value is empty, but the base is large enough")
            elif value is not None and group not in standing:
                self._fault(row, "value stands, but what it is of is not established")
        self._check_items(channel, sums, established=bool(standing))

    def _check_items(self, channel: Channel, sums: _Sums, *, established: bool) -> None:
        if not established:
            for row, _ in sums.items.values():
                self._fault(row, "an item mean of an entry that is not established")
        elif channel.form == "items" and all_answered(channel):
            for item in channel.items:
                if item.key not in sums.items:
                    self._fault(sums.row, f"no row for item {item.key} of this entry")

    def _fault(self, row: int, reason: str) -> None:
        self.faults.append(InputFault(NAME, row, reason))


def all_answered(channel: Channel) -> bool:
    """Whether every form in the base of a channel of items has an answer to each of them."""
    return channel.every_item and channel.overall is None and not channel.blank_in_base


def base_fits(channel: Channel, counts: Counts, base: int) -> bool:
    """Whether a base can come from the counts: some valid forms may be outside it, others are always in."""
    if channel.motion is not None:
        return base == channel.motion.members if channel.motion.base == "full" else base <= counts.valid
    always = counts.blank if channel.blank_in_base else 0
    most = counts.valid + always
    some_outside = channel.form == "levels" or (channel.overall is not None and not channel.overall.in_base)
    return always <= base <= most if some_outside else base == most


def _item_mean(cells: Cells) -> Fraction:
    if any(cells[4:11]):
        raise BadCell("an item row has its mean only")
    return _fraction(cells[11])


def _part(cells: Cells) -> tuple[Counts, int, Fraction | None]:
    returned, valid, invalid, blank, void, recused, base, value = cells[4:]
    if not cells[1]:
        if base or value:
            raise BadCell("a channel's own row has neither base nor value")
        base = "0"
    counts = Counts(
        _whole(valid), _whole(blank), _whole(recused), _reason_counts(invalid), _reason_counts(void)
    )
    if counts.returned != _whole(returned):
        raise BadCell(f"returned is {returned}, but the counts add up to {counts.returned}")
    return counts, _whole(base), _fraction(value) if value else None


def _whole(text: str) -> int:
    number = parse_whole(text)
    if number is None:
        raise BadCell(f"{text!r} is no whole number")
    return number


def _fraction(text: str) -> Fraction:
    value = parse_exact(text)
    if value is None:
        raise BadCell(f"value {text!r} is no reduced fraction such as 456/5")
    return value


def _reason_counts(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for pair in text.split(";") if text else []:
        reason, _, number = pair.partition(":")
        if not is_key(reason) or reason in counts:
            raise BadCell(f"{pair!r} is no reason with its count")
        counts[reason] = _whole(number)
    return counts
