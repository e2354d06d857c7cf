"""How tallies are counted in the runs: long enough to be delivered twice, and in NC6 without the unique key."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brandportal.kit import clock
from evaluation import tally as engine
from evaluation.enums import TallyStatus
from evaluation.models import Tally
from evaluation.selectors.bundle import gather
from evaluation.services import tallies

Run = Callable[[Tally], Any]


def install() -> Run:
    """Return how a tally is run here; every call is written down in FAULTS_CALLS."""
    real_count = tallies._count  # noqa: SLF001  what is made longer
    pause = float(os.environ.get("FAULTS_PAUSE", "0"))

    def slow_count(*what: Any) -> Any:
        time.sleep(pause)
        return real_count(*what)

    tallies._count = slow_count  # noqa: SLF001
    run = naive(pause) if os.environ.get("FAULTS_CONTROL") == "NC6" else tallies.run_tally

    def noted(tally: Tally) -> Any:
        with Path(os.environ["FAULTS_CALLS"]).open("a", encoding="ascii") as calls:
            calls.write(f"{tally.pk}\n")
        return run(tally)

    return noted


def naive(pause: float) -> Run:
    """NC6: count and keep a result of one's own, whoever else does."""

    def run(asked: Tally) -> Tally:
        time.sleep(pause)
        gathered = gather(asked.round, asked.through)
        data = engine.result_bytes(engine.run(gathered.rules, gathered.inputs, asked.through).result)
        return Tally.objects.create(
            round=asked.round,
            number=time.monotonic_ns() % 30_000,
            through=asked.through,
            status=TallyStatus.DONE,
            created_at=clock.now(),
            inputs_digest=hashlib.sha256(data).hexdigest(),
            result=data.decode(),
            result_digest=hashlib.sha256(data).hexdigest(),
        )

    return run
