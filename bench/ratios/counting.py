"""The tally from the database beside a bare GROUP BY in the same database: `python -m bench.ratios.counting BALLOTS`.

One hundred entries, six items, ballots with about as many patterns as people make. Prints one JSON object: seconds of
the bare count and of the whole way from the rows to result.json (in turn, medians of five), distinct patterns, peak
memory, and the seconds of the whole way after 1 % more ballots: the whole again, for nothing is kept between two
tallies (docs/decisions/0002). The bare count has the memory that the server grants any query; that the portal asks
for more is a part of its way.

The counting runs in a process of its own, as it does in an installation. The memory is all that this process held at
its most, Python and the portal included, after the whole way: here the hashing of a password alone takes more.
"""

import json
import subprocess
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
from bench.tally import ROOT, peak  # noqa: E402
from evaluation import tally as engine  # noqa: E402
from evaluation.selectors.bundle import gather  # noqa: E402
from tests.ballots import Road, open_rating, sign_all  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.schemes import small_scheme  # noqa: E402

ENTRIES, TIMES = 100, 5
COUNT = "--count"
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
    lay_ballots(road, ballots)
    told = apart()
    lay_ballots(road, ballots // 100, after=ballots)
    return {"ballots": ballots, **told, "again": apart()["whole"]}


def apart() -> dict[str, float]:
    words = [sys.executable, "-m", "bench.ratios.counting", COUNT]
    told: dict[str, float] = json.loads(
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    )
    return told


def measured() -> dict[str, float]:
    round = Round.objects.get()
    count_all(round)
    memory = peak()
    turns = [(seconds(bare_count, round), seconds(count_all, round)) for _ in range(TIMES)]
    bare, whole = (median(column) for column in zip(*turns, strict=True))
    return {"patterns": bare_count(round), "bare": bare, "whole": whole, "memory": memory}


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


def seconds(work: Callable[[Round], Any], round: Round) -> float:
    began = perf_counter()
    work(round)
    return perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(measured() if sys.argv[1] == COUNT else main(int(sys.argv[1]))))
