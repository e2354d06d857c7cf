"""The tally against a second one, written apart from it: `python -m bench.second [ROUNDS]`, on two processes.

Prints how many random rounds both computed, on how many their result.json differs (there must be none), and the reason
for exact arithmetic: on how many totals of channels weighted 30, 40 and 30 binary floats give another value, another
rank or another printed figure. The floats start from exact channel values, so the shares are on the low side.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from typing import Any

from tests.second.round import Round, random_round

PROCESSES = 2
# What floats may change, with the sentence in which it is printed.
CHANGES = {
    "value": "another value than the float nearest to the exact one",
    "rank": "another rank",
    "printed": "another printed figure",
}
Told = dict[str, Any]


def main(rounds: int) -> int:
    with ProcessPoolExecutor(PROCESSES) as pool:
        told = sum(pool.map(compare, range(rounds), chunksize=50), Counter())
    different = sorted(key for key in told if isinstance(key, int))
    print(f"{'rounds':<52}{rounds:>8}")
    print(
        f"{'differences':<52}{len(different):>8}  0  {'MISSED: seeds' if different else 'held'}",
        *different[:20],
    )
    print(f"{'totals weighted 30/40/30':<52}{told['totals']:>8}")
    for change, sentence in CHANGES.items():
        share = 100 * told[change] / (told["totals"] or 1)
        print(f"{'floats: ' + sentence:<70}{share:>6.2f} %")
    return 1 if different else 0


def compare(seed: int) -> Counter[int | str]:
    """What one round shows: its seed where the two differ, and what floats would change; each odd seed is weighted."""
    weighted = bool(seed % 2)
    one = random_round(seed, weighted=weighted)
    result = one.engine()
    told: Counter[int | str] = Counter() if one.second() == result else Counter([seed])
    return told + Counter(floated(one, json.loads(result))) if weighted else told


def floated(one: Round, result: Told) -> Iterator[str]:
    """For each total of all three channels: that it is one, and what floats would change."""
    for stage in result["stages"]:
        places = [place for place in stage["entries"] if place["rank"]]
        if all(is_whole(place) for place in places):
            totals = {place["entry"]: total_in_floats(one, place) for place in places}
            ranks = ranks_in_floats(one, totals)
            for place in places:
                yield "totals"
                yield from changes(one, place, totals[place["entry"]], ranks[place["entry"]])


def is_whole(place: Told) -> bool:
    """The three channels are all there."""
    values = [channel["value"] for channel in place["channels"].values()]
    return len(values) == 3 and None not in values


def total_in_floats(one: Round, place: Told) -> float:
    total = 0.0
    for key, told in place["channels"].items():
        channel = one.rules.channels[key]
        total += (
            float(channel.weight) / 100 * (float(Fraction(told["value"]["exact"])) / float(channel.max) * 100)
        )
    return total + float(Fraction(place["adjust"]))


def ranks_in_floats(one: Round, totals: dict[str, float]) -> dict[str, int]:
    strata = {entry.key: entry.stratum if one.rules.by_strata else "" for entry in one.entries}
    lists = defaultdict(list)
    scores = {
        key: round(total, one.rules.places) if one.rules.compare_printed else total
        for key, total in totals.items()
    }
    for key, score in scores.items():
        lists[strata[key]].append(score)
    return {key: 1 + sum(other > score for other in lists[strata[key]]) for key, score in scores.items()}


def changes(one: Round, place: Told, total: float, rank: int) -> Iterator[str]:
    if total != float(Fraction(place["total"]["exact"])):
        yield "value"
    if rank != place["rank"]:
        yield "rank"
    if f"{total:.{one.rules.places}f}".removeprefix("-") != place["total"]["printed"].removeprefix("-"):
        yield "printed"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
