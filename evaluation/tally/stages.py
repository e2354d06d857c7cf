"""One stage: totals, ranks, the cut, and what becomes of every entry (tally.md 2.4 and 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.channel import Standing
from evaluation.tally.exact import rounded
from evaluation.tally.inputs import Entry, adjustment
from evaluation.tally.rules import Channel, Rules, Stage
from evaluation.tally.ties import Cut, Known, Tiebreak, cut, ranked

Problem = dict[str, object]


@dataclass
class Place:
    """An entry in a stage; what the result tells of it."""

    entry: Entry
    channels: Mapping[str, Standing]
    adjust: Fraction
    total: Fraction | None = None
    rank: int | None = None
    tied_with: list[str] = field(default_factory=list)
    outcome: str | None = None
    reasons: set[str] = field(default_factory=set)

    @property
    def vetoed(self) -> bool:
        return bool(self.entry.veto)


@dataclass
class StageTally:
    stage: Stage
    places: dict[str, Place]
    problems: list[Problem] = field(default_factory=list)
    state: str = "final"

    @property
    def standing(self) -> dict[str, Place]:
        """The places of the entries that are not vetoed."""
        return {key: place for key, place in self.places.items() if not place.vetoed}


def tally_stage(
    rules: Rules, stage: Stage, entries: Sequence[Entry], known: Known, decisions: Mapping[str, Fraction]
) -> StageTally:
    """Total, rank and cut; `known` has the standings of every channel used up to this stage."""
    tallied = StageTally(stage, {entry.key: _place(rules, stage, entry, known) for entry in entries})
    _report_missing(rules, tallied)
    if tallied.state == "blocked":
        return tallied
    _exclude(tallied)
    for groups in ranked_lists(rules, tallied):
        _rank(tallied, groups)
        if stage.key == rules.last.key:
            _settle(tallied, [key for group in groups for key in group], "advanced")
        else:
            _cut(tallied, groups, Tiebreak(rules, known, decisions))
    return tallied


def compared(rules: Rules, total: Fraction) -> Fraction:
    """The total as thresholds, ranks and ties see it."""
    return rounded(total, rules.places) if rules.compare_printed else total


def ranked_lists(rules: Rules, tallied: StageTally) -> list[list[list[str]]]:
    """The groups of equal total, in one list or in one per stratum."""
    lists: dict[str, dict[str, Fraction]] = {}
    for key, place in tallied.standing.items():
        if place.total is not None:
            stratum = place.entry.stratum if rules.by_strata else ""
            lists.setdefault(stratum, {})[key] = compared(rules, place.total)
    return [ranked(lists[stratum]) for stratum in sorted(lists)]


def problem(code: str, stage: str, entries: Sequence[str], channel: str | None = None) -> Problem:
    return {"code": code, "stage": stage, "channel": channel, "entries": sorted(entries)}


def _place(rules: Rules, stage: Stage, entry: Entry, known: Known) -> Place:
    channels = {key: known[key][entry.key] for key in stage.use}
    place = Place(entry, channels, adjustment(rules, entry))
    _total(place, [rules.channels[key] for key in stage.use])
    if place.vetoed:
        place.reasons = {f"veto:{key}" for key in entry.veto}
    return place


def _total(place: Place, use: Sequence[Channel]) -> None:
    policy = {channel.key: channel.missing for channel in use if place.channels[channel.key].value is None}
    weights = {channel.key: channel.weight for channel in use}
    counted = sum((weights[key] for key in weights if policy.get(key) != "renormalise"), start=Fraction(0))
    words = {"block": "blocked", "zero": "zero", "renormalise": "renormalised" if counted else "blocked"}
    place.reasons = {f"{words[missing]}:{key}" for key, missing in policy.items()}
    if "block" in policy.values() or not counted:
        return
    contributions = (standing.contribution or Fraction(0) for standing in place.channels.values())
    summed = sum(contributions, start=Fraction(0))
    place.total = summed * sum(weights.values(), start=Fraction(0)) / counted + place.adjust


def _report_missing(rules: Rules, tallied: StageTally) -> None:
    for key in tallied.stage.use:
        missing = [name for name, place in tallied.standing.items() if place.channels[key].value is None]
        if missing:
            tallied.problems.append(problem("not_established", tallied.stage.key, missing, key))
    bare = [name for name, place in tallied.standing.items() if _is_bare(rules, place)]
    if bare:
        tallied.problems.append(problem("nothing_established", tallied.stage.key, bare))
    if any(place.total is None for place in tallied.standing.values()):
        tallied.state = "blocked"


def _is_bare(rules: Rules, place: Place) -> bool:
    return all(
        standing.value is None and rules.channels[key].missing == "renormalise"
        for key, standing in place.channels.items()
    )


def _exclude(tallied: StageTally) -> None:
    for place in tallied.places.values():
        if place.vetoed:
            place.outcome = "excluded"


def _rank(tallied: StageTally, groups: Sequence[Sequence[str]]) -> None:
    rank = 1
    for group in groups:
        for key in group:
            tallied.places[key].rank = rank
            tallied.places[key].tied_with = [other for other in group if other != key]
        rank += len(group)


def _settle(tallied: StageTally, keys: Sequence[str], outcome: str | None, reason: str = "") -> None:
    for key in keys:
        tallied.places[key].outcome = outcome
        if reason:
            tallied.places[key].reasons.add(reason)


def _cut(tallied: StageTally, groups: list[list[str]], tie: Tiebreak) -> None:
    keep = tallied.stage.keep
    if keep.kind == "min_score":
        _cut_at_score(tallied, groups, tie.rules)
    elif keep.kind == "all":
        _settle(tallied, [key for group in groups for key in group], "advanced")
    else:
        number = sum(len(group) for group in groups)
        seats = keep.amount if keep.kind == "top" else keep.amount * number
        _cut_at_seat(tallied, groups, seats.numerator // seats.denominator, tie)


def _cut_at_score(tallied: StageTally, groups: list[list[str]], rules: Rules) -> None:
    for key in (key for group in groups for key in group):
        total = tallied.places[key].total
        if total is not None and compared(rules, total) >= tallied.stage.keep.amount:
            _settle(tallied, [key], "advanced")
        else:
            _settle(tallied, [key], "eliminated", "below_min_score")


def _cut_at_seat(tallied: StageTally, groups: list[list[str]], seats: int, tie: Tiebreak) -> None:
    if tallied.stage.tie_at_cut == "order":
        _report_cut(tallied, cut(groups, seats, tie))
        return
    seated = 0
    for group in groups:
        if seated + len(group) <= seats:
            _settle(tallied, group, "advanced")
        elif seated >= seats:
            _settle(tallied, group, "eliminated", "below_cut")
        elif tallied.stage.tie_at_cut == "include_all":
            _settle(tallied, group, "advanced", "tie_included")
        else:
            _settle(tallied, group, "eliminated", "tie_dropped")
        seated += len(group)


def _report_cut(tallied: StageTally, result: Cut) -> None:
    for key in result.inside:
        _settle(tallied, [key], "advanced", result.codes.get(key, ""))
    for key in (key for group in result.after for key in group):
        _settle(tallied, [key], "eliminated", result.codes.get(key, "below_cut"))
    if result.waiting:
        _settle(tallied, result.waiting, None, "needs_decision")
        tallied.problems.append(problem("needs_decision", tallied.stage.key, result.waiting))
        tallied.state = "needs_decision"
