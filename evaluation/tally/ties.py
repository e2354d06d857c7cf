"""Ranks, cuts through an order, and what breaks a tie: never an id, never a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally.channel import Standing
from evaluation.tally.rules import Rules

Known = Mapping[str, Mapping[str, Standing]]


def ranked(scores: Mapping[str, Fraction]) -> list[list[str]]:
    """Entries in groups of equal score, best first; inside a group by key, which decides nothing."""
    groups: dict[Fraction, list[str]] = {}
    for entry in sorted(scores):
        groups.setdefault(scores[entry], []).append(entry)
    return [groups[score] for score in sorted(groups, reverse=True)]


@dataclass(frozen=True)
class Tiebreak:
    """`known` holds the channels used so far, `decisions` the recorded places for this stage or for `select`."""

    rules: Rules
    known: Known
    decisions: Mapping[str, Fraction]

    def parted(self, tied: Iterable[str]) -> list[list[str]]:
        """Part a tie by the rules' order of channels and items, best first."""
        groups: dict[tuple[tuple[int, Fraction], ...], list[str]] = {}
        for entry in tied:
            groups.setdefault(self._standing(entry), []).append(entry)
        return [groups[key] for key in sorted(groups)]

    def decided(self, tied: Sequence[str]) -> list[str] | None:
        """The tied in the committee's order; None unless each has a place of its own."""
        places = {entry: self.decisions[entry] for entry in tied if entry in self.decisions}
        if len(places) != len(tied) or len(set(places.values())) != len(tied):
            return None
        return sorted(tied, key=places.__getitem__)

    def _standing(self, entry: str) -> tuple[tuple[int, Fraction], ...]:
        # Smaller is better here: what is not established stands last, larger values first.
        values = (
            self._value(name, entry) for name in self.rules.tie_order if name.partition(".")[0] in self.known
        )
        return tuple((1, Fraction(0)) if value is None else (0, -value) for value in values)

    def _value(self, name: str, entry: str) -> Fraction | None:
        channel, dot, item = name.partition(".")
        standing = self.known[channel][entry]
        return standing.measured.items.get(item) if dot else standing.value


@dataclass
class Cut:
    """An order cut after a number of seats; `after` keeps the groups behind, `waiting` the tie nobody has decided."""

    inside: list[str] = field(default_factory=list)
    after: list[list[str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


def cut(groups: Sequence[Sequence[str]], seats: int, tie: Tiebreak) -> Cut:
    """Seat the groups in order; a group that does not fit goes by the tie order, then as the rules say."""
    result = Cut()
    for group in groups:
        room = seats - len(result.inside) - len(result.waiting)
        if len(group) <= room:
            result.inside += group
        elif room <= 0:
            result.after.append(list(group))
        else:
            _part(list(group), seats, tie, result)
    return result


def _part(group: list[str], seats: int, tie: Tiebreak, result: Cut) -> None:
    parts = tie.parted(group)
    if len(parts) > 1:
        result.codes.update(dict.fromkeys(group, "tie_order"))
    for part in parts:
        room = seats - len(result.inside) - len(result.waiting)
        if len(part) <= room:
            result.inside += part
        elif room <= 0:
            result.after.append(part)
        else:
            _decide(part, room, tie, result)


def _decide(part: list[str], room: int, tie: Tiebreak, result: Cut) -> None:
    if tie.rules.tie_then == "share":
        result.inside += part
        result.codes.update(dict.fromkeys(part, "tie_shared"))
        return
    order = tie.decided(part)
    if order is None:
        result.waiting = part
        result.codes.update(dict.fromkeys(part, "needs_decision"))
        return
    result.inside += order[:room]
    result.after += [[entry] for entry in order[room:]]
    result.codes.update(dict.fromkeys(part, "tie_decided"))
