"""Who is honoured: the last stage's order against seats, quotas, levels, motions or medals (tally.md 2.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.channel import motion_passed
from evaluation.tally.inputs import Entry
from evaluation.tally.levels import LevelDesk
from evaluation.tally.rules import Rules
from evaluation.tally.schema import SELECT
from evaluation.tally.stages import Place, Problem, StageTally, compared, problem, ranked_lists
from evaluation.tally.ties import Cut, Tiebreak, cut


@dataclass
class Choice:
    """One entry in the selection."""

    entry: Entry
    rank: int | None
    total: Fraction
    outcome: str | None = None
    level: str | None = None
    reasons: set[str] = field(default_factory=set)


@dataclass
class Selection:
    choices: dict[str, Choice]
    problems: list[Problem] = field(default_factory=list)
    state: str = "final"

    def settle(self, keys: Sequence[str], outcome: str | None, level: str | None = None) -> None:
        for key in keys:
            self.choices[key].outcome = outcome
            self.choices[key].level = level

    def explain(self, keys: Sequence[str], reason: str) -> None:
        for key in keys:
            self.choices[key].reasons.add(reason)

    def wait(self, tied: Sequence[str]) -> None:
        """Nobody has decided this tie: the tally stops here and says between whom."""
        self.settle(tied, None)
        self.explain(tied, "needs_decision")
        self.problems.append(problem("needs_decision", SELECT, tied))
        self.state = "needs_decision"


def select(rules: Rules, last: StageTally, tie: Tiebreak) -> Selection:
    """Choose among the entries of the last stage; `tie` holds the decisions recorded under `select`."""
    selection = Selection({key: _choice(place) for key, place in last.standing.items()})
    if rules.select.mode == "motion":
        _by_motion(rules, last, selection)
    elif rules.select.mode == "levels":
        _by_levels(rules, last, selection, tie)
    else:
        for groups in ranked_lists(rules, last):
            _by_seats(rules, groups, selection, tie)
        _report_few(rules, selection)
    return selection


def _choice(place: Place) -> Choice:
    return Choice(place.entry, place.rank, place.total or Fraction(0))


def _by_motion(rules: Rules, last: StageTally, selection: Selection) -> None:
    motions = [rules.channels[key] for key in last.stage.use if rules.channels[key].form == "motion"]
    for key, choice in selection.choices.items():
        standings = last.places[key].channels
        passed = all(motion_passed(channel, standings[channel.key].measured) for channel in motions)
        choice.rank = None
        selection.settle([key], "awarded" if passed else "not_awarded")
        selection.explain([key], "passed" if passed else "not_passed")


def _by_levels(rules: Rules, last: StageTally, selection: Selection, tie: Tiebreak) -> None:
    totals = {key: compared(rules, choice.total) for key, choice in selection.choices.items()}
    flags = {key: set(place.entry.flags) for key, place in last.standing.items()}
    desk = LevelDesk(rules, totals, flags, tie)
    desk.place_all()
    for key, level in desk.level.items():
        selection.settle([key], "awarded" if level else "not_awarded", level)
    # Also of entries that wait: the codes of the levels that they have fallen from stay.
    for key, reasons in desk.reasons.items():
        for reason in reasons:
            selection.explain([key], reason)
    for tied in desk.waiting:
        selection.wait(tied)
    for level, keys in desk.over.items():
        selection.problems.append(problem(f"share_over:{level}", SELECT, keys))


def _by_seats(rules: Rules, groups: list[list[str]], selection: Selection, tie: Tiebreak) -> None:
    rest = _eligible(rules, groups, selection)
    owed = 0
    medals = _medals(rules, selection, groups)
    for index, (level, seats) in enumerate(medals):
        # Places taken by a shared medal, or by a tie that waits, are used up for what comes next.
        used = min(owed, seats)
        result = cut(rest, seats - used, tie)
        owed = max(0, owed - seats) + max(0, len(result.inside) + len(result.waiting) - (seats - used))
        _book(selection, result, "awarded", level)
        rest = result.after
        if index == len(medals) - 1:
            # A shared last seat adds to the list; a tie that waits will take places of the reserve.
            rest = _book_reserve(rules, selection, rest, 0 if rules.tie_then == "share" else owed, tie)
    _leave(selection, rest)


def _medals(rules: Rules, selection: Selection, groups: list[list[str]]) -> list[tuple[str | None, int]]:
    if rules.select.mode == "medals":
        return [(medal.key, medal.seats) for medal in rules.select.medals]
    if rules.by_strata:
        return [(None, rules.strata[selection.choices[groups[0][0]].entry.stratum].quota)]
    return [(None, rules.select.seats)]


def _eligible(rules: Rules, groups: list[list[str]], selection: Selection) -> list[list[str]]:
    least = rules.select.min_score
    if least is None:
        return groups
    kept = []
    for group in groups:
        if compared(rules, selection.choices[group[0]].total) >= least:
            kept.append(group)
        else:
            selection.settle(group, "not_awarded")
            selection.explain(group, "below_min_score")
    return kept


def _book(selection: Selection, result: Cut, outcome: str, level: str | None) -> None:
    selection.settle(result.inside, outcome, level)
    for key, code in result.codes.items():
        selection.explain([key], code)
    if result.waiting:
        selection.wait(result.waiting)


def _book_reserve(
    rules: Rules, selection: Selection, rest: list[list[str]], used: int, tie: Tiebreak
) -> list[list[str]]:
    result = cut(rest, max(0, rules.select.reserve - used), tie)
    _book(selection, result, "reserve", None)
    for key in result.inside:
        _say_no_seat(selection, key)
    return result.after


def _leave(selection: Selection, rest: list[list[str]]) -> None:
    for key in (key for group in rest for key in group):
        selection.settle([key], "not_awarded")
        _say_no_seat(selection, key)


def _say_no_seat(selection: Selection, key: str) -> None:
    # Who loses by a tie has the tie's code instead.
    if not selection.choices[key].reasons:
        selection.explain([key], "no_seat")


def _report_few(rules: Rules, selection: Selection) -> None:
    if rules.select.may_be_fewer:
        return
    for stratum, seats in _seats_by_stratum(rules).items():
        eligible = [
            key
            for key, choice in selection.choices.items()
            if "below_min_score" not in choice.reasons
            and (not rules.by_strata or choice.entry.stratum == stratum)
        ]
        if len(eligible) < seats:
            selection.problems.append(problem("too_few", SELECT, eligible))


def _seats_by_stratum(rules: Rules) -> Mapping[str, int]:
    if rules.by_strata:
        return {key: stratum.quota for key, stratum in rules.strata.items()}
    if rules.select.mode == "medals":
        return {"": sum(medal.seats for medal in rules.select.medals)}
    return {"": rules.select.seats}
