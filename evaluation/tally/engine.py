"""Runs a tally: stage after stage, then the selection; pure in rules and inputs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evaluation.tally.canonical import canonical_json, fingerprint
from evaluation.tally.channel import Standing, standings
from evaluation.tally.counts import Counts, Measure
from evaluation.tally.exact import parse_number
from evaluation.tally.faults import InputError, InputFault, TallyError
from evaluation.tally.inputs import Decision, Entry, Inputs, Published, WidePattern
from evaluation.tally.measure import Narrow, measure_narrow, measure_wide
from evaluation.tally.result import build_result
from evaluation.tally.rules import Channel, Rules
from evaluation.tally.schema import SELECT
from evaluation.tally.selection import Selection, select
from evaluation.tally.stages import StageTally, tally_stage
from evaluation.tally.ties import Tiebreak
from evaluation.tally.values import value_rows

VALUES = "values.csv"


class UnknownStage(TallyError):
    """The stage to run through is none of the rules'."""


@dataclass(frozen=True)
class Run:
    """A finished tally: the result, the rows whose digest it names, and what it was ranked and cut from."""

    result: dict[str, Any]
    rows: dict[str, list[dict[str, str]]]
    known: Mapping[str, Mapping[str, Standing]]
    stages: Sequence[StageTally]


@dataclass
class _Course:
    """How far a tally has come."""

    rules: Rules
    inputs: Inputs
    measures: dict[str, Measure] = field(default_factory=dict)
    known: dict[str, dict[str, Standing]] = field(default_factory=dict)
    stages: list[StageTally] = field(default_factory=list)
    selection: Selection | None = None


def tally(rules: Rules, inputs: Inputs, through: str | None = None) -> dict[str, Any]:
    """The result object, through a stage or to the end. The input's structure must be sound: see check_inputs."""
    return run(rules, inputs, through).result


def run(rules: Rules, inputs: Inputs, through: str | None = None) -> Run:
    """As :func:`tally`, with the rows that enter the inputs digest, `values` among them."""
    goal = through or rules.last.key
    course = _Course(rules, inputs)
    _go_through(course, _index(rules, goal))
    if goal == rules.last.key:
        _refuse_unreached(course)
    rows = _digest_rows(course)
    result = build_result(rules, digest_of(rows), goal, course.measures, course.stages, course.selection)
    return Run(result, rows, course.known, course.stages)


def inputs_digest(rules: Rules, inputs: Inputs, through: str | None = None) -> str:
    """The digest that the result of the same tally names under `inputs`."""
    return str(tally(rules, inputs, through)["inputs"])


def digest_of(rows: Mapping[str, Iterable[Mapping[str, str]]]) -> str:
    """SHA-256 over the rows of decisions, entries and values, in an order of their own."""
    return fingerprint({name: sorted(members, key=canonical_json) for name, members in rows.items()})


def _index(rules: Rules, stage: str) -> int:
    index = rules.stage_index(stage)
    if index is None:
        known = ", ".join(stage.key for stage in rules.stages)
        raise UnknownStage(f"unknown stage {stage!r}; the rules have {known}")
    return index


def _go_through(course: _Course, goal: int) -> None:
    entries: Sequence[Entry] = course.inputs.entries
    for index in range(goal + 1):
        tallied = _go(course, index, entries)
        if tallied.state != "final":
            return
        entries = [place.entry for place in tallied.places.values() if place.outcome == "advanced"]
    if goal == len(course.rules.stages) - 1:
        tie = Tiebreak(course.rules, course.known, _decisions(course, SELECT))
        course.selection = select(course.rules, course.stages[-1], tie)


def _go(course: _Course, index: int, entries: Sequence[Entry]) -> StageTally:
    stage = course.rules.stages[index]
    vetoed = {entry.key for entry in entries if entry.veto}
    for channel in course.rules.first_use(index):
        measure = _measure(course.inputs, channel, entries)
        course.measures[channel.key] = measure
        course.known[channel.key] = standings(channel, measure, vetoed)
    tallied = tally_stage(course.rules, stage, entries, course.known, _decisions(course, stage.key))
    course.stages.append(tallied)
    return tallied


def _measure(inputs: Inputs, channel: Channel, entries: Sequence[Entry]) -> Measure:
    keys = [entry.key for entry in entries]
    if inputs.values is not None:
        return _published(inputs.values, channel, keys)
    if channel.is_wide:
        strata = {entry.key: entry.stratum for entry in entries}
        return measure_wide(channel, keys, strata, _wide(inputs, channel.key))
    return measure_narrow(channel, keys, _narrow(inputs, channel.key))


def _published(values: Published, channel: Channel, keys: Sequence[str]) -> Measure:
    measure = values.measures.get(channel.key, Measure(Counts(), {}))
    asked = set(keys)
    missing = [_no_row(channel.key, entry) for entry in asked - set(measure.entries)]
    extra = [_row_too_many(values, channel.key, entry) for entry in set(measure.entries) - asked]
    if missing or extra or channel.key not in values.measures:
        raise InputError([*missing, *extra] or [InputFault(VALUES, 0, f"no row for channel {channel.key}")])
    return measure


def _no_row(channel: str, entry: str) -> InputFault:
    return InputFault(VALUES, 0, f"no row for channel {channel}, entry {entry}")


def _row_too_many(values: Published, channel: str, entry: str) -> InputFault:
    reason = f"a row too many: entry {entry} is not in the stage that first uses channel {channel}"
    return InputFault(VALUES, values.rows.get((channel, entry), 0), reason)


def _refuse_unreached(course: _Course) -> None:
    """Values of a channel that the whole tally did not reach cannot have come from its forms."""
    values = course.inputs.values
    if values is None:
        return
    faults = [
        InputFault(VALUES, row, f"a row too many: the tally does not reach channel {channel}")
        for (channel, _), row in values.rows.items()
        if channel not in course.measures
    ]
    if faults:
        raise InputError(faults)


def _wide(inputs: Inputs, channel: str) -> Iterable[tuple[WidePattern, int]]:
    return ((pattern, number) for pattern, number in inputs.wide.items() if pattern[0] == channel)


def _narrow(inputs: Inputs, channel: str) -> Iterable[Narrow]:
    return (
        (entry, group, answers, state, number)
        for (key, entry, group, answers, state), number in inputs.patterns.items()
        if key == channel
    )


def _decisions(course: _Course, stage: str) -> dict[str, Fraction]:
    places = ((row, parse_number(row.order)) for row in course.inputs.decisions if row.stage == stage)
    return {row.entry: place for row, place in places if place is not None}


def _digest_rows(course: _Course) -> dict[str, list[dict[str, str]]]:
    channels = [course.rules.channels[key] for key in course.measures]
    return {
        "decisions": [decision.row() for decision in _decisions_reached(course)],
        "entries": [entry.row() for entry in course.inputs.entries],
        "values": [row for channel in channels for row in value_rows(channel, course.measures[channel.key])],
    }


def _decisions_reached(course: _Course) -> list[Decision]:
    reached = {tallied.stage.key for tallied in course.stages}
    if course.rules.last.key in reached:
        reached.add(SELECT)
    return [decision for decision in course.inputs.decisions if decision.stage in reached]
