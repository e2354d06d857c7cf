"""The databases of the runs: each run has a fresh copy of a template, on the disk after each commit."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests.services import migrated
from tests.services.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
PREPARE = "bench.faults.prepare"
SECRET = "faults-are-injected-on-purpose"  # noqa: S105  of runs that end with their data


@dataclass
class Database:
    """One fresh copy of a template, read from outside of the portal."""

    kind: str
    url: str
    name: str

    def read(self, question: str) -> list[tuple[Any, ...]]:
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.name, timeout=30)) as connection:
                return connection.execute(question).fetchall()
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())

    def write(self, *statements: str) -> None:
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.name, timeout=30)) as connection, connection:
                connection.executescript("; ".join(statements))
            return
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)


class World:
    """Holds the folder, the PostgreSQL server and the templates of all runs."""

    def __init__(self, seed: int, codes: int) -> None:
        self.seed, self.codes = seed, codes
        self.folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
        self.postgres: Postgres | None = None
        self.templates: dict[tuple[str, ...], dict[str, Any]] = {}
        self.copies = 0

    def end(self) -> None:
        if self.postgres:
            self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def chance(self, run: str) -> random.Random:
        return random.Random(f"{self.seed} {run}")

    def environment(self, database: Database, **more: str) -> dict[str, str]:
        own = {
            "DATABASE_URL": database.url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SECRET_KEY": SECRET,
            "VAR_DIR": str(self.folder / "var"),
        }
        return {**os.environ, **own, **more}

    def ballot_box(self, kind: str) -> AbstractContextManager[tuple[Database, dict[str, Any]]]:
        """Yield a database whose round takes ballots, and its facts with as many codes as any run needs."""
        return self.database(kind, PREPARE, "casting", str(self.codes))

    @contextmanager
    def database(self, kind: str, *recipe: str) -> Iterator[tuple[Database, dict[str, Any]]]:
        """Yield a copy of the database that `recipe` (a module that prepares one, its words) makes, with its facts."""
        facts = self._template(kind, recipe)
        self.copies += 1
        copy = self._place(kind, f"copy{self.copies}")
        self._copy(facts["database"], copy)
        try:
            yield copy, facts
        finally:
            self._drop(copy)

    def _template(self, kind: str, recipe: tuple[str, ...]) -> dict[str, Any]:
        key = (kind, *recipe)
        if key not in self.templates:
            database = self._place(kind, f"made{len(self.templates)}")
            self._lay_out(database)
            made = self._run(database, "-m", *recipe)
            self.templates[key] = {"database": database, **json.loads(made)}
        return self.templates[key]

    def _lay_out(self, database: Database) -> None:
        """What each recipe begins with: every table, no row."""
        if database.kind == "sqlite":
            migrated.copy_sqlite(Path(database.name))
        else:
            self._maintain(f'CREATE DATABASE "{database.name}" TEMPLATE {migrated.TEMPLATE}')

    def _run(self, database: Database, *words: str) -> bytes:
        """Let Python work on a template and return what it printed; what SQLite has written lies in its one file then."""
        environment = self.environment(database)
        made = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
        if database.kind == "sqlite":
            database.read("PRAGMA wal_checkpoint(TRUNCATE)")
        return made.stdout

    def _copy(self, source: Database, copy: Database) -> None:
        if source.kind == "sqlite":
            shutil.copy(source.name, copy.name)
        else:
            self._maintain(f'CREATE DATABASE "{copy.name}" TEMPLATE "{source.name}"')

    def _place(self, kind: str, name: str) -> Database:
        if kind == "sqlite":
            path = self.folder / f"{name}.sqlite3"
            return Database(kind, f"sqlite:///{path}", str(path))
        return Database(kind, f"{self.server.url.rsplit('/', 1)[0]}/{name}", name)

    @property
    def server(self) -> Postgres:
        if self.postgres is None:
            # A ballot is acknowledged as an installation would: after it lies on the disk.
            self.postgres = Postgres(durable=True)
            # Long, so that a run that does not wait for the disk (NC2) loses what a crash may cost it.
            self.postgres.settings["wal_writer_delay"] = "2s"
            self.postgres.start()
        return self.postgres

    def _maintain(self, statement: str) -> None:
        Database("postgres", f"{self.server.url.rsplit('/', 1)[0]}/postgres", "postgres").write(statement)

    def _drop(self, copy: Database) -> None:
        if copy.kind == "postgres":
            self._maintain(f'DROP DATABASE "{copy.name}" WITH (FORCE)')
        else:
            for path in self.folder.glob(f"{Path(copy.name).name}*"):
                path.unlink()
