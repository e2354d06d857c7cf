"""Web servers and task workers of a run, each in a process group of its own so that all of it can be killed at once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bench.faults.clients import BROKEN, Box, ask
from bench.faults.world import ROOT, SECRET, Database, World
from tests.services.postgres import free_port

# Loaded once and forked: a new worker is there at once, however busy the machine is.
WEB = ("--workers", "4", "--preload", "--no-control-socket", "--timeout", "30")
PATIENCE = 60


class Web:
    """gunicorn with the portal; a control is named in its environment."""

    def __init__(
        self, world: World, database: Database, facts: dict[str, Any], threads: int = 1, **environment: str
    ) -> None:
        self.threads = threads
        self.port = free_port()
        self.box = Box(self.port, facts["round"], SECRET)
        warm = f"/b/{facts['round']}/A001/cast/"
        self.environment = world.environment(database, **{"FAULTS_WARM": warm, **environment})
        self.log = world.folder / f"web{self.port}.log"
        self.master: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.wait()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self.master and self.master.poll() is None:
            self.master.terminate()
            self.master.wait(PATIENCE)

    def start(self) -> None:
        bind = ("--bind", f"127.0.0.1:{self.port}")
        threads = ("--threads", str(self.threads))
        words = [sys.executable, "-m", "gunicorn", *WEB, *threads, *bind, "bench.faults.web:web()"]
        with self.log.open("ab") as log:
            self.master = subprocess.Popen(
                words, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if ask(self.port, "GET", "/p/")[0] != BROKEN:
                return
            time.sleep(0.05)
        raise RuntimeError(f"gunicorn did not answer:\n{self.log.read_text(errors='replace')[-3000:]}")

    def kill_worker(self, rng: random.Random) -> bool:
        pid = self.master.pid if self.master else 0
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            os.kill(int(rng.choice(children)), signal.SIGKILL)
        except (OSError, IndexError):
            return False
        return True

    def kill_all(self) -> bool:
        if self.master is None:
            return False
        os.killpg(self.master.pid, signal.SIGKILL)
        self.master.wait(PATIENCE)
        return True


@contextmanager
def celery_worker(
    world: World, database: Database, redis_url: str, **environment: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Yield a task worker that is ready, in a process group of its own."""
    log = world.folder / f"worker{time.monotonic_ns()}.log"
    options = "--pool prefork --concurrency 1 --loglevel INFO --without-gossip --without-mingle"
    words = [sys.executable, "-m", "celery", "--app", "bench.faults.worker", "worker", *options.split()]
    own = world.environment(database, REDIS_URL=redis_url, **environment)
    with log.open("wb") as stream:
        worker = subprocess.Popen(
            words, cwd=ROOT, env=own, stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        _wait_until_ready(log, worker)
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(PATIENCE)


def _wait_until_ready(log: Path, worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while b"ready." not in log.read_bytes():
        if worker.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the worker did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.05)
