"""Fill an empty, migrated database for the runs and print its facts: `python -m bench.faults.prepare casting|counting N`.

casting N: an open stage with signed sheets and N codes for four brands; prints round and [brand, code] pairs.
counting N: 200 brands with N ballots in a closed, mixed box and one tally in the queue.
"""

import json
import random
import secrets
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django

django.setup()


from brandportal.kit import clock  # noqa: E402
from evaluation.models import Ballot, Code, Tally  # noqa: E402
from evaluation.models.commitments import serial_of  # noqa: E402
from evaluation.services.commitments import commit_codes  # noqa: E402
from evaluation.services.tallies import request_tally  # noqa: E402
from tests.ballots import Road, close_rating, open_rating, sign_all  # noqa: E402
from tests.cast import assemble  # noqa: E402

MANY = 200
LONG_AGO = timedelta(hours=1)


def casting(codes: int) -> dict[str, Any]:
    road = open_rating(assemble(), codes=-(-codes // 4))
    sign_all(road)
    pairs = [(brand, code) for brand, found in road.codes.items() for code in found][:codes]
    return {"round": road.round.code, "codes": pairs}


def counting(ballots: int) -> dict[str, Any]:
    road = open_rating(assemble(), codes=1, brands=MANY)
    sign_all(road, tuple((number % 40, number % 60) for number in range(MANY)))
    box = chance_ballots(road, ballots)
    Ballot.objects.bulk_create(box, batch_size=2000)
    Code.objects.bulk_create(used_codes(road, box), batch_size=2000)
    commit_codes(road.clients, by=None, reason="made for the counting")
    close_rating(road)
    tally = request_tally(road.round, "social", by=None)
    Tally.objects.filter(pk=tally.pk).update(created_at=clock.now() - LONG_AGO)
    return {"round": road.round.code, "tally": tally.pk}


def used_codes(road: Road, box: list[Ballot]) -> list[Code]:
    """A used code for every ballot: without them the numbers of the box would not agree and it could not be closed."""
    last: Counter[str] = Counter()
    made, channel = [], road.clients
    for ballot in box:
        name = ballot.application.code
        last[name] += 1
        serial = serial_of(name, last[name] + 1)
        digest = secrets.token_hex(32)
        facts = {"round": road.round, "channel": channel, "application": ballot.application}
        made.append(Code(digest=digest, serial=serial, used=True, **facts))
    return made


def chance_ballots(road: Road, number: int) -> list[Ballot]:
    rng, brands, channel = random.Random(5), road.applications, road.clients
    levels = ("very_satisfied", "satisfied", "dissatisfied", "none")
    return [
        Ballot(
            id=secrets.token_hex(16),
            round=road.round,
            channel=channel,
            application=brands[place % MANY],
            answers="|".join(rng.choices(levels, k=2)),
            receipt_digest=secrets.token_hex(32),
        )
        for place in range(number)
    ]


if __name__ == "__main__":
    kind, number = sys.argv[1:]
    print(json.dumps({"casting": casting, "counting": counting}[kind](int(number))))
