"""The trail is a chain: any change shows, and the database itself refuses changes."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from brandportal.audit.models import AuditEvent
from brandportal.audit.services import record, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(cast):
    for number in range(3):
        record("test_event", cast.archives, by=cast.omar, round_code="r", data={"number": number})
    return AuditEvent.objects


def without_guard(statement: str, *values: object) -> None:
    """What somebody with the database's own password could do."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks cannot be altered
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")
        cursor.execute(statement, values)


def test_an_untouched_trail_verifies(trail):
    verdict = verify()

    assert verdict.fault == ""
    assert verdict.events == trail.count()
    assert verdict.head == trail.order_by("-seq").first().hash


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET event = 'x'", "DELETE FROM audit_auditevent"]
)
def test_the_database_refuses_changes(trail, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET body = replace(body, 'omar', 'ada') WHERE seq = %s",
        "UPDATE audit_auditevent SET event = 'other' WHERE seq = %s",
        "UPDATE audit_auditevent SET round_code = 'other' WHERE seq = %s",
        "DELETE FROM audit_auditevent WHERE seq = %s",
    ],
)
def test_a_forged_event_is_named(trail, statement):
    bad = trail.order_by("-seq")[1].seq
    without_guard(statement, bad)

    assert str(bad) in verify().fault


def test_the_command_fails_on_a_forged_trail(trail):
    without_guard("UPDATE audit_auditevent SET prev = 'x' WHERE seq = %s", 2)

    with pytest.raises(CommandError, match="2"):
        call_command("audit_verify")
