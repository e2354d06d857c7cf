"""Faults while ballots are cast: F01 to F06, F30."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.faults.clients import PATIENCE, Ballot, Box, Told, ballots_for, send_all
from bench.faults.ledger import Row, count_ballots
from bench.faults.proxy import LosingProxy
from bench.faults.servers import Web
from bench.faults.world import Database, World

FLIGHT = 40
PARALLEL = 50
LOST_SHARE = 0.3
TWO_SLIPS = 10  # one code in so many is cast under the receipt of another, as from one page left open
Fault = tuple[Callable[[], bool], int]


def killed_workers(world: World, row: Row, size: int) -> None:
    """F01: again and again a random worker gets kill -9."""
    with casting(world, row, size, tabs=1) as (web, rng, faults):
        faults += [(lambda: web.kill_worker(rng), share(size, 25))]


def killed_server(world: World, row: Row, size: int) -> None:
    """F02: the whole of gunicorn gets kill -9 and is started again."""
    with casting(world, row, size, tabs=1) as (web, _rng, faults):
        faults += [(lambda: fall_and_rise(web), share(size, 40))]


def crashed_database(world: World, row: Row, size: int) -> None:
    """F03: PostgreSQL is stopped as by a power cut and started again."""
    with casting(world, row, size, tabs=1, outage=True) as (_web, _rng, faults):
        faults += [(lambda: crash(world), share(size, 150))]


def everything_at_once(world: World, row: Row, size: int) -> None:
    """F04: the three together, every code sent twice at once, as from two tabs."""
    with casting(world, row, size, tabs=2, outage=True) as (web, rng, faults):
        faults += [
            (lambda: web.kill_worker(rng), share(size, 50)),
            (lambda: fall_and_rise(web), share(size, 200)),
            (lambda: crash(world), share(size, 200)),
        ]


def small_installation(world: World, row: Row, size: int) -> None:
    """F30: SQLite; workers and the whole server are killed, every code sent twice at once."""
    with casting(world, row, size, tabs=2) as (web, rng, faults):
        faults += [
            (lambda: web.kill_worker(rng), share(size, 30)),
            (lambda: fall_and_rise(web), share(size, 100)),
        ]


def share(size: int, ballots: int) -> int:
    """Return how many faults a run of `size` ballots has with one for each `ballots`."""
    return max(size // ballots, 1)


def lost_answers(world: World, row: Row, size: int) -> None:
    """F05: 30 % of the answers are lost after the commit; whoever sends again is told the same receipt."""
    rng = world.chance(row.fault)
    with (
        world.ballot_box(row.database) as (database, facts),
        Web(world, database, facts, FAULTS_CONTROL=row.control) as web,
        LosingProxy(web.port, LOST_SHARE, rng) as proxy,
    ):
        if row.control == "NC4":
            forget_uniqueness(database)
        ballots = ballots_for(facts["codes"][:size], web.box, rng, tabs=1)
        told = send_all(two_slips(ballots), Box(proxy.port, web.box.round, web.box.secret), FLIGHT)
        count_ballots(row, told, database, size)
        row.told.append(f"{proxy.lost} answers lost")
        row.prove("no answer was lost", that=proxy.lost > 0)


def one_code_many_posts(world: World, row: Row, size: int) -> None:
    """F06: each code is posted by 50 clients at the same moment."""
    rng = world.chance(row.fault)
    with (
        world.ballot_box(row.database) as (database, facts),
        Web(world, database, facts, FAULTS_CONTROL=row.control) as web,
    ):
        ballots = ballots_for(facts["codes"][:size], web.box, rng, tabs=PARALLEL)
        told = send_all(ballots, web.box, PARALLEL)
        count_ballots(row, told, database, size)
        refused = size * (PARALLEL - 1)
        row.require(f"refused {told.refused}, not {refused}", that=told.refused == refused)


@contextmanager
def casting(
    world: World, row: Row, size: int, *, tabs: int, outage: bool = False
) -> Iterator[tuple[Web, random.Random, list[Fault]]]:
    """Yield a running server and a list for faults with how often they come; then cast `size` codes under them."""
    rng = world.chance(f"{row.fault} {row.database}")
    with world.ballot_box(row.database) as (database, facts):
        if row.control == "NC2":
            database.write(f'ALTER DATABASE "{database.name}" SET synchronous_commit = off')
        deferred = {"BENCH_DEFERRED": "1"} if row.control == "NC10" else {}
        with Web(world, database, facts, FAULTS_CONTROL=row.control, **deferred) as web:
            faults: list[Fault] = []
            yield web, rng, faults
            ballots = ballots_for(facts["codes"][:size], web.box, rng, tabs)
            told = Told()
            with ThreadPoolExecutor(1) as other:
                injected = other.submit(inject, faults, told, len(ballots), rng)
                send_all(ballots, web.box, FLIGHT, told)
        count_ballots(row, told, database, size, outage=outage)
        row.told.append(f"{injected.result()} faults")
        row.prove("a fault was not injected", that=injected.result() == sum(times for _deed, times in faults))


def inject(faults: Sequence[Fault], told: Told, requests: int, rng: random.Random) -> int:
    """Inject each fault at its random points of the run, measured by the answers given; return how many there were.

    By answers and not by the clock: a fast machine has as many faults within its run as a slow one.
    """
    points = [(rng.uniform(0.05, 0.9) * requests, deed) for deed, times in faults for _time in range(times)]
    done, deadline = 0, time.monotonic() + PATIENCE
    for point, deed in sorted(points, key=lambda pair: pair[0]):
        while told.answered < point and time.monotonic() < deadline:
            time.sleep(0.005)
        done += deed()
    return done


def fall_and_rise(web: Web) -> bool:
    fell = web.kill_all()
    web.start()
    web.wait()
    return fell


def crash(world: World) -> bool:
    world.server.crash()
    world.server.resume()
    return True


def two_slips(ballots: list[Ballot]) -> list[Ballot]:
    """Let every tenth ballot come under the receipt of the one before it."""
    return [
        Ballot(
            one.brand,
            one.code,
            ballots[place - 1].receipt if place % TWO_SLIPS == 1 else one.receipt,
            one.answers,
        )
        for place, one in enumerate(ballots)
    ]


def forget_uniqueness(database: Database) -> None:
    """Lay the box anew without the rule that each receipt stands for one ballot."""
    database.write(
        "CREATE TABLE loose AS SELECT * FROM evaluation_ballot",
        "DROP TABLE evaluation_ballot",
        "ALTER TABLE loose RENAME TO evaluation_ballot",
    )
