"""Picks and rankings with their raters: forms that span entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.stability.field import Field
from evaluation.tally.bundle import FormRow
from evaluation.tally.forms.wide import RECUSED
from evaluation.tally.inputs import WidePattern
from evaluation.tally.measure import wide_reader_of
from evaluation.tally.rules import Channel


@dataclass(frozen=True)
class Spanning:
    """One form of `rater` ("" for anonymous ones), or `count` equal ones."""

    rater: str
    pattern: WidePattern
    count: int

    @property
    def is_given(self) -> bool:
        """Whether anything of it is neither void nor recused."""
        return any(not state for _entry, _answers, state in self.pattern[2])


def spanning(channel: Channel, forms: Sequence[FormRow]) -> list[Spanning]:
    """The forms of a channel, put together of their rows as forms.csv has them; a row without a form id is one."""
    held: dict[str, list[FormRow]] = {}
    for number, row in enumerate(forms):
        if row.channel == channel.key:
            held.setdefault(row.form or f"\0{number}", []).append(row)
    return [_spanning(channel, rows) for rows in held.values()]


def _spanning(channel: Channel, rows: Sequence[FormRow]) -> Spanning:
    lines = tuple(sorted((row.entry, row.answers, row.state) for row in rows))
    return Spanning(rows[0].rater, (channel.key, rows[0].group, lines), rows[0].count)


def orders(
    channel: Channel, field: Field, forms: Sequence[FormRow]
) -> Iterator[tuple[str, Mapping[str, Fraction]]]:
    """Each named rater's valid form as worth by entry, more is better: 1 for a pick and 0 for none, places negative."""
    stage = list(field.known[channel.key])
    reader = wide_reader_of(channel, stage, field.strata)
    for form in spanning(channel, forms):
        rows = form.pattern[2]
        reading = reader.read(rows)
        if not form.rater or reading.fate != "valid":
            continue
        named = {entry: answers for entry, answers, state in rows if state != RECUSED}
        yield (
            form.rater,
            {entry: _worth(channel, named.get(entry)) for entry in stage if entry not in reading.recused},
        )


def _worth(channel: Channel, answers: str | None) -> Fraction:
    if channel.form == "picks":
        return Fraction(answers is not None)
    return -Fraction(answers or 0)
