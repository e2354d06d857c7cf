"""Databases with every table and no row of ours: made by the migrations once, copied by each part of the gate.

What is kept lies in `.cache/migrated`, named by all that a migration may run: a change of any of it makes them anew.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".cache" / "migrated"
FLOORS = ("brandportal", "applications", "evaluation", "naming", "demo")
# The database of each PostgreSQL server of the tests that others are copied from.
TEMPLATE = "migrated"


def lay_out(database: dict[str, Any]) -> bool:
    """Copy the test database of a row of DATABASES to where Django looks for it; False on a server that is not ours."""
    if "sqlite" in database["ENGINE"]:
        copy_sqlite(Path(database["TEST"]["NAME"]))
        return True
    words = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    with closing(psycopg2.connect(**words, password=database["PASSWORD"], dbname="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
            ours = cursor.fetchone() is not None
            if ours:
                cursor.execute(f'CREATE DATABASE "test_{database["NAME"]}" TEMPLATE {TEMPLATE}')
    return ours


def copy_sqlite(target: Path) -> None:
    shutil.copy(kept("sqlite", _make_sqlite), target)


def _make_sqlite(place: Path) -> None:
    migrate(f"sqlite:///{place}")
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(url: str) -> None:
    """Let the portal's own command lay every table of the empty database at `url`."""
    with tempfile.TemporaryDirectory(prefix="portal-migrate-") as folder:
        own = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "brandportal.settings"}
        words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(words, cwd=ROOT, env={**os.environ, **own}, check=True)


def kept(kind: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` has left under the name it was given; the parts of the gate wait for the one that makes it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = FOLDER / f"{_digest()}.{kind}"
    with _alone(kind):
        if not place.exists():
            for old in FOLDER.glob(f"*.{kind}*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            making = place.with_name(f"{place.name}-making")
            make(making)
            making.rename(place)
    return place


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    with (FOLDER / f"lock-{kind}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    packages = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
    files = [*packages, *(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))]
    for path in sorted(files):
        digest.update(f"{path} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
