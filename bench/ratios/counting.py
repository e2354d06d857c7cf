"""The tally from the database beside a bare GROUP BY in the same database: `python -m bench.ratios.counting BALLOTS`.

One hundred entries, six items, ballots with about as many patterns as people make. Prints one JSON object: seconds of
the bare count and of the whole way from the rows to result.json (medians of three), distinct patterns, peak memory.
"""

import json
import resource
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from applications.models import Round  # noqa: E402
from bench.ratios import ITEMS  # noqa: E402
from evaluation import tally as engine  # noqa: E402
from evaluation.selectors.bundle import gather  # noqa: E402
from tests.ballots import Road, open_rating, sign_all  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.schemes import small_scheme  # noqa: E402

ENTRIES, TIMES = 100, 3
# Answers as often as clients give them, the best first; chance is seeded.
LEVELS = "ARRAY['very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'none']"
ANSWER = f"({LEVELS})[1 + width_bucket(random(), ARRAY[0.72, 0.92, 0.97, 0.99]::float8[])]"
BALLOTS = (
    "INSERT INTO evaluation_ballot "
    "(id, round_id, channel_id, application_id, voter_group, answers, receipt_digest) "
    "SELECT lpad(number::text, 32, '0'), {round}, {channel}, {first} + number % {entries}, '', {answers}, "
    "lpad(number::text, 64, '0') FROM generate_series({after} + 1, {after} + {ballots}) AS number"
)


def main(ballots: int) -> dict[str, Any]:
    road = opened()
    round = road.round
    lay_ballots(road, ballots)
    count_all(round)
    most = peak()
    bare, whole = timed(lambda: bare_count(round)), timed(lambda: count_all(round))
    patterns = bare_count(round)
    lay_ballots(road, ballots // 100, after=ballots)
    again = timed(lambda: count_all(round))
    return {
        "ballots": ballots, "patterns": patterns, "bare": bare, "whole": whole, "again": again, "memory": most,
    }  # fmt: skip


def opened() -> Road:
    channels = small_scheme()["channel"]
    channels[1]["items"] = [{"key": key, "title": {"zh": key, "en": key}} for key in ITEMS]
    middle = {
        "key": "basically_satisfied",
        "title": {"zh": "基本满意", "en": "Fair"},
        "value": "60",
        "good": False,
    }
    channels[1]["levels"].insert(2, middle)
    road = open_rating(assemble(), brands=ENTRIES, codes=1, channel=channels)
    sign_all(road, ((30, 50),) * ENTRIES)
    return road


def lay_ballots(road: Road, ballots: int, after: int = 0) -> None:
    words = {"round": road.round.pk, "channel": road.clients.pk, "first": road.applications[0].pk}
    words |= {"entries": ENTRIES, "after": after}
    answers = " || '|' || ".join([ANSWER] * len(ITEMS))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(BALLOTS.format(answers=answers, ballots=ballots, **words))
        cursor.execute("VACUUM ANALYZE evaluation_ballot")


def bare_count(round: Round) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_id, answers, count(*) FROM evaluation_ballot WHERE round_id = %s GROUP BY 1, 2",
            [round.pk],
        )
        return len(cursor.fetchall())


def count_all(round: Round) -> bytes:
    gathered = gather(round, "social")
    faults = engine.check_inputs(gathered.rules, gathered.inputs)
    if faults:
        raise RuntimeError(str(faults[:3]))
    return engine.result_bytes(engine.run(gathered.rules, gathered.inputs, "social").result)


def timed(work: Callable[[], Any]) -> float:
    seconds = []
    for _time in range(TIMES):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return median(seconds)


def peak() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
