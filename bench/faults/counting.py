"""Faults while a tally is counted: F12, the worker is killed; F13, the tally is delivered more than once."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from celery import Celery

from bench.faults.closing import organizer
from bench.faults.ledger import Row
from bench.faults.servers import celery_worker
from bench.faults.world import PREPARE, Database, World
from tests.services.redis import redis_server

BALLOTS = "10000"
PATIENCE = 90
VISIBLE_AFTER = "5"  # seconds until the broker takes a message for lost
LONG = "25"  # seconds of counting, several times that
AGAIN = (
    "UPDATE evaluation_tally SET status = 'queued', result = '', result_digest = '', inputs_digest = '', "
    "state = '', problem = '', heartbeat = NULL, finished_at = NULL, progress = 0"
)
HALF_WRITTEN = (
    "SELECT count(*) FROM evaluation_tally WHERE (status = 'done') <> (result <> '') "
    "OR (status = 'done') <> (result_digest <> '')"
)
RESULTS = "SELECT count(*) FROM evaluation_tally WHERE status = 'done'"


class Broker:
    """The queue as the web process sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.app = Celery(broker=url)
        self.app.conf.task_ignore_result = True

    def send(self, name: str, *arguments: object) -> None:
        self.app.send_task(f"evaluation.{name}", arguments)


@contextmanager
def broker() -> Iterator[Broker]:
    with redis_server() as url:
        one = Broker(url)
        try:
            yield one
        finally:
            one.app.close()


def killed_counter(world: World, row: Row, runs: int) -> None:
    """F12: the worker gets kill -9 at a random point of a tally of 10,000 ballots; the next one finishes it."""
    rng = world.chance(f"{row.fault} {row.database}")
    with (
        world.database(row.database, PREPARE, "counting", BALLOTS) as (database, facts),
        broker() as queue,
    ):
        calls = {"FAULTS_CALLS": str(world.folder / "calls")}
        digests, reached = Counter[str](), Counter[str]()
        with ExitStack() as staff:
            worker = staff.enter_context(celery_worker(world, database, queue.url, **calls))
            _undisturbed(queue, database, facts["tally"])
            expected = database.read("SELECT result_digest FROM evaluation_tally")[0][0]
            database.write(AGAIN)
            # As long as a worker takes that has counted before: each that is killed has, it finished the one before.
            whole = _undisturbed(queue, database, facts["tally"])
            for _run in range(runs):
                database.write(AGAIN)
                queue.send("count_tally", facts["tally"])
                reached[_kill_after(worker.pid, rng.uniform(0, whole), row, database)] += 1
                worker = staff.enter_context(celery_worker(world, database, queue.url, **calls))
                _sweep(queue, database)
                digests[_wait_for_result(row, database)] += 1
        row.acknowledged, row.stored = runs, digests[expected]
        row.lost = runs - sum(digests.values()) + digests[""]
        row.doubled = len(set(digests) - {expected, ""})
        row.told.append(f"{whole:.2f} s undisturbed, killed at {dict(sorted(reached.items()))}")


def _undisturbed(queue: Broker, database: Database, tally: int) -> float:
    began = time.monotonic()
    queue.send("count_tally", tally)
    while database.read(RESULTS)[0][0] == 0:
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError("the tally was never counted")
        time.sleep(0.02)
    return time.monotonic() - began


def _kill_after(pid: int, pause: float, row: Row, database: Database) -> str:
    """Kill the worker after `pause` and return how far the tally was, as `status step`."""
    until = time.monotonic() + pause
    while time.monotonic() < until:
        _look(row, database)
        time.sleep(0.01)
    os.killpg(pid, signal.SIGKILL)
    status, step = database.read("SELECT status, progress FROM evaluation_tally")[0]
    return f"{status} {step}"


def _look(row: Row, database: Database) -> None:
    row.unexpected += database.read(HALF_WRITTEN)[0][0]


def _sweep(queue: Broker, database: Database) -> None:
    """Let the worker's sign of life be long past, then sweep as the schedule does; twice, as a lost one is requeued."""
    database.write(
        "UPDATE evaluation_tally SET heartbeat = '2026-01-01 00:00:00+00' WHERE status = 'running'",
        "UPDATE evaluation_tally SET created_at = '2026-01-01 00:00:00+00'",
    )
    queue.send("sweep_tallies")


def _wait_for_result(row: Row, database: Database) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _look(row, database)
        status, digest = database.read("SELECT status, result_digest FROM evaluation_tally")[0]
        if status in {"done", "failed"}:
            return str(digest)
        time.sleep(0.02)
    return ""


def delivered_twice(world: World, row: Row, _size: int) -> None:
    """F13: a tally longer than the broker's patience, two workers, then eight calls at the same moment."""
    calls = world.folder / f"calls{time.monotonic_ns()}"
    more = {
        "FAULTS_CALLS": str(calls), "FAULTS_PAUSE": LONG, "BENCH_VISIBILITY": VISIBLE_AFTER,
        "FAULTS_CONTROL": row.control,
    }  # fmt: skip
    with (
        world.database(row.database, PREPARE, "counting", BALLOTS) as (database, facts),
        broker() as queue,
        celery_worker(world, database, queue.url, **more),
        celery_worker(world, database, queue.url, **more),
    ):
        if row.control == "NC6":
            database.write("DROP INDEX evaluation_one_result_per_inputs_and_rules")
        queue.send("count_tally", facts["tally"])
        enough = 2 if row.control else 1
        _wait_until(lambda: _lines(calls) >= 2 and database.read(RESULTS)[0][0] >= enough)
        _judge(row, database, "deliveries", _lines(calls))


def called_together(world: World, row: Row, _size: int) -> None:
    """F13, second half: eight calls of one tally at the same moment."""
    calls = world.folder / f"calls{time.monotonic_ns()}"
    more = {"FAULTS_CALLS": str(calls), "FAULTS_CONTROL": row.control}
    with world.database(row.database, PREPARE, "counting", BALLOTS) as (database, _facts):
        if row.control == "NC6":
            database.write("DROP INDEX evaluation_one_result_per_inputs_and_rules")
        with organizer(world, database, **more) as person:
            person.do("together")
        _judge(row, database, "calls", _lines(calls))


def _judge(row: Row, database: Database, word: str, times: int) -> None:
    results = database.read(RESULTS)[0][0]
    row.acknowledged, row.stored = 1, results
    row.lost, row.doubled = int(results == 0), max(results - 1, 0)
    row.told.append(f"{word} {times}, results {results}")
    row.prove(f"only {times} {word}", that=times >= 2)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="ascii").splitlines()) if path.exists() else 0


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not holds():
        time.sleep(0.1)
