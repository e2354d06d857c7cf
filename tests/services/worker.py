"""A real task worker in a process of its own, on the database and the broker of the running test."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

PATIENCE = 60


@contextmanager
def task_worker(*, redis_url: str = "") -> Iterator["subprocess.Popen[bytes]"]:
    """Yields the running worker; without `redis_url` it listens on the filesystem, as an installation does."""
    options = (
        "--pool prefork --concurrency 1 --loglevel INFO --without-gossip --without-mingle --without-heartbeat"
    )
    command = [sys.executable, "-m", "celery", "--app", "brandportal", "worker", *options.split()]
    environment = {**os.environ, "DATABASE_URL": _test_database_url(), "REDIS_URL": redis_url}
    with tempfile.NamedTemporaryFile() as log:
        worker = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait_for_line(log.name, b"ready.", worker)
            yield worker
        finally:
            if worker.poll() is None:
                worker.terminate()
            worker.wait(PATIENCE)


def _test_database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(facts['NAME']))}"
    login = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    return f"postgresql://{login}@{facts['HOST']}:{facts['PORT']}/{quote(facts['NAME'])}"


def _wait_for_line(path: str, line: bytes, worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and worker.poll() is None:
        with open(path, "rb") as log:  # noqa: PTH123  the name of a temporary file is text
            if line in log.read():
                return
        time.sleep(0.1)
    with open(path, "rb") as log:  # noqa: PTH123
        raise RuntimeError(f"the worker did not start:\n{log.read().decode(errors='replace')}")
