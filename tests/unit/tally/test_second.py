"""The engine and a second tally, written apart from it, say the same of random rounds: byte for byte."""

import json
from collections.abc import Iterator
from typing import Any

from tests.second.paper import REASONS
from tests.second.round import random_round

ROUNDS = 600

STATES = {"final", "blocked", "needs_decision"}
PROBLEMS = {"not_established", "nothing_established", "needs_decision", "too_few", "share_over"}
TIES = {"tie_order", "tie_shared", "tie_decided", "needs_decision"}
IN_STAGES = TIES | {
    "zero",
    "renormalised",
    "blocked",
    "veto",
    "below_cut",
    "below_min_score",
    "tie_included",
    "tie_dropped",
}
IN_SELECTION = TIES | {
    "no_seat",
    "below_min_score",
    "passed",
    "not_passed",
    "requires",
    "share_cap",
    "no_level",
}


def test_both_say_the_same_of_random_rounds_which_reach_every_word_of_the_result():
    told = set()
    for seed in range(ROUNDS):
        one = random_round(seed, weighted=bool(seed % 2))
        result = one.engine()

        assert one.second() == result, f"seed {seed}"
        told |= set(_words(json.loads(result)))

    assert told == {
        *(("state", word) for word in STATES),
        *(("problem", word) for word in PROBLEMS),
        *(("invalid", word) for word in REASONS),
        *(("stage", word) for word in IN_STAGES),
        *(("selection", word) for word in IN_SELECTION),
    }


def _words(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "state", result["state"]
    for problem in result["problems"]:
        yield "problem", problem["code"].partition(":")[0]
    for counts in result["channels"].values():
        yield from (("invalid", reason) for reason in counts["invalid"])
    places = [place for stage in result["stages"] for place in stage["entries"]]
    for where, rows in (("stage", places), ("selection", result["selection"])):
        yield from ((where, reason.partition(":")[0]) for row in rows for reason in row["reasons"])
