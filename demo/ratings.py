"""Who gives what: marks of supervisors, clients and panel for every entry, by seed; no clock, no database.

The plan reckons its own totals exactly, so that no tie ever falls across the cut or the last seat.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

SUPERVISORS, MEMBERS, SHORTLIST, SEATS = 45, 9, 20, 10
ITEMS = (15, 15, 15, 20, 20, 15)
PANEL_ITEMS = (60, 40)
LEVELS = (100, 80, 60, 30)
WEIGHTS = {"supervisors": 30, "clients": 40, "panel": 30}
CLIENT_ITEMS, FEWEST_BALLOTS = 6, 3050
# How many entries have how many ballots: a hall with a queue, an office that few ever visit.
TURNOUT = ((6, 7, 14), (22, 22, 52), (15, 54, 110), (6, 140, 260))
# Entries on both sides of a line stand at least this far apart.
MARGIN = Fraction(1, 100)

Answers = tuple[int | None, ...]


@dataclass(frozen=True)
class Plan:
    """Marks by entry key: sheets[key][supervisor], ballots[key], papers and visit in panel[key][member]."""

    sheets: Mapping[str, list[tuple[int, ...]]]
    ballots: Mapping[str, list[Answers]]
    panel: Mapping[str, list[tuple[int, int]]]
    social: Mapping[str, Fraction]
    final: Mapping[str, Fraction]

    @property
    def shortlist(self) -> list[str]:
        return sorted(self.social, key=lambda key: (-self.social[key], key))[:SHORTLIST]

    @property
    def winners(self) -> list[str]:
        return sorted(self.final, key=lambda key: (-self.final[key], key))[:SEATS]


def plan_ratings(keys: Sequence[str], *, seed: int) -> Plan:
    """Return marks for `keys`; tries one seed after the other until both lines fall between unlike totals."""
    for attempt in count():
        plan = _plan(keys, random.Random(f"ratings:{seed}:{attempt}"))
        if _apart(plan.social, SHORTLIST) and _apart(plan.final, SEATS):
            return plan
    raise AssertionError  # pragma: no cover  count() has no end


def _plan(keys: Sequence[str], rng: random.Random) -> Plan:
    worth = _spread(len(keys), rng)
    liked = [(7 * own + 3 * rng.random()) / 10 for own in worth]
    severity = [rng.uniform(-0.06, 0.05) for _rater in range(SUPERVISORS)]
    sheets = {
        key: [_sheet(own, bent, rng) for bent in severity] for key, own in zip(keys, worth, strict=True)
    }
    turnout = _turnout(len(keys), rng)
    ballots = {
        key: [_ballot(own, rng) for _voter in range(number)]
        for key, own, number in zip(keys, liked, turnout, strict=True)
    }
    social = {
        key: _mean_of_sheets(sheets[key], "supervisors") + _mean_of_ballots(ballots[key]) for key in keys
    }
    first = sorted(keys, key=lambda key: (-social[key], key))[:SHORTLIST]
    panel = _panel(first, dict(zip(keys, worth, strict=True)), rng)
    final = {key: social[key] + _mean_of_sheets(panel[key], "panel") for key in first}
    return Plan(sheets, ballots, panel, social, final)


def _spread(number: int, rng: random.Random) -> list[float]:
    """Qualities between 0 and 1, evenly spread and dealt by chance."""
    worth = [place / max(number - 1, 1) for place in range(number)]
    rng.shuffle(worth)
    return worth


def _turnout(number: int, rng: random.Random) -> list[int]:
    sizes = [rng.randint(low, high) for share, low, high in TURNOUT for _entry in range(share)]
    rng.shuffle(sizes)
    sizes = [sizes[place % len(sizes)] for place in range(number)]
    short = FEWEST_BALLOTS - sum(sizes)
    largest = sizes.index(max(sizes))
    sizes[largest] += max(short, 0)
    return sizes


def _sheet(worth: float, bent: float, rng: random.Random) -> tuple[int, ...]:
    mood = bent + rng.gauss(0, 0.02)
    return tuple(_mark(top, 0.73 + 0.19 * worth + mood + rng.gauss(0, 0.05), rng) for top in ITEMS)


def _mark(top: int, share: float, rng: random.Random) -> int:
    """A whole mark near `share` of `top`; the fraction decides by chance, so that the mean keeps it."""
    exact = top * min(max(share, 0.3), 1.0)
    return min(top, int(exact) + (rng.random() < exact - int(exact)))


def _ballot(liked: float, rng: random.Random) -> Answers:
    mood = liked + rng.gauss(0, 0.22)
    first = _level(mood + rng.gauss(0, 0.15))
    return (first, *(_answer(mood, rng) for _item in range(CLIENT_ITEMS - 1)))


def _answer(mood: float, rng: random.Random) -> int | None:
    return None if rng.random() < 0.07 else _level(mood + rng.gauss(0, 0.15))


def _level(mood: float) -> int:
    """The place of the level in `LEVELS`: from very satisfied (0) to dissatisfied (3)."""
    return sum(mood < bound for bound in (0.42, 0.02, -0.32))


def _panel(
    first: Sequence[str], worth: Mapping[str, float], rng: random.Random
) -> dict[str, list[tuple[int, int]]]:
    severity = [rng.uniform(-0.05, 0.04) for _member in range(MEMBERS)]
    seen = {key: worth[key] + rng.uniform(-0.25, 0.25) for key in first}
    return {
        key: [
            (_mark(60, 0.76 + 0.18 * worth[key] + bent + rng.gauss(0, 0.03), rng),
             _mark(40, 0.77 + 0.17 * seen[key] + bent + rng.gauss(0, 0.03), rng))
            for bent in severity
        ]
        for key in first
    }  # fmt: skip


def _mean_of_sheets(sheets: Sequence[tuple[int, ...]], channel: str) -> Fraction:
    return Fraction(WEIGHTS[channel] * sum(map(sum, sheets)), 100 * len(sheets))


def _mean_of_ballots(ballots: Sequence[Answers]) -> Fraction:
    values = [[LEVELS[level] for level in ballot if level is not None] for ballot in ballots]
    mean = sum((Fraction(sum(answered), len(answered)) for answered in values), Fraction(0)) / len(values)
    return WEIGHTS["clients"] * mean / 100


def _apart(totals: Mapping[str, Fraction], line: int) -> bool:
    ordered = sorted(totals.values(), reverse=True)
    return len(ordered) <= line or ordered[line - 1] - ordered[line] >= MARGIN
