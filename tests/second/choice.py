"""The selection (tally.md 2.6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.rules import Award
from tests.second.cuts import Cut
from tests.second.rounds import Course, Held

SELECT = "select"


@dataclass
class Choice:
    entry: str
    rank: int | None
    total: Fraction
    outcome: str | None = None
    level: str | None = None
    reasons: set[str] = field(default_factory=set)


def choose(course: Course) -> dict[str, Choice]:
    """The entries of the last stage, each with its outcome; problems and state are written into the course."""
    held = course.stages[-1]
    chosen = {place.entry.key: Choice(place.entry.key, place.rank, place.total) for place in held.running()}
    mode = course.rules.select.mode
    if mode == "motion":
        _by_motion(course, chosen)
    elif mode == "levels":
        _by_levels(course, held, chosen)
    else:
        for stratum, keys in course.lists([place.entry for place in held.running()]).items():
            _by_seats(course, chosen, keys, _medals(course, stratum))
    return chosen


def _medals(course: Course, stratum: str) -> list[tuple[str | None, int]]:
    """The medals with their seats, or the seats alone."""
    select = course.rules.select
    if select.mode == "medals":
        return [(medal.key, medal.seats) for medal in select.medals]
    if select.mode == "strata":
        return [(None, course.rules.strata[stratum].quota)]
    return [(None, select.seats)]


def _by_seats(
    course: Course, chosen: dict[str, Choice], keys: Sequence[str], medals: list[tuple[str | None, int]]
) -> None:
    select = course.rules.select
    least = select.min_score
    eligible = [key for key in keys if least is None or course.score(chosen[key].total) >= least]
    for key in keys:
        if key not in eligible:
            chosen[key].outcome = "not_awarded"
            chosen[key].reasons.add("below_min_score")
    seats = sum(number for _, number in medals)
    if not select.may_be_fewer and len(eligible) < seats:
        course.problem("too_few", SELECT, eligible)
    _fill(course, chosen, eligible, medals)


def _fill(
    course: Course, chosen: dict[str, Choice], eligible: list[str], medals: list[tuple[str | None, int]]
) -> None:
    """Medal after medal, then the reserve; places count from the top, whoever holds or awaits them."""
    end = used = 0
    rest = eligible
    for medal, seats in medals:
        end += seats
        cut = _cut(course, chosen, rest, end - used)
        _award(chosen, cut, "awarded", medal)
        used += len(cut.inside) + len(cut.waiting)
        rest = cut.beyond
    awarded = sum(1 for key in eligible if chosen[key].outcome == "awarded")
    cut = _cut(course, chosen, rest, max(end, awarded) + course.rules.select.reserve - used)
    _award(chosen, cut, "reserve", None)
    for key in cut.beyond:
        chosen[key].outcome = "not_awarded"
    for key in rest:
        chosen[key].reasons = chosen[key].reasons or {"no_seat"}


def _cut(course: Course, chosen: dict[str, Choice], keys: list[str], seats: int) -> Cut:
    cut = course.judge(SELECT).cut(keys, lambda key: course.score(chosen[key].total), seats)
    if cut.waiting:
        course.stages[-1].state = "needs_decision"
        course.problem("needs_decision", SELECT, cut.waiting)
    for key, code in cut.codes.items():
        chosen[key].reasons.add(code)
    return cut


def _award(chosen: dict[str, Choice], cut: Cut, outcome: str, medal: str | None) -> None:
    for key in cut.inside:
        chosen[key].outcome, chosen[key].level = outcome, medal


def _by_motion(course: Course, chosen: dict[str, Choice]) -> None:
    last = course.stages[-1].stage
    motions = [course.opinions[key] for key in last.use if course.rules.channels[key].motion]
    for key, choice in chosen.items():
        passed = all(_passed(found.channel.motion, found.views[key].merged) for found in motions)
        choice.rank = None
        choice.outcome = "awarded" if passed else "not_awarded"
        choice.reasons.add("passed" if passed else "not_passed")


def _passed(motion, share: Fraction | None) -> bool:
    if share is None:
        return False
    return share > motion.passes if motion.over else share >= motion.passes


def _by_levels(course: Course, held: Held, chosen: dict[str, Choice]) -> None:
    levels = list(course.rules.levels)
    for choice in chosen.values():
        first = next((level for level in levels if _holds(course, level, choice)), None)
        choice.level = _settle(held, levels, choice, first)
    capped = course.rules.select.share_mode == "cap"
    for level in levels:
        if level.share is not None:
            (_cap if capped else _report)(course, held, chosen, levels, level)
    for choice in chosen.values():
        if "needs_decision" in choice.reasons:
            continue
        choice.outcome = "awarded" if choice.level else "not_awarded"
        if not choice.level:
            choice.reasons.add("no_level")


def _holds(course: Course, level: Award, choice: Choice) -> bool:
    score = course.score(choice.total)
    above = level.min is None or score >= level.min
    return above and (level.below is None or score < level.below)


def _settle(held: Held, levels: list[Award], choice: Choice, level: Award | None) -> str | None:
    """From a level whose bounds are no longer asked, down to the first whose flags are there."""
    flags = held.places[choice.entry].entry.flags
    while level is not None:
        missing = [flag for flag in level.requires if flag not in flags]
        if not missing:
            return level.key
        choice.reasons |= {f"requires:{flag}" for flag in missing}
        level = _otherwise(levels, level) if level.otherwise else _next(levels, level)
    return None


def _otherwise(levels: list[Award], level: Award) -> Award:
    return next(other for other in levels if other.key == level.otherwise)


def _next(levels: list[Award], level: Award) -> Award | None:
    lower = levels[levels.index(level) + 1 :]
    return lower[0] if lower else None


def _report(course, held: Held, chosen: dict[str, Choice], levels: list[Award], level: Award) -> None:
    members = [key for key, choice in chosen.items() if choice.level == level.key]
    if len(members) > level.share * len(chosen):
        course.problem(f"share_over:{level.key}", SELECT, members)


def _cap(course, held: Held, chosen: dict[str, Choice], levels: list[Award], level: Award) -> None:
    members = [key for key, choice in chosen.items() if choice.level == level.key]
    cut = course.judge(SELECT).cut(
        members, lambda key: course.score(chosen[key].total), int(level.share * len(chosen))
    )
    for key, code in cut.codes.items():
        chosen[key].reasons.add(code)
    if cut.waiting:
        course.stages[-1].state = "needs_decision"
        course.problem("needs_decision", SELECT, cut.waiting)
    for key in cut.waiting:
        chosen[key].level = None
    for key in cut.beyond:
        chosen[key].reasons.add("share_cap")
        chosen[key].level = _settle(held, levels, chosen[key], _next(levels, level))
