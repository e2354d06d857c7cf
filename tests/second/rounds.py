"""Stages one after another: totals, ranks, cuts (tally.md 2.4 and 2.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally import Decision, Entry, FormRow
from evaluation.tally.rules import Rules, Stage
from tests.second.cuts import Judge
from tests.second.opinion import Opinion, View, opinion
from tests.second.paper import number
from tests.second.printing import rounded


@dataclass
class Place:
    """How one entry stands in a stage."""

    entry: Entry
    adjust: Fraction
    total: Fraction | None = None
    rank: int | None = None
    tied_with: list[str] = field(default_factory=list)
    outcome: str | None = None
    reasons: set[str] = field(default_factory=set)


@dataclass
class Held:
    """A stage that was held."""

    stage: Stage
    places: dict[str, Place]
    state: str = "final"

    def running(self) -> list[Place]:
        return [place for place in self.places.values() if not place.entry.veto]


@dataclass
class Course:
    """The whole course: opinions in the order of their first use, stages, problems."""

    rules: Rules
    entries: Sequence[Entry]
    rows: Sequence[FormRow]
    decisions: Sequence[Decision]
    opinions: dict[str, Opinion] = field(default_factory=dict)
    stages: list[Held] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.stages[-1].state

    def judge(self, stage: str) -> Judge:
        return Judge(self.rules, self.opinions, self.decisions, stage)

    def score(self, total: Fraction) -> Fraction:
        return rounded(total, self.rules.places) if self.rules.compare_printed else total

    def problem(self, code: str, stage: str, entries: Sequence[str], channel: str | None = None) -> None:
        self.problems.append({"code": code, "stage": stage, "channel": channel, "entries": sorted(entries)})

    def lists(self, entries: Sequence[Entry]) -> dict[str, list[str]]:
        """The lists in which ranks run: one for each stratum, or one of all."""
        if self.rules.select.mode != "strata":
            return {"": [entry.key for entry in entries]}
        return {key: [entry.key for entry in entries if entry.stratum == key] for key in self.rules.strata}


def run_course(
    rules: Rules,
    entries: Sequence[Entry],
    rows: Sequence[FormRow],
    decisions: Sequence[Decision],
    through: str | None,
) -> Course:
    course = Course(rules, entries, rows, decisions)
    present = list(entries)
    for stage in rules.stages:
        held = _hold(course, stage, present)
        course.stages.append(held)
        if held.state != "final" or stage.key == through:
            break
        present = [place.entry for place in held.places.values() if place.outcome == "advanced"]
    return course


def _hold(course: Course, stage: Stage, present: Sequence[Entry]) -> Held:
    for key in course.rules.channels:
        if key in stage.use and key not in course.opinions:
            course.opinions[key] = opinion(course.rules.channels[key], course.rows, present)
    held = Held(stage, {entry.key: Place(entry, _adjust(course.rules, entry)) for entry in present})
    for place in held.places.values():
        _add_up(course, held, place)
    _name_missing(course, held)
    if any(place.total is None for place in held.running()):
        held.state = "blocked"
    else:
        _rank(course, held)
        _advance(course, held)
    for place in held.places.values():
        if place.entry.veto:
            place.reasons = {f"veto:{key}" for key in place.entry.veto}
            place.outcome = None if held.state == "blocked" else "excluded"
    return held


def _adjust(rules: Rules, entry: Entry) -> Fraction:
    total = sum((number(text) for text in entry.adjust), Fraction(0))
    if rules.max_bonus is not None:
        total = min(total, rules.max_bonus)
    return total if rules.max_deduction is None else max(total, -rules.max_deduction)


def contribution(found: Opinion, view: View) -> Fraction:
    return found.channel.weight * view.value / found.channel.max


def _add_up(course: Course, held: Held, place: Place) -> None:
    total = all_weights = counted = Fraction(0)
    blocked = False
    for key in held.stage.use:
        found = course.opinions[key]
        view, channel = found.views[place.entry.key], found.channel
        all_weights += channel.weight
        if view.value is not None:
            total += contribution(found, view)
            counted += channel.weight
        elif channel.missing == "zero":
            counted += channel.weight
            place.reasons.add(f"zero:{key}")
        elif channel.missing == "renormalise":
            place.reasons.add(f"renormalised:{key}")
        else:
            blocked = True
            place.reasons.add(f"blocked:{key}")
    if not counted and not blocked:
        place.reasons = {f"blocked:{key}" for key in held.stage.use}
    elif not blocked:
        place.total = total * all_weights / counted + place.adjust


def _name_missing(course: Course, held: Held) -> None:
    for key in held.stage.use:
        views = course.opinions[key].views
        missing = [place.entry.key for place in held.running() if views[place.entry.key].value is None]
        if missing:
            course.problem("not_established", held.stage.key, missing, key)
    empty = [place.entry.key for place in held.running() if _has_nothing(course, place)]
    if empty:
        course.problem("nothing_established", held.stage.key, empty)


def _has_nothing(course: Course, place: Place) -> bool:
    """Every channel of the stage left its weight out."""
    missing = [reason.removeprefix("blocked:") for reason in place.reasons if reason.startswith("blocked:")]
    return bool(missing) and all(course.rules.channels[key].missing == "renormalise" for key in missing)


def _rank(course: Course, held: Held) -> None:
    for keys in course.lists([place.entry for place in held.running()]).values():
        scores = {key: course.score(held.places[key].total) for key in keys}
        for key in keys:
            held.places[key].rank = 1 + sum(1 for other in keys if scores[other] > scores[key])
            held.places[key].tied_with = sorted(
                other for other in keys if other != key and scores[other] == scores[key]
            )


def _advance(course: Course, held: Held) -> None:
    last = held.stage.key == course.rules.stages[-1].key
    for keys in course.lists([place.entry for place in held.running()]).values():
        if last or held.stage.keep.kind == "all":
            for key in keys:
                held.places[key].outcome = "advanced"
        elif held.stage.keep.kind == "min_score":
            _keep_by_score(course, held, keys)
        else:
            _keep_first(course, held, keys)


def _keep_by_score(course: Course, held: Held, keys: Sequence[str]) -> None:
    for key in keys:
        place = held.places[key]
        if course.score(place.total) >= held.stage.keep.amount:
            place.outcome = "advanced"
        else:
            place.outcome = "eliminated"
            place.reasons.add("below_min_score")


def _keep_first(course: Course, held: Held, keys: Sequence[str]) -> None:
    keep = held.stage.keep
    seats = int(keep.amount) if keep.kind == "top" else int(keep.amount * len(keys))
    judge = course.judge(held.stage.key)
    cut = judge.cut(keys, lambda key: course.score(held.places[key].total), seats, held.stage.tie_at_cut)
    for key in cut.inside:
        held.places[key].outcome = "advanced"
    for key in cut.beyond:
        held.places[key].outcome = "eliminated"
        if key not in cut.codes:
            held.places[key].reasons.add("below_cut")
    for key, code in cut.codes.items():
        held.places[key].reasons.add(code)
    if cut.waiting:
        held.state = "needs_decision"
        course.problem("needs_decision", held.stage.key, cut.waiting)
