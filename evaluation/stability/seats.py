"""Who takes the seats under other weights, by whole numbers alone: what makes hundreds of samples quick.

It answers where totals are linear and seats are counted; wherever the rules would have to break a tie it does not.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from evaluation.stability.field import Field


class SeatRow:
    """The entries of a linear field with what each gets per point of weight, all over one denominator."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.lists: dict[str, list[str]] = {}
        for key in field.actual.totals:
            self.lists.setdefault(field.list_of(key), []).append(key)
        shares = {key: [field.share(one, key) for one in field.channels] for key in field.actual.totals}
        fixed = {key: field.actual.totals[key] - self._sum(row) for key, row in shares.items()}
        numbers = [*fixed.values(), *(share for row in shares.values() for share in row)]
        self.scale = lcm(*(number.denominator for number in numbers))
        self.shares = {key: [int(share * self.scale) for share in row] for key, row in shares.items()}
        self.fixed = {key: int(number * self.scale) for key, number in fixed.items()}

    def taken(self, weights: Mapping[str, Fraction]) -> frozenset[str] | None:
        """Who is above the cut under `weights` of the stage's channels; None where the engine must be asked."""
        ordered = [weights[one.key] for one in self.field.channels]
        fine = lcm(*(weight.denominator for weight in ordered))
        whole = [int(weight * fine) for weight in ordered]
        totals = {
            key: self.fixed[key] * fine + sum(w * share for w, share in zip(whole, row, strict=True))
            for key, row in self.shares.items()
        }
        taken: set[str] = set()
        for name, members in self.lists.items():
            seated = self._seated(name, members, totals, self.scale * fine)
            if seated is None:
                return None
            taken.update(seated)
        return frozenset(taken)

    def _sum(self, row: list[Fraction]) -> Fraction:
        pairs = zip(self.field.channels, row, strict=True)
        return sum((one.weight * share for one, share in pairs), start=Fraction(0))

    def _seated(
        self, name: str, members: list[str], totals: Mapping[str, int], scale: int
    ) -> list[str] | None:
        seats = self._seats(name, len(members))
        if seats is None:
            return None
        least = self._least
        eligible = [key for key in members if least is None or totals[key] >= least * scale]
        order = sorted(eligible, key=lambda key: -totals[key])
        is_tied = 0 < seats < len(order) and totals[order[seats - 1]] == totals[order[seats]]
        return None if is_tied else order[:seats]

    @property
    def _is_last(self) -> bool:
        return self.field.stage.key == self.field.rules.last.key

    @property
    def _least(self) -> Fraction | None:
        return self.field.rules.select.min_score if self._is_last else None

    def _seats(self, name: str, number: int) -> int | None:
        if not self._is_last:
            keep = self.field.stage.keep
            amounts = {"top": keep.amount, "share": keep.amount * number}
            seats = amounts.get(keep.kind)
            return None if seats is None else seats.numerator // seats.denominator
        select = self.field.rules.select
        if select.mode == "strata":
            return self.field.rules.strata[name].quota
        return select.seats if select.mode == "top" else None
