"""Who is within the first n, and how a tie across that line is broken (tally.md 2.5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluation.tally import Decision
from evaluation.tally.rules import Rules
from tests.second.opinion import Opinion
from tests.second.paper import number

Key = Callable[[str], Fraction]


@dataclass
class Cut:
    """Keys within, beyond and waiting for a decision, best first; `codes` holds the code of a tie."""

    inside: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


@dataclass
class Judge:
    """What may break a tie: the opinions held so far, and the decisions recorded for one stage."""

    rules: Rules
    opinions: Mapping[str, Opinion]
    decisions: Sequence[Decision]
    stage: str

    def cut(self, keys: Sequence[str], score: Key, seats: int, policy: str = "order") -> Cut:
        """The first `seats` of `keys`, by score and then as the policy says."""
        ordered = sorted(keys, key=lambda key: (-score(key), key))
        if seats <= 0 or seats >= len(ordered):
            taken = max(seats, 0)
            return Cut(ordered[:taken], ordered[taken:])
        line = score(ordered[seats - 1])
        above = [key for key in ordered if score(key) > line]
        tied = [key for key in ordered if score(key) == line]
        below = [key for key in ordered if score(key) < line]
        if len(above) + len(tied) == seats:
            return Cut(above + tied, below)
        return self._settle(Cut(above, below), tied, seats - len(above), policy)

    def _settle(self, cut: Cut, tied: list[str], seats: int, policy: str) -> Cut:
        if policy == "include_all":
            cut.codes = dict.fromkeys(tied, "tie_included")
            cut.inside += tied
        elif policy == "drop_all":
            cut.codes = dict.fromkeys(tied, "tie_dropped")
            cut.beyond = tied + cut.beyond
        else:
            self._order(cut, tied, seats)
        return cut

    def _order(self, cut: Cut, tied: list[str], seats: int) -> None:
        ordered = sorted(tied, key=self._standing, reverse=True)
        line = self._standing(ordered[seats - 1])
        better = [key for key in ordered if self._standing(key) > line]
        equal = sorted(key for key in ordered if self._standing(key) == line)
        worse = [key for key in ordered if self._standing(key) < line]
        cut.codes = dict.fromkeys(better + worse, "tie_order")
        cut.inside += better
        cut.beyond = worse + cut.beyond
        if len(better) + len(equal) == seats:
            cut.codes |= dict.fromkeys(equal, "tie_order")
            cut.inside += equal
        elif self.rules.tie_then == "share":
            cut.codes |= dict.fromkeys(equal, "tie_shared")
            cut.inside += equal
        else:
            self._ask(cut, equal, seats - len(better))

    def _ask(self, cut: Cut, equal: list[str], seats: int) -> None:
        said = {row.entry: number(row.order) for row in self.decisions if row.stage == self.stage}
        places = [said[key] for key in equal if key in said]
        if len(places) < len(equal) or len(set(places)) < len(places):
            cut.waiting = equal
            cut.codes |= dict.fromkeys(equal, "needs_decision")
            return
        ordered = sorted(equal, key=said.__getitem__)
        cut.codes |= dict.fromkeys(ordered, "tie_decided")
        cut.inside += ordered[:seats]
        cut.beyond = ordered[seats:] + cut.beyond

    def _standing(self, key: str) -> list[tuple[bool, Fraction]]:
        """Larger is better; what is not established stands last."""
        found = []
        for name in self.rules.tie_order:
            channel, _, item = name.partition(".")
            if channel in self.opinions:
                view = self.opinions[channel].views.get(key)
                value = view.items.get(item) if item else view.value
                found.append((value is not None, value or Fraction(0)))
        return found
