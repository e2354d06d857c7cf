"""A backup of everything that cannot be made again: the database and the files, with a list that says what must be there.

A backup is a folder: `manifest.json`, the database (`database.sqlite3`, or `database.dump` as pg_dump writes it) and
`files/`, each under the path that the storage knows it by. The key of the sessions is not in it.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from brandportal.audit.services import Verdict, verify
from brandportal.kit import clock
from brandportal.kit.models import StoredFile

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
CHUNK = 1024 * 1024


class BackupError(Exception):
    """The backup cannot be made, or is not whole; the message says why."""


def make_backup(folder: Path) -> dict[str, Any]:
    """Write a backup into `folder`, which must be new or empty; returns its manifest.

    The database comes first: a file is only ever added before the row that names it, so every row of the copy finds its
    file, whatever people do meanwhile.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty; a backup needs a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = folder / DATABASES[connection.vendor]
    (_copy_sqlite if connection.vendor == "sqlite" else _dump_postgres)(database)
    verdict = verify()
    if verdict.fault:
        raise BackupError(f"the audit trail is broken: {verdict.fault}; look into that first.")
    manifest = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "database": {"name": database.name, "sha256": _digest(database)},
        "files": dict(_copy_files(folder / "files")),
    }
    # Written last: a folder without a manifest is a backup that was interrupted.
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def check_backup(folder: Path) -> dict[str, Any]:
    """Read the manifest and compare every digest; returns the manifest of a backup that is whole."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(
            f"{folder} has no readable {MANIFEST}: it is no backup, or was interrupted."
        ) from error
    if manifest.get("format") != FORMAT:
        raise BackupError(
            f"format {manifest.get('format')!r} is not known; restore with the version that made it."
        )
    wanted = {manifest["database"]["name"]: manifest["database"]["sha256"]}
    wanted |= {f"files/{path}": digest for path, digest in manifest["files"].items()}
    wrong = [name for name, digest in wanted.items() if _digest(folder / name) != digest]
    if wrong:
        raise BackupError(f"{len(wrong)} of {len(wanted)} parts are missing or changed, first {wrong[0]}.")
    return manifest


def restore_backup(folder: Path, *, replace: bool) -> Verdict:
    """Put a backup back: checked first, database before files, the trail verified at the end."""
    manifest = check_backup(folder)
    database = folder / str(manifest["database"]["name"])
    if database.name != DATABASES[connection.vendor]:
        raise BackupError(f"{database.name} does not fit a {connection.vendor} database; set DATABASE_URL.")
    if not replace and _holds_people():
        raise BackupError("the database holds people already; add --replace to overwrite it.")
    (_put_sqlite if connection.vendor == "sqlite" else _load_postgres)(database)
    for path in manifest["files"]:
        _put_file(folder / "files" / path, path)
    return verify()


def _copy_sqlite(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)


def _put_sqlite(source: Path) -> None:
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.restored")
    shutil.copyfile(source, draft)
    # What the old database had not yet written down must not be played into the new one.
    for suffix in ("-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    draft.replace(place)
    _journal_as_before(place)


def _journal_as_before(place: Path) -> None:
    with sqlite3.connect(place) as fresh:
        fresh.execute("PRAGMA journal_mode=WAL")
    fresh.close()


def _dump_postgres(target: Path) -> None:
    target.touch(mode=0o600)
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _load_postgres(source: Path) -> None:
    connection.close()
    # One transaction: a restore that fails leaves the database as it was.
    options = (
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
    )
    _run("pg_restore", *options, str(source))


def _run(program: str, *options: str) -> None:
    found = shutil.which(program, path=os.pathsep.join([settings.PG_BIN, os.environ.get("PATH", "")]))
    if not found:
        raise BackupError(
            f"{program} is missing; install the PostgreSQL client, or name its folder in PG_BIN."
        )
    facts = connection.get_connection_params()
    places = {"host": "--host", "port": "--port", "user": "--username"}
    where = [f"{flag}={facts[key]}" for key, flag in places.items() if facts.get(key)]
    command = [found, f"--dbname={facts['dbname']}", *where, "--no-password", *options]
    environment = {**os.environ, "PGPASSWORD": str(facts.get("password") or "")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[:2000]}")


def _copy_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path, digest in StoredFile.objects.order_by("path").values_list("path", "sha256").iterator():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with default_storage.open(path) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, CHUNK)
        except OSError as error:
            raise BackupError(f"the file {path} cannot be read: {error}.") from error
        if _digest(target) != digest:
            raise BackupError(f"the file {path} is not as it was handed in; look into that first.")
        yield path, digest


def _put_file(source: Path, path: str) -> None:
    if default_storage.exists(path):
        default_storage.delete(path)
    with source.open("rb") as data:
        name = default_storage.save(path, File(data))
    if name != path:
        raise BackupError(f"the storage kept {path} as {name}; empty it and restore again.")


def _holds_people() -> bool:
    if "accounts_user" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def summary(manifest: Mapping[str, Any]) -> str:
    return f"{manifest['database']['name']} and {len(manifest['files'])} files, made {manifest['made_at']}"
