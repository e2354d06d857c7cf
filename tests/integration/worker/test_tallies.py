"""A real worker on a real broker: one result, however often a tally is delivered and whoever is killed."""

import os
import signal
import time
from datetime import timedelta

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from evaluation import tally as engine
from evaluation.enums import TallyStatus
from evaluation.models import Tally
from evaluation.selectors.bundle import gather
from evaluation.services.tallies import LOST_AFTER, WAITED_TOO_LONG, request_tally, sweep_tallies
from evaluation.tasks import count_tally

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@pytest.fixture
def tally(closed):
    return request_tally(closed.round, "social", by=closed.omar)


def wait_for_result(tally):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        tally.refresh_from_db()
        if tally.status not in {TallyStatus.QUEUED, TallyStatus.RUNNING}:
            return tally
        time.sleep(0.05)
    raise AssertionError(f"the tally stands at {tally.status} after {PATIENCE} s")


def times_finished():
    return AuditEvent.objects.filter(event="finish_tally").count()


def test_worker_counts_what_the_web_process_asked_for(broker, closed, tally):
    broker.worker()
    broker.send(count_tally, tally.pk)
    wait_for_result(tally)

    gathered = gather(closed.round, "social")
    expected = engine.result_bytes(engine.run(gathered.rules, gathered.inputs, "social").result)
    assert tally.status == TallyStatus.DONE
    assert tally.result.encode() == expected


def test_message_delivered_three_times_gives_one_result(broker, tally):
    for _ in range(3):
        broker.send(count_tally, tally.pk)
    broker.worker()
    wait_for_result(tally)
    time.sleep(1)

    assert Tally.objects.count() == 1
    assert times_finished() == 1


@pytest.mark.parametrize("delay", [0, 0.1])
def test_killed_worker_leaves_a_tally_that_the_next_one_finishes(broker, tally, delay):
    worker = broker.worker()
    broker.send(count_tally, tally.pk)
    time.sleep(delay)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()

    later = clock.now() + LOST_AFTER + WAITED_TOO_LONG
    broker.worker()
    sweep_tallies(lambda pk: broker.send(count_tally, pk), at=later + timedelta(seconds=1))
    wait_for_result(tally)

    assert tally.status == TallyStatus.DONE
    assert Tally.objects.count() == 1
    assert times_finished() == 1
