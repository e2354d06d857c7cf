"""Selection by levels: bounds once, then flags and shares, always downwards (tally.md 2.6 and 2.8)."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from evaluation.tally.rules import Award, Rules
from evaluation.tally.ties import Tiebreak, cut, ranked


class LevelDesk:
    """Places every entry on a level; afterwards `level`, `reasons`, `waiting` and `over` tell what happened."""

    def __init__(
        self,
        rules: Rules,
        totals: Mapping[str, Fraction],
        flags: Mapping[str, Collection[str]],
        tie: Tiebreak,
    ) -> None:
        self.levels = rules.levels
        self.capped = rules.select.share_mode == "cap"
        self.totals = totals
        self.flags = flags
        self.tie = tie
        self.level: dict[str, str | None] = {}
        self.reasons: dict[str, set[str]] = {key: set() for key in totals}
        self.waiting: list[list[str]] = []
        self.over: dict[str, list[str]] = {}
        self._pools: list[list[str]] = [[] for _ in rules.levels]

    def place_all(self) -> None:
        for key, total in self.totals.items():
            start = next(
                (i for i, level in enumerate(self.levels) if _within(level, total)), len(self.levels)
            )
            self._drop_in(key, start)
        for index, level in enumerate(self.levels):
            pool = self._share_out(index, level)
            self.level.update(dict.fromkeys(pool, level.key))

    def _drop_in(self, key: str, index: int) -> None:
        """Put an entry on the level, or on the first one below whose flags it has."""
        while index < len(self.levels):
            missing = set(self.levels[index].requires) - set(self.flags[key])
            if not missing:
                self._pools[index].append(key)
                return
            self.reasons[key] |= {f"requires:{flag}" for flag in missing}
            index = self._below(index)
        self.level[key] = None
        self.reasons[key].add("no_level")

    def _below(self, index: int) -> int:
        target = self.levels[index].otherwise
        return next((i for i, level in enumerate(self.levels) if level.key == target), index + 1)

    def _share_out(self, index: int, level: Award) -> list[str]:
        pool = self._pools[index]
        if level.share is None:
            return pool
        share = level.share * len(self.totals)
        seats = share.numerator // share.denominator
        if not self.capped:
            if len(pool) > seats:
                self.over[level.key] = pool
            return pool
        return self._cap(index, seats)

    def _cap(self, index: int, seats: int) -> list[str]:
        result = cut(ranked({key: self.totals[key] for key in self._pools[index]}), seats, self.tie)
        for key, code in result.codes.items():
            if code != "needs_decision":
                self.reasons[key].add(code)
        if result.waiting:
            self.waiting.append(result.waiting)
        for key in (key for group in result.after for key in group):
            self.reasons[key].add("share_cap")
            self._drop_in(key, index + 1)
        return result.inside


def _within(level: Award, total: Fraction) -> bool:
    return (level.min is None or total >= level.min) and (level.below is None or total < level.below)
