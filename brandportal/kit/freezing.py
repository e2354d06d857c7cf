"""Tables whose rows the database itself keeps as they are: triggers for migrations."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.migrations import RunPython

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE{columns} ON {table} FOR EACH ROW EXECUTE FUNCTION portal_frozen();
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION portal_frozen();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION portal_frozen();
"""
SQLITE = (
    (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE{columns} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END;"
    ),
    (
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END;"
    ),
)


def frozen(table: str, columns: Sequence[str] = ()) -> RunPython:
    """Return the operation that lets nobody change rows of `table`: all of them, or only those `columns`.

    Nobody but whoever may drop a trigger: see docs/ballots.md on the role of the web.
    """
    return RunPython(_guard(table, columns), _unguard(table))


def thawed(table: str, columns: Sequence[str] = ()) -> RunPython:
    """Return the operation that undoes `frozen` with the same words, for a migration that must change the rows.

    The same migration freezes the table again.
    """
    return RunPython(_unguard(table), _guard(table, columns))


def _guard(table: str, columns: Sequence[str]) -> Callable[[Any, Any], None]:
    words = {"table": table, "columns": f" OF {', '.join(columns)}" if columns else ""}

    def guard(apps: Any, schema_editor: Any) -> None:
        for statement in _statements(schema_editor):
            schema_editor.execute(statement.format(**words))

    return guard


def _unguard(table: str) -> Callable[[Any, Any], None]:
    def unguard(apps: Any, schema_editor: Any) -> None:
        tail = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for deed in ("update", "delete", "truncate") if tail else ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{deed}{tail}")

    return unguard


def _statements(schema_editor: Any) -> Sequence[str]:
    if schema_editor.connection.vendor != "postgresql":
        return SQLITE
    # Without parameters: the sign in the sentence stands for the table's name, not for one of ours.
    schema_editor.execute(POSTGRES_FUNCTION, None)
    return [POSTGRES]
