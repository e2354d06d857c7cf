"""The structure of inputs that come from elsewhere than a bundle, such as a database."""

from collections.abc import Iterator

from evaluation.tally.check_forms import Sound, pattern_reasons, wide_reasons
from evaluation.tally.faults import InputFault
from evaluation.tally.inputs import Inputs, decision_faults, entry_faults
from evaluation.tally.rules import Rules

FORMS = "forms"


def check_inputs(rules: Rules, inputs: Inputs) -> list[InputFault]:
    """Every structural fault, sorted; empty when a tally can run. Published values are checked where they are read."""
    entries = entry_faults(rules, inputs.entries)
    decisions = decision_faults(rules, inputs.entries, inputs.decisions)
    return sorted({*entries, *decisions, *_narrow_faults(rules, inputs), *_wide_faults(rules, inputs)})


def _narrow_faults(rules: Rules, inputs: Inputs) -> Iterator[InputFault]:
    keys = frozenset(entry.key for entry in inputs.entries)
    uncounted = (pattern for pattern, number in inputs.patterns.items() if number < 1)
    for pattern in {*Sound(rules, keys).doubtful(inputs.patterns), *uncounted}:
        if pattern[0] in rules.channels and rules.channels[pattern[0]].is_wide:
            yield InputFault(FORMS, 0, f"a form of channel {pattern[0]} spans entries: pass it under wide")
            continue
        for reason in pattern_reasons(rules, keys, pattern):
            yield InputFault(FORMS, 0, f"{_shown(pattern)}: {reason}")
        number = inputs.patterns[pattern]
        if number < 1:
            yield InputFault(FORMS, 0, f"{_shown(pattern)}: count {number} is not above 0")


def _wide_faults(rules: Rules, inputs: Inputs) -> Iterator[InputFault]:
    keys = frozenset(entry.key for entry in inputs.entries)
    for (key, group, rows), number in inputs.wide.items():
        channel = rules.channels.get(key)
        if channel is None or not channel.is_wide:
            yield InputFault(FORMS, 0, f"channel {key!r} has no forms that span entries")
            continue
        lines = [(entry, group, answers, state) for entry, answers, state in rows]
        for index, reason in wide_reasons(channel, keys, lines):
            yield InputFault(FORMS, 0, f"{key} on {rows[index][0] or 'nothing'}: {reason}")
        if number < 1 or not rows:
            yield InputFault(FORMS, 0, f"{key}: a form without rows, or counted {number} times")


def _shown(pattern: tuple[str, ...]) -> str:
    return " · ".join(part for part in pattern[:3] if part)
