"""Two roles on PostgreSQL: the web's can vote, close and mix, and can neither change nor remove a record."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from applications.models import Application
from brandportal.kit import clock
from evaluation.enums import AmendmentStatus
from evaluation.management.commands.portal_roles import grant_web_role
from evaluation.models import Ballot, BoxCount, Conflict, Declaration
from evaluation.selectors.ballots import is_mixed
from evaluation.services.amendments import confirm_amendment, propose_amendment
from evaluation.services.boxes import tend_box
from evaluation.services.conflicts import detect_conflicts, dismiss_conflict
from tests.ballots import ALL_GOOD, cast_one, change_codes, close_rating, open_rating, sign_all

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS = 12
ATTACKS = (
    "UPDATE evaluation_ballot SET answers = 'none|none'",
    "DELETE FROM evaluation_ballot",
    "TRUNCATE evaluation_ballot",
    "UPDATE evaluation_code SET digest = 'x'",
    "DELETE FROM evaluation_code",
    "TRUNCATE evaluation_code",
    "UPDATE audit_auditevent SET actor_name = 'x'",
    "DELETE FROM audit_auditevent",
    "TRUNCATE audit_auditevent",
    "UPDATE evaluation_commitment SET digest = 'x'",
    "DELETE FROM evaluation_receiptlist",
    "UPDATE evaluation_boxcount SET ballots = 1",
    "UPDATE evaluation_declaration SET named = 0",
    "DELETE FROM evaluation_declaration",
    "UPDATE evaluation_conflict SET grounds = '[]'",
    "DELETE FROM evaluation_conflict",
    "UPDATE evaluation_amendment SET rules = '{}'",
    "UPDATE evaluation_amendment SET proposed_by_id = NULL",
    "DELETE FROM evaluation_amendment",
    "ALTER TABLE audit_auditevent DISABLE TRIGGER USER",
    "DROP TABLE evaluation_ballot",
    "SET session_replication_role = replica",
    "CREATE TABLE elsewhere (x int)",
)


@pytest.fixture
def as_web():
    """The rest of the test runs as the web's role, made and granted for it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS portal_web")
        cursor.execute("CREATE ROLE portal_web NOLOGIN NOSUPERUSER")
    grant_web_role(connection, "portal_web")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE portal_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP OWNED BY portal_web")
        cursor.execute("DROP ROLE portal_web")


@pytest.fixture
def road(cast):
    return open_rating(cast, codes=VOTERS)


@pytest.fixture
def web(road, request):
    """The road as the web's role meets it; on SQLite, which has no roles, the refusal of the command."""
    if connection.vendor == "postgresql":
        request.getfixturevalue("as_web")
    else:
        with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
            grant_web_role(connection, "portal_web")
    return road


def test_the_role_of_the_web_can_do_all_that_voting_needs(web):
    for voter in range(VOTERS):
        cast_one(web, "A001", ALL_GOOD, voter=voter)
    assert tend_box(web.clients).total == VOTERS
    assert is_mixed(web.round)
    change_codes(web, "issue", code="A002", quantity=2)
    cast_one(web, "A002", ALL_GOOD)
    assert connection.vendor == "sqlite" or not is_mixed(web.round)
    sign_all(web)
    close_rating(web)

    assert is_mixed(web.round)
    assert BoxCount.objects.get().signed_by == web.cast.audrey


def test_the_role_of_the_web_declares_and_decides_conflicts_and_amendments(web):
    round, cast = web.round, web.cast
    Application.objects.filter(round=round, code="A002").update(contact_name=cast.sun.name)
    detect_conflicts(round, [cast.sun], at=clock.now())
    dismissed = dismiss_conflict(Conflict.objects.get(), reason="同名，并非本人", by=cast.omar)
    figures = {"process.notice.days": "7"}
    proposed = propose_amendment(round, figures, reason="公示期依照上级文件延长", by=cast.omar)

    assert dismissed.decided_by == cast.omar
    assert confirm_amendment(proposed, by=cast.sec).status == AmendmentStatus.CONFIRMED
    assert Declaration.objects.filter(round=round, user=cast.sun).exists()


def test_the_role_of_the_web_changes_and_removes_no_record(web):
    cast_one(web, "A001", ALL_GOOD)
    for attack in ATTACKS if connection.vendor == "postgresql" else ():
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)

    assert Ballot.objects.get().answers == "very_satisfied|very_satisfied"


def test_the_command_needs_a_second_role():
    with pytest.raises(CommandError, match="DATABASE_ADMIN_URL"):
        call_command("portal_roles")
