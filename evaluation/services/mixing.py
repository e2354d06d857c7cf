"""The lock between casting and closing, and the mixing that cuts the last thread between code and ballot."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from applications.models import Round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError
from evaluation.models import Ballot, Code

# The class of our advisory locks; the number of the round is the lock within it.
BALLOT_LOCK = 0x42414C4C
# Codes first, as casting takes them: the other way round the two would wait for each other.
TABLES = {
    Code._meta.db_table: (
        "digest",
        "round_id",
        "channel_id",
        "application_id",
        "voter_group",
        "serial",
        "used",
        "revoked",
    ),
    Ballot._meta.db_table: (
        "id",
        "round_id",
        "channel_id",
        "application_id",
        "voter_group",
        "answers",
        "receipt_digest",
    ),
}
SPACE = 1 << 256


@contextmanager
def ballots_locked(round: Round) -> Iterator[None]:
    """Hold the ballot box of `round` alone: waits for casts in flight, later ones wait for the end of the block.

    The block is one transaction. What closes the stage must happen inside it.
    """
    with transaction.atomic():
        if lock := locking(round.pk, shared=False):
            with connection.cursor() as cursor:
                cursor.execute(lock)
        yield


def locking(round_id: int, *, shared: bool) -> str:
    """Return the statement that locks a round's ballot box to the end of the transaction, "" where none is needed.

    It may go to the database with the next in one message, but never be part of it: in one statement the snapshot would
    be older than the wait. SQLite's immediate transactions are alone from their beginning.
    """
    if connection.vendor != "postgresql":
        return ""
    kind = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    return f"SELECT {kind}({BALLOT_LOCK}, {round_id:d})"


def mix_ballots(round: Round, *, by: User | None, at: datetime | None = None) -> str:
    """Rewrite ballots and codes in random order within one transaction; return the digest of what is in the box.

    All rounds are rewritten, as they share the tables. Raises DomainError, and changes nothing, when the rows
    afterwards are not the same as before.
    """
    with ballots_locked(round):
        _lock_tables()
        before = {table: multiset_digest(table) for table in TABLES}
        _rewrite()
        after = {table: multiset_digest(table) for table in TABLES}
        if before != after:
            raise DomainError(
                _("Mixing changed a ballot or a code; everything stays as it was."), code="mixing"
            )
        box = hashlib.sha256("".join(before.values()).encode()).hexdigest()
        ballots = Ballot.objects.filter(round=round).count()
        facts = {"ballots": ballots, "digest": box}
        record("mix_ballots", round, by=by, at=at, round_code=round.code, data=facts)
    return box


def multiset_digest(table: str) -> str:
    """Digest of all rows of `table` that does not depend on their order: their SHA-256 added up modulo 2²⁵⁶."""
    columns = TABLES[table]
    total = count = 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  our own table and columns
        while rows := cursor.fetchmany(5000):
            for row in rows:
                count += 1
                total += int.from_bytes(hashlib.sha256(_row_text(row)).digest(), "big")
    return f"{total % SPACE:064x}{count:x}"


def _row_text(row: tuple[object, ...]) -> bytes:
    # SQLite gives 0 and 1 for booleans.
    return "\x1f".join(str(int(cell)) if isinstance(cell, bool) else str(cell) for cell in row).encode()


def _lock_tables() -> None:
    if connection.vendor == "postgresql":
        _call("evaluation_lock_ballots")


def _rewrite() -> None:
    """Write codes and ballots anew in random order: on PostgreSQL into new files, without old versions.

    There it is a function of the tables' owner (migration 0011): the role of the web may change no row itself.
    """
    if connection.vendor == "postgresql":
        _call("evaluation_mix_ballots")
        return
    for table, columns in TABLES.items():
        _rewrite_table(table, columns)


def _call(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")


def _rewrite_table(table: str, columns: tuple[str, ...]) -> None:
    """Copy out in random order, empty the table, copy back."""
    names, copy = ", ".join(columns), f"{table}_mixing"
    statements = (
        f"CREATE TEMPORARY TABLE {copy} AS SELECT {names} FROM {table} ORDER BY random()",  # noqa: S608  our own
        f"DELETE FROM {table}",  # noqa: S608  our own
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {copy} ORDER BY random()",  # noqa: S608  our own
        f"DROP TABLE {copy}",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
