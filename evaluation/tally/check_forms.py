"""The structure of forms: what no rule of a form decides, and what therefore stops a tally."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from evaluation.tally.exact import parse_number
from evaluation.tally.forms.wide import RECUSED, VOID
from evaluation.tally.inputs import Pattern
from evaluation.tally.rules import Channel, Rules

_VOID = re.compile(re.escape(VOID) + r"[A-Za-z0-9_-]+", re.ASCII)


class Sound:
    """Tells at a glance which forms on one entry are sound; what it does not pass, pattern_reasons looks at."""

    def __init__(self, rules: Rules, entries: Collection[str]) -> None:
        narrow = [channel for channel in rules.channels.values() if channel.form != "figure"]
        self._bars = {channel.key: answer_number(channel) - 1 for channel in narrow}
        self._places = {
            (channel.key, group) for channel in narrow for group in channel.group_keys if not channel.is_wide
        }
        self._entries = entries

    def doubtful(self, patterns: Iterable[Pattern]) -> Iterator[Pattern]:
        """The patterns that do not pass; one loop, as there may be a hundred thousand."""
        bars, places, entries = self._bars, self._places, self._entries
        for pattern in patterns:
            key, entry, group, answers, state = pattern
            if (
                (key, group) not in places
                or entry not in entries
                or (state and state != RECUSED)
                or (answers and answers.count("|") != bars[key])
            ):
                yield pattern


def answer_number(channel: Channel) -> int:
    """How many answers a form of the channel has, an overall one included."""
    return len(channel.items) + (channel.overall is not None) if channel.is_sheet else 1


def pattern_reasons(rules: Rules, entries: Collection[str], pattern: Pattern) -> Iterator[str]:
    """Why a form on one entry is refused; nothing when its structure is sound."""
    key, entry, group, answers, state = pattern
    channel = rules.channels.get(key)
    if channel is None:
        yield f"unknown channel {key!r}"
        return
    yield from place_reasons(channel, entries, entry, group, state)
    yield from _answer_reasons(channel, answers)


def place_reasons(
    channel: Channel, entries: Collection[str], entry: str, group: str, state: str
) -> Iterator[str]:
    if entry not in entries:
        yield f"unknown entry {entry!r}"
    yield from group_reasons(channel, group)
    if state and state != RECUSED and not _VOID.fullmatch(state):
        yield f"unknown state {state!r}"


def group_reasons(channel: Channel, group: str) -> Iterator[str]:
    if group in channel.group_keys:
        return
    if not channel.groups:
        yield f"group {group!r} where channel {channel.key} has none"
    else:
        yield f"unknown group {group!r}" if group else f"no group where channel {channel.key} has groups"


def _answer_reasons(channel: Channel, answers: str) -> Iterator[str]:
    if not answers:
        return
    if channel.form == "figure":
        if parse_number(answers) is None:
            yield f"{answers!r} is no number"
        return
    expected = answer_number(channel)
    number = answers.count("|") + 1
    if number != expected:
        yield f"{number} answers where channel {channel.key} has {expected}"


def wide_reasons(
    channel: Channel, entries: Collection[str], rows: Sequence[tuple[str, str, str, str]]
) -> Iterator[tuple[int, str]]:
    """Faults of a form that spans entries, each with the index of its row (entry, group, answers, state)."""
    seen: set[str] = set()
    for index, (entry, group, answers, state) in enumerate(rows):
        blank = channel.form == "picks" and not entry and state != RECUSED
        known = {""} if blank else entries
        for reason in place_reasons(channel, known, entry, group, state):
            yield index, reason
        for reason in _cell_reasons(channel, answers):
            yield index, reason
        if entry in seen:
            yield index, f"the same form twice on entry {entry!r}"
        seen.add(entry)
    yield from _whole_reasons(rows)


def _cell_reasons(channel: Channel, answers: str) -> Iterator[str]:
    if channel.form == "picks" and answers:
        yield f"answers {answers!r} on a picks row"
    elif "|" in answers:
        yield f"{answers.count('|') + 1} answers where channel {channel.key} has 1"


def _whole_reasons(rows: Sequence[tuple[str, str, str, str]]) -> Iterator[tuple[int, str]]:
    states = {state if state.startswith(VOID) else "" for _, _, _, state in rows}
    if len(states) > 1:
        yield 0, "rows of one form differ: void must stand in all of them, with one reason"
    named = [entry for entry, _, _, state in rows if state != RECUSED]
    if "" in named and len(named) > 1:
        yield named.index(""), "a row without entry beside others: a blank form has no picks"


def is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0 if len(text) < 19 else False
