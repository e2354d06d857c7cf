"""Work at the database without asking first whether the connection that was kept open still holds."""

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

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
