"""Faults at the close: F19, ballots in flight while the stage closes; and the linking of ballots after it."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.faults.clients import Told, ballots_for, send_all
from bench.faults.ledger import Row
from bench.faults.servers import Web
from bench.faults.world import ROOT, Database, World

IN_FLIGHT = 200
CASTERS = 40
VOTERS = 200
DIED = "died"  # what is heard of an organizer who says nothing more
BY_CHANCE = 10  # of 200 guesses; a guesser has one right on average
# Equal stamp of the transaction that wrote them, if only one code and one ballot share it.
SAME_STAMP = (
    "SELECT min(code.digest), min(ballot.receipt_digest) FROM evaluation_code AS code "
    "JOIN evaluation_ballot AS ballot ON code.xmin::text = ballot.xmin::text WHERE code.used "
    "GROUP BY code.xmin::text HAVING count(*) = 1"
)
# The first used code with the first ballot, as they lie in their files, and so on.
IN_ORDER = (
    "SELECT code.digest, ballot.receipt_digest FROM "
    "(SELECT digest, row_number() OVER (ORDER BY ctid) AS place FROM evaluation_code WHERE used) AS code JOIN "
    "(SELECT receipt_digest, row_number() OVER (ORDER BY ctid) AS place FROM evaluation_ballot) AS ballot "
    "USING (place)"
)


class Organizer:
    """A process that does the organizer's deeds at a word."""

    def __init__(self, world: World, database: Database, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.faults.deeds"], cwd=ROOT, text=True,
            env=world.environment(database, **environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def do(self, word: str) -> dict[str, Any]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the organizer is gone")
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline() or json.dumps({"error": DIED}))
        return answer

    def end(self) -> None:
        self.process.communicate()


@contextmanager
def organizer(world: World, database: Database, **environment: str) -> Iterator[Organizer]:
    person = Organizer(world, database, **environment)
    try:
        yield person
    finally:
        person.end()


def close_in_flight(world: World, row: Row, rounds: int) -> None:
    """F19: the stage closes while 200 ballots are in flight; what was acknowledged is counted, the rest is told so.

    Each round has a box of its own: what a close has published and counted, the database never takes back. Without the
    guard the first round that goes wrong has shown what there was to show.
    """
    rng = world.chance(f"{row.fault} {row.database}")
    for _round in range(rounds):
        _close_once(world, row, rng)
        if row.control and row.failed_as_it_must:
            return


def _close_once(world: World, row: Row, rng: random.Random) -> None:
    with (
        world.ballot_box(row.database) as (database, facts),
        organizer(world, database) as person,
        Web(world, database, facts, FAULTS_CONTROL=row.control) as web,
    ):
        person.do("ready")
        ballots, told = ballots_for(facts["codes"][:IN_FLIGHT], web.box, rng, tabs=1), Told()
        voters = threading.Thread(target=send_all, args=(ballots, web.box, CASTERS, told))
        voters.start()
        time.sleep(rng.uniform(0.05, 0.5))
        answer = person.do("close")
        voters.join()
        _compare(row, told, answer, database)


def _compare(row: Row, told: Told, answer: dict[str, Any], database: Database) -> None:
    acknowledged, counted = len(told.acknowledged), answer.get("counted", 0)
    stored = {digest for (digest,) in database.read("SELECT receipt_digest FROM evaluation_ballot")}
    row.acknowledged += acknowledged
    row.stored += counted
    row.failed += told.failed(outage=False)
    row.prove("the organizer died", that=answer.get("error") != DIED)
    row.lost += len(set(told.acknowledged) - stored)
    row.apart += counted != acknowledged
    if "refused" in answer:
        row.require(f"the close was refused: {answer['refused']}", that=False)
        return
    row.lost += max(acknowledged - counted, 0)
    row.unexpected += max(counted - acknowledged, 0)
    row.require("the box was not mixed", that=answer.get("mixed", False))
    row.require("an answer was missing", that=acknowledged + told.refused == IN_FLIGHT)


def linking(world: World, row: Row, _size: int) -> None:
    """Link: whoever holds the whole database after the close matches codes with ballots."""
    rng = world.chance(row.fault)
    with (
        world.ballot_box(row.database) as (database, facts),
        organizer(world, database, FAULTS_CONTROL=row.control) as person,
        Web(world, database, facts) as web,
    ):
        told = send_all(ballots_for(facts["codes"][:VOTERS], web.box, rng, tabs=1), web.box, CASTERS)
        answer = person.do("close")
        row.acknowledged, row.stored = len(told.acknowledged), answer.get("counted", 0)
        row.require("acknowledged is not stored", that=row.acknowledged == row.stored == VOTERS)
        for name, attack in (("stamp", SAME_STAMP), ("order", IN_ORDER)):
            linked = sum(told.acknowledged.get(receipt) == code for code, receipt in database.read(attack))
            row.told.append(f"linked by {name} {linked} of {VOTERS}")
            row.linked += max(linked - BY_CHANCE, 0)
            row.require(f"{linked} ballots linked by {name}", that=linked <= BY_CHANCE)
