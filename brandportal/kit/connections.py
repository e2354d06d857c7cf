"""Work at the database with few ways there and back."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection, transaction

Made = TypeVar("Made")


def on_living_connection(work: Callable[[], Made]) -> Made:
    """Return what `work` returns; where the kept connection turns out dead, it is done once more on a new one.

    Spares the way to the database that Django's own question takes before each request. `work` is one whole
    transaction that may come twice: its commit could have been the last that the dead connection did.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        return work()
    except (OperationalError, InterfaceError):
        is_alive = connection.connection is not None and connection.is_usable()
        if connection.in_atomic_block or is_alive:
            raise
        connection.close()
        return work()


class ShortTransaction:
    """One transaction whose beginning goes to PostgreSQL with its first statement and whose commit with its last.

    Two ways there and back instead of four. Left without `last` it is rolled back. On another database, and inside a
    transaction that is open already, it is `transaction.atomic`.
    """

    def __init__(self) -> None:
        self._is_open = False
        is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        self._block: AbstractContextManager[None] | None = None if is_alone else transaction.atomic()

    def __enter__(self) -> Self:
        if self._block:
            self._block.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._block is None:
            if self._is_open:
                _roll_back()
            return
        if self._is_open and error is None:
            transaction.set_rollback(True)
        self._block.__exit__(kind, error, trace)

    def first(self, *statements: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Begin with `statements` in one message and return the first row of the last of them; all take `values`."""
        self._is_open = True
        return _send("; ".join(statements if self._block else ("BEGIN", *statements)), values, is_read=True)

    def last(self, statement: str, values: Sequence[Any]) -> None:
        """Do `statement` and commit; after an error nothing of the transaction has been done."""
        _send(statement if self._block else f"{statement}; COMMIT", values)
        self._is_open = False


def _send(message: str, values: Sequence[Any], *, is_read: bool = False) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(message, values)
        row: tuple[Any, ...] | None = cursor.fetchone() if is_read else None
    return row


def _roll_back() -> None:
    try:
        _send("ROLLBACK", ())
    except Error:
        # The server ends a transaction whose connection is gone.
        connection.close()
