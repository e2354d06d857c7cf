"""The stage that a tally runs through, its entries held, so that it can be judged again under another assumption."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluation.tally.channel import Standing
from evaluation.tally.engine import Run
from evaluation.tally.exact import parse_number
from evaluation.tally.faults import TallyError
from evaluation.tally.inputs import Entry, Inputs
from evaluation.tally.rules import Channel, Rules, Stage
from evaluation.tally.schema import SELECT
from evaluation.tally.selection import select
from evaluation.tally.stages import StageTally, compared, tally_stage
from evaluation.tally.ties import Known, Tiebreak

IN = {"advanced", "awarded"}


class NotFinal(TallyError):
    """The tally has no final result through that stage, so there is nothing to be firm or not."""


@dataclass(frozen=True)
class Verdict:
    """Who is above the cut. `totals` leaves vetoed entries out; a blocked stage has neither.

    `undecided`: the tied between whom the rules would ask the committee.
    """

    totals: Mapping[str, Fraction]
    taken: frozenset[str]
    undecided: frozenset[str] = frozenset()
    is_blocked: bool = False


@dataclass(frozen=True)
class Field:
    """One stage with the entries that came as far; who stood in it is held, whatever is assumed.

    `known` has the standings of every channel used so far, each over the entries of the stage that first used it;
    `strata` has the stratum of every entry of the round.
    """

    rules: Rules
    stage: Stage
    entries: tuple[Entry, ...]
    known: Known
    decisions: Mapping[str, Mapping[str, Fraction]]
    strata: Mapping[str, str]
    actual: Verdict

    @property
    def channels(self) -> list[Channel]:
        return [self.rules.channels[key] for key in self.stage.use]

    @property
    def has_cut(self) -> bool:
        """Whether anybody is above the line and anybody below it."""
        return bool(self.actual.taken) and len(self.actual.taken) < len(self.actual.totals)

    def list_of(self, entry: str) -> str:
        """The list in which an entry is ranked: its stratum where ranks run by strata, else the one of all."""
        return self.strata[entry] if self.rules.by_strata else ""

    def share(self, channel: Channel, entry: str) -> Fraction:
        """What an entry gets per point of a channel's weight, 0 where the channel is not established for it."""
        return (self.known[channel.key][entry].value or Fraction(0)) / channel.max

    def judge(self, known: Known | None = None, rules: Rules | None = None) -> Verdict:
        """Total, rank and cut again, with other standings or other rules of the same channels and stages."""
        rules, known = rules or self.rules, known or self.known
        tallied = tally_stage(rules, self.stage, self.entries, known, self.decisions.get(self.stage.key, {}))
        return _verdict(rules, tallied, known, self.decisions.get(SELECT, {}))

    def weighed(self, weights: Mapping[str, Fraction]) -> Verdict:
        """Judge with other weights for the channels of the stage; what each channel found is held."""
        channels = {
            key: replace(channel, weight=weights.get(key, channel.weight))
            for key, channel in self.rules.channels.items()
        }
        known = {**self.known, **{key: _reweighed(channels[key], self.known[key]) for key in weights}}
        return self.judge(known, replace(self.rules, channels=channels))


def field_of(rules: Rules, inputs: Inputs, told: Run) -> Field:
    """The last stage of a finished tally of `inputs`; NotFinal where the rules stopped it before the end."""
    if told.result["state"] != "final":
        raise NotFinal(f"the tally through {told.result['through']} is {told.result['state']}")
    last = told.stages[-1]
    decisions = _decisions(inputs)
    entries = tuple(place.entry for place in last.places.values())
    actual = _verdict(rules, last, told.known, decisions.get(SELECT, {}))
    strata = {entry.key: entry.stratum for entry in inputs.entries}
    return Field(rules, last.stage, entries, told.known, decisions, strata, actual)


def is_linear(field: Field) -> bool:
    """Whether totals are straight lines in a weight: not when printed totals decide or weights are left out."""
    missing = {
        channel.missing
        for channel in field.channels
        for entry in field.actual.totals
        if field.known[channel.key][entry].value is None
    }
    return not field.rules.compare_printed and missing <= {"zero"}


def _verdict(rules: Rules, tallied: StageTally, known: Known, at_the_seat: Mapping[str, Fraction]) -> Verdict:
    if tallied.state == "blocked":
        return Verdict({}, frozenset(), is_blocked=True)
    outcomes = {key: place.outcome for key, place in tallied.standing.items()}
    if tallied.stage.key == rules.last.key:
        chosen = select(rules, tallied, Tiebreak(rules, known, at_the_seat))
        outcomes = {key: choice.outcome for key, choice in chosen.choices.items()}
    totals = {
        key: compared(rules, place.total)
        for key, place in tallied.standing.items()
        if place.total is not None
    }
    return Verdict(
        totals,
        frozenset(key for key, outcome in outcomes.items() if outcome in IN),
        frozenset(key for key, outcome in outcomes.items() if outcome is None),
    )


def _decisions(inputs: Inputs) -> dict[str, dict[str, Fraction]]:
    told: dict[str, dict[str, Fraction]] = {}
    for row in inputs.decisions:
        told.setdefault(row.stage, {})[row.entry] = parse_number(row.order) or Fraction(0)
    return told


def _reweighed(channel: Channel, standings: Mapping[str, Standing]) -> dict[str, Standing]:
    return {
        entry: Standing(standing.measured, standing.value, _share(channel, standing.value))
        for entry, standing in standings.items()
    }


def _share(channel: Channel, value: Fraction | None) -> Fraction | None:
    return None if value is None else channel.weight * value / channel.max
