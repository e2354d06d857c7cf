"""Work at the database with few ways there and back, and little of it planned anew."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

Made = TypeVar("Made")
# What each connection of the driver has planned: statement → what does it by its plan. It is gone with the connection.
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_number = count(1)


def on_living_connection(work: Callable[[], Made]) -> Made:
    """Return what `work` returns; where the kept connection turns out dead, it is done once more on a new one.

    Spares the way to the database that Django's own question takes before each request. `work` is one whole
    transaction that may come twice: its commit could have been the last that the dead connection did.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        return work()
    except (OperationalError, InterfaceError):
        is_alive = database.connection is not None and database.is_usable()
        if database.in_atomic_block or is_alive:
            raise
        database.close()
        return work()


class ShortTransaction:
    """One transaction whose beginning goes to PostgreSQL with its first statement and whose commit with its last.

    Two ways there and back instead of four, and both statements are planned once in each connection instead of each
    time. Left without `last` it is rolled back. On another database, and inside a transaction that is open already, it
    is `transaction.atomic`. Values are written as %s; a statement has no other per cent sign.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._database = database = connections[DEFAULT_DB_ALIAS]
        is_alone = database.vendor == "postgresql" and not database.in_atomic_block
        self._block: AbstractContextManager[None] | None = None if is_alone else transaction.atomic()
        self._cursor: CursorWrapper | None = None

    def __enter__(self) -> Self:
        if self._block:
            self._block.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._block is None:
            if self._is_open:
                self._roll_back(is_failed=isinstance(error, Error))
            return
        if self._is_open and error is None:
            transaction.set_rollback(True)
        self._block.__exit__(kind, error, trace)

    def first(
        self, statement: str, values: Sequence[Any] = (), *, before: str = ""
    ) -> tuple[Any, ...] | None:
        """Begin, do `before` (a statement without values) and `statement`; return the first row of the latter."""
        self._cursor = self._database.cursor()
        self._is_open = True
        if self._block:
            cursor = self._send("; ".join(filter(None, (before, statement))), values)
        else:
            planned = self._planned(statement)
            cursor = self._send("; ".join(filter(None, ("BEGIN", before, planned))), values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row

    def last(self, statement: str, values: Sequence[Any]) -> None:
        """Do `statement` and commit; after an error nothing of the transaction has been done."""
        self._send(statement if self._block else f"{self._planned(statement)}; COMMIT", values)
        self._is_open = False

    def _send(self, message: str, values: Sequence[Any]) -> CursorWrapper:
        cursor = self._cursor = self._cursor or self._database.cursor()
        cursor.execute(message, values)
        return cursor

    def _planned(self, statement: str) -> str:
        """Return what does `statement` by its plan on this connection; the first time takes one way more."""
        known = _planned.setdefault(self._database.connection, {})
        if statement not in known:
            known[statement] = _plan(self._database, statement)
        return known[statement]

    def _roll_back(self, *, is_failed: bool) -> None:
        if is_failed and self._database.connection is not None:
            # Perhaps for want of a plan that the server has dropped: they are made anew, under other names.
            _planned.pop(self._database.connection, None)
        try:
            self._send("ROLLBACK", ())
        except Error:
            # The server ends a transaction whose connection is gone.
            self._database.close()


def _plan(database: BaseDatabaseWrapper, statement: str) -> str:
    name, places = f"portal_{next(_number)}", count(1)
    first, *others = statement.split("%s")
    text = first + "".join(f"${next(places)}{piece}" for piece in others)
    with database.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {text}")
    return f"EXECUTE {name} ({', '.join(['%s'] * len(others))})" if others else f"EXECUTE {name}"
