"""Whole trial runs: forms stage by stage, through the same engine that counts a round, in one of four situations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evaluation.tally.engine import run
from evaluation.tally.inputs import Decision, Entry, Inputs, WidePattern
from evaluation.tally.rules import Channel, Rules
from evaluation.trial.forms import BY_CODE, FormMaker, Turnout

ALL, SOME, TIE, FEW = SCENARIOS = ("all", "some", "tie", "few")
TURNOUTS = {SOME: Turnout(missing=6, blank=2, recused=2)}
USUAL_FIELD = 30
LARGEST_FIELD = 100
PER_SEAT = 2


@dataclass(frozen=True)
class Trial:
    """One trial run. `twins` are the entries made equal at the cut; `short` the channel and entry with too few forms."""

    rules: Rules
    scenario: str
    seed: int
    inputs: Inputs
    result: Mapping[str, Any]
    twins: tuple[str, ...] = ()
    short: tuple[str, str] | None = None

    @property
    def strata(self) -> dict[str, str]:
        """The stratum of each made entry, "" where the rules have none."""
        return {entry.key: entry.stratum for entry in self.inputs.entries}

    @property
    def forms(self) -> int:
        return sum(self.inputs.patterns.values()) + sum(self.inputs.wide.values())


def usual_number(rules: Rules) -> int:
    """How many entries a trial has: as many as are expected, else twice what the first cut or the seats take."""
    expected = rules.document.get("entries", {}).get("expected")
    if expected:
        return min(int(expected), LARGEST_FIELD)
    cuts = [int(stage.keep.amount) for stage in rules.stages[:1] if stage.keep.kind == "top"]
    seats = sum(row.quota for row in rules.strata.values()) + sum(row.seats for row in rules.select.medals)
    taken = max([*cuts, seats, rules.select.seats])
    return min(max(USUAL_FIELD, PER_SEAT * taken), LARGEST_FIELD)


def trial_run(rules: Rules, scenario: str, *, entries: int, seed: int) -> Trial:
    """Make forms for `entries` entries and count them; the same arguments give the same trial."""
    maker = FormMaker(rules, seed, TURNOUTS.get(scenario))
    field = maker.entries(entries)
    if scenario == TIE:
        plain = _course(maker, Inputs(field))
        twins = _at_the_edge(run(rules, plain).result, field)
        inputs = _course(maker, Inputs(field), twins=twins)
        return Trial(rules, scenario, seed, inputs, run(rules, inputs).result, twins=twins)
    if scenario == FEW:
        short = _short_of(rules, maker, field)
        inputs = _course(maker, Inputs(field), short=short)
        return Trial(rules, scenario, seed, inputs, run(rules, inputs).result, short=short)
    inputs = _course(maker, Inputs(field))
    return Trial(rules, scenario, seed, inputs, run(rules, inputs).result)


def decide_ties(rules: Rules, inputs: Inputs, through: str) -> Inputs:
    """The same inputs with an order by key for every tie that waits for people."""
    while (result := run(rules, inputs, through).result)["state"] == "needs_decision":
        tie = next(row for row in result["problems"] if row["code"] == "needs_decision")
        order = [Decision(tie["stage"], key, str(n), "made") for n, key in enumerate(tie["entries"], 1)]
        inputs = replace(inputs, decisions=(*inputs.decisions, *order))
    return inputs


def decided_inputs(rules: Rules, entries: int, seed: int) -> Inputs:
    """Forms in every channel of every stage, and an order for every tie, so that the count comes to its end."""
    maker = FormMaker(rules, seed)
    return _course(maker, Inputs(maker.entries(entries)), decided=True)


def _course(
    maker: FormMaker,
    inputs: Inputs,
    *,
    twins: tuple[str, ...] = (),
    short: tuple[str, str] | None = None,
    decided: bool = False,
) -> Inputs:
    """Add forms stage by stage, each for the entries that are left; stop where the count stops."""
    rules, left = maker.rules, list(inputs.entries)
    for index, stage in enumerate(rules.stages):
        for channel in rules.first_use(index):
            fewer = short[1] if short and short[0] == channel.key else ""
            inputs = _with_forms(maker, inputs, channel, left, twins, fewer)
        inputs = decide_ties(rules, inputs, stage.key) if decided else inputs
        told = run(rules, inputs, stage.key).result["stages"][-1]
        through = {row["entry"] for row in told["entries"] if row["outcome"] == "advanced"}
        left = [entry for entry in left if entry.key in through]
        if told["key"] != stage.key or not left:
            break
    return inputs


def _with_forms(
    maker: FormMaker,
    inputs: Inputs,
    channel: Channel,
    left: Sequence[Entry],
    twins: tuple[str, ...],
    fewer: str,
) -> Inputs:
    alike = twins if {entry.key for entry in left}.issuperset(twins) else ()
    if channel.is_wide:
        wide = maker.wide(channel, left)
        wide = _mirrored(wide, alike) if alike else wide
        wide = Counter(_first(wide, channel.min_valid - 1)) if fewer else wide
        return replace(inputs, wide={**inputs.wide, **wide})
    narrow = maker.narrow(channel, left)
    if alike:
        narrow = Counter({key: n for key, n in narrow.items() if key[1] != alike[1]}) + Counter(
            {(key[0], alike[1], *key[2:]): n for key, n in narrow.items() if key[1] == alike[0]}
        )
    if fewer:
        other = Counter({key: n for key, n in narrow.items() if key[1] != fewer})
        own = Counter({key: n for key, n in narrow.items() if key[1] == fewer})
        narrow = other + Counter(_first(own, channel.min_valid - 1))
    return replace(inputs, patterns={**inputs.patterns, **narrow})


def _first(forms: Counter[Any], number: int) -> list[Any]:
    return sorted(forms.elements())[: max(0, number)]


def _mirrored(forms: Counter[WidePattern], twins: tuple[str, ...]) -> Counter[WidePattern]:
    """Each form once as it is and once with the twins in each other's place: then they cannot differ."""
    one, other = twins
    swap = {one: other, other: one}
    mirrored: Counter[WidePattern] = Counter(forms)
    for (channel, group, rows), number in forms.items():
        turned = tuple(sorted((swap.get(entry, entry), answers, state) for entry, answers, state in rows))
        mirrored[channel, group, turned] += number
    return mirrored


def _at_the_edge(result: Mapping[str, Any], field: Sequence[Entry]) -> tuple[str, str]:
    """The last entry in and the first one out, of one stratum, at the first cut that parts any; else the first two."""
    strata = {entry.key: entry.stratum for entry in field}
    for rows in [*(stage["entries"] for stage in result["stages"]), result["selection"]]:
        for stratum in sorted(set(strata.values())):
            own = [row for row in rows if strata[row["entry"]] == stratum]
            inside = [row["entry"] for row in own if row["outcome"] in {"advanced", "awarded"}]
            outside = [
                row["entry"] for row in own if row["outcome"] in {"eliminated", "not_awarded", "reserve"}
            ]
            if inside and outside:
                return inside[-1], outside[0]
    same = [entry.key for entry in field if entry.stratum == field[0].stratum]
    return same[0], same[-1]


def _short_of(rules: Rules, maker: FormMaker, field: Sequence[Entry]) -> tuple[str, str]:
    """A channel whose forms may stay out, most likely an anonymous one, and the strongest entry."""
    first = rules.first_use(0)
    channel = next((row for row in first if row.raters in BY_CODE), first[0])
    return channel.key, max(field, key=lambda entry: (maker.quality(entry), entry.key)).key
