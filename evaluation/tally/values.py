"""The rows of values.csv: what forms determine, without any form (tally.md 3)."""

from collections.abc import Iterator, Mapping

from evaluation.tally.counts import Counts, Measure, Measured, Part
from evaluation.tally.exact import exact_text
from evaluation.tally.rules import Channel

COLUMNS = (
    "channel",
    "entry",
    "group",
    "item",
    "returned",
    "valid",
    "invalid",
    "blank",
    "void",
    "recused",
    "base",
    "value",
)

Row = dict[str, str]


def value_rows(channel: Channel, measure: Measure) -> Iterator[Row]:
    """The channel's own row, then each entry's parts and item means."""
    yield _row(channel.key, **_count_cells(measure.counts))
    for entry in sorted(measure.entries):
        yield from _entry_rows(channel, entry, measure.entries[entry])


def _entry_rows(channel: Channel, entry: str, measured: Measured) -> Iterator[Row]:
    for group in channel.group_keys:
        yield _row(channel.key, entry=entry, group=group, **_part_cells(measured.parts[group]))
    for item in channel.items:
        if item.key in measured.items:
            yield _row(channel.key, entry=entry, item=item.key, value=exact_text(measured.items[item.key]))


def _row(channel: str, **cells: str) -> Row:
    return {**dict.fromkeys(COLUMNS, ""), "channel": channel, **cells}


def _part_cells(part: Part) -> Row:
    value = "" if part.value is None else exact_text(part.value)
    return {**_count_cells(part.counts), "base": str(part.base), "value": value}


def _count_cells(counts: Counts) -> Row:
    return {
        "returned": str(counts.returned),
        "valid": str(counts.valid),
        "invalid": _reasons(counts.invalid),
        "blank": str(counts.blank),
        "void": _reasons(counts.void),
        "recused": str(counts.recused),
    }


def _reasons(numbers: Mapping[str, int]) -> str:
    return ";".join(f"{reason}:{number}" for reason, number in sorted(numbers.items()) if number)
