"""Weights moved at random within bounds, many times: how often each entry is above the cut."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from evaluation.stability.field import Field, is_linear
from evaluation.stability.seats import SeatRow
from evaluation.tally.rules import Channel

SAMPLES = 400
# Moves are drawn in hundredths of a point, whole numbers, so that every machine draws the same.
FINE = 100
MOST = 5


@dataclass(frozen=True)
class Frequency:
    """In how many of `samples` an entry is above the cut, and in how many its place there is left to the committee."""

    entry: str
    taken: int
    undecided: int
    samples: int


def drawn_weights(channels: Sequence[Channel], seed: int, samples: int) -> Iterator[dict[str, Fraction]]:
    """Weights that differ from the rules' by at most MOST points each, never below 0, with the same sum.

    Every such set of moves in hundredths is as likely as every other: the last channel takes what the others leave,
    and draws that would push it out of its bounds are made again.
    """
    chance = Random(seed)  # noqa: S311 - repeatable on purpose, no secret
    least = [-min(MOST * FINE, int(channel.weight * FINE)) for channel in channels]
    for _ in range(samples):
        moves = _moves(chance, least)
        yield {
            channel.key: channel.weight + Fraction(move, FINE)
            for channel, move in zip(channels, moves, strict=True)
        }


def sampled(field: Field, seed: int, samples: int = SAMPLES) -> list[Frequency]:
    """Judge the stage under each drawn set of weights; [] where there are not two channels to move against each other."""
    if len(field.channels) < 2:
        return []
    taken: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    row = SeatRow(field) if is_linear(field) else None
    for weights in drawn_weights(field.channels, seed, samples):
        seated = row.taken(weights) if row else None
        if seated is not None:
            taken.update(seated)
            continue
        verdict = field.weighed(weights)
        taken.update(verdict.taken)
        undecided.update(verdict.undecided)
    return [Frequency(key, taken[key], undecided[key], samples) for key in sorted(field.actual.totals)]


def _moves(chance: Random, least: Sequence[int]) -> list[int]:
    while True:
        moves = [chance.randint(low, MOST * FINE) for low in least[:-1]]
        last = -sum(moves)
        if least[-1] <= last <= MOST * FINE:
            return [*moves, last]
