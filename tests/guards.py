"""The database refuses to forget the trail; between tests it has to, so its guards step aside for that moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

_flush = BaseDatabaseOperations.execute_sql_flush


def flush_without_guards(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
    """Stands in for Django's own flush after a test that commits."""
    with _guards_aside():
        _flush(operations, statements)


@contextmanager
def _guards_aside() -> Iterator[None]:
    if connection.vendor == "sqlite":
        triggers = _rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        _execute(f'DROP TRIGGER "{name}"' for name, _sql in triggers)
        yield
        _execute(sql for _name, sql in triggers)
    else:
        tables = _rows("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER USER" for (table,) in tables)
        yield
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER USER" for (table,) in tables)


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
