"""`manage.py portal_roles`: lets the web's role on PostgreSQL do its work and nothing that a record must outlast."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ADMIN = "admin"
# Rows are added and read; the columns named are the only ones that change.
KEPT: dict[str, tuple[str, ...]] = {
    "audit_auditevent": (),
    "evaluation_ballot": (),
    "evaluation_code": ("used", "revoked"),
    "evaluation_commitment": (),
    "evaluation_receiptlist": (),
    "evaluation_boxcount": ("signed_by_id", "signed_at"),
    "evaluation_declaration": (),
    "evaluation_conflict": ("status", "reason", "decided_by_id", "decided_at"),
    "evaluation_amendment": ("status", "decided_by_id", "decided_at"),
}
FUNCTIONS = ("evaluation_lock_ballots()", "evaluation_mix_ballots()")


class Command(BaseCommand):
    help = (
        "With DATABASE_ADMIN_URL: grants the role of DATABASE_URL what the web needs. It can then neither change nor "
        "remove a ballot, a conflict of interest, an amendment or an entry of the trail."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if ADMIN not in settings.DATABASES:
            raise CommandError(
                "Set DATABASE_ADMIN_URL to the role that owns the tables; see docs/ballots.md."
            )
        role = str(settings.DATABASES["default"]["USER"])
        if role == settings.DATABASES[ADMIN]["USER"]:
            raise CommandError(
                "DATABASE_URL and DATABASE_ADMIN_URL name the same role; the web needs its own."
            )
        grant_web_role(connections[ADMIN], role)
        self.stdout.write(f"{role}: {len(KEPT)} tables of records can be read and added to only.")


def grant_web_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Grant `role` what the web needs on the tables of `connection`'s role, and take everything else away."""
    if connection.vendor != "postgresql":
        raise CommandError("Only PostgreSQL has roles; on SQLite whoever has the file has all of it.")
    quote = connection.ops.quote_name
    # All or nothing: half of it would leave the role with more than before.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        for statement in _statements(quote(role), quote(cursor.fetchone()[0]), quote):
            cursor.execute(statement)


def _statements(role: str, schema: str, quote: Any) -> list[str]:
    every = f"IN SCHEMA {schema}"
    statements = [
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES {every} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES {every} TO {role}",
        *(f"GRANT EXECUTE ON FUNCTION {schema}.{name} TO {role}" for name in FUNCTIONS),
    ]
    for table, columns in KEPT.items():
        place = f"{schema}.{quote(table)}"
        statements.append(
            f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES ON {place} FROM {role}, PUBLIC"
        )
        if columns:
            statements.append(f"GRANT UPDATE ({', '.join(map(quote, columns))}) ON {place} TO {role}")
    return statements
