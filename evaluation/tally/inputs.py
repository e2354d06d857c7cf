"""What a tally reads beside the rules: entries, counted forms or published values, recorded decisions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.counts import Measure
from evaluation.tally.exact import parse_number
from evaluation.tally.faults import InputFault
from evaluation.tally.kinds import is_key
from evaluation.tally.rules import Rules
from evaluation.tally.schema import SELECT

# channel, entry, group, answers, state: all text as in forms.csv; the count stands beside it.
Pattern = tuple[str, str, str, str, str]
# entry, answers, state: one row of a form that spans entries.
WideRow = tuple[str, str, str]
# channel, group and the sorted rows of the form.
WidePattern = tuple[str, str, tuple[WideRow, ...]]


@dataclass(frozen=True)
class Entry:
    """One entry as in entries.csv; `flags`, `veto` and `adjust` are its texts parted at the semicolons."""

    key: str
    unit: str = ""
    title: str = ""
    stratum: str = ""
    flags: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()
    adjust: tuple[str, ...] = ()

    def row(self) -> dict[str, str]:
        return {
            "entry": self.key,
            "unit": self.unit,
            "title": self.title,
            "stratum": self.stratum,
            "flags": ";".join(self.flags),
            "veto": ";".join(self.veto),
            "adjust": ";".join(self.adjust),
        }


@dataclass(frozen=True)
class Decision:
    """The recorded place of one tied entry in a stage, or in the selection under the name `select`."""

    stage: str
    entry: str
    order: str
    reason: str = ""

    def row(self) -> dict[str, str]:
        return {"stage": self.stage, "entry": self.entry, "order": self.order, "reason": self.reason}


@dataclass(frozen=True)
class Published:
    """Values in place of forms; `rows` has the row of values.csv for each channel and entry, for reports."""

    measures: Mapping[str, Measure]
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Inputs:
    """`patterns` counts the forms on one entry, `wide` those that span entries; `values` stands in place of both."""

    entries: Sequence[Entry]
    patterns: Mapping[Pattern, int] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    wide: Mapping[WidePattern, int] = field(default_factory=dict)
    values: Published | None = None


def split_list(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def adjustment(rules: Rules, entry: Entry) -> Fraction:
    """The sum of the recorded bonuses and deductions, cut once to the rules' bounds."""
    total = sum((parse_number(text) or Fraction(0) for text in entry.adjust), start=Fraction(0))
    if rules.max_bonus is not None:
        total = min(total, rules.max_bonus)
    return total if rules.max_deduction is None else max(total, -rules.max_deduction)


def entry_faults(rules: Rules, entries: Sequence[Entry]) -> Iterator[InputFault]:
    """What is wrong in entries.csv; rows count from 2, the header being 1."""
    seen: set[str] = set()
    for row, entry in enumerate(entries, 2):
        for reason in _entry_reasons(rules, entry, seen):
            yield InputFault("entries.csv", row, reason)
        seen.add(entry.key)


def _entry_reasons(rules: Rules, entry: Entry, seen: set[str]) -> Iterator[str]:
    if not is_key(entry.key):
        yield f"entry {entry.key!r} is no key of letters, digits, _ and -"
    if entry.key in seen:
        yield f"entry {entry.key} stands twice"
    if rules.strata and entry.stratum not in rules.strata:
        yield f"unknown stratum {entry.stratum!r}"
    for veto in entry.veto:
        if veto not in rules.vetoes:
            yield f"unknown veto {veto!r}"
    for text in entry.adjust:
        if parse_number(text) is None:
            yield f"adjust {text!r} is no number"


def decision_faults(
    rules: Rules, entries: Sequence[Entry], decisions: Sequence[Decision]
) -> Iterator[InputFault]:
    """What is wrong in decisions.csv; rows count from 2."""
    known = {entry.key for entry in entries}
    stages = {stage.key for stage in rules.stages} | {SELECT}
    seen: set[tuple[str, str]] = set()
    for row, decision in enumerate(decisions, 2):
        for reason in _decision_reasons(decision, known, stages, seen):
            yield InputFault("decisions.csv", row, reason)
        seen.add((decision.stage, decision.entry))


def _decision_reasons(
    decision: Decision, known: set[str], stages: set[str], seen: set[tuple[str, str]]
) -> Iterator[str]:
    if decision.stage not in stages:
        yield f"unknown stage {decision.stage!r}"
    if decision.entry not in known:
        yield f"unknown entry {decision.entry!r}"
    if parse_number(decision.order) is None:
        yield f"order {decision.order!r} is no number"
    if (decision.stage, decision.entry) in seen:
        yield f"a second decision on {decision.entry} in {decision.stage}"
