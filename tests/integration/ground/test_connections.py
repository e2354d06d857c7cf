"""Few ways to the database: no question whether the connection holds, and short transactions that are whole ones."""

from itertools import count

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from brandportal.accounts.models import User
from brandportal.kit.connections import ShortTransaction, on_living_connection

NOTE = "INSERT INTO django_content_type (app_label, model) VALUES (%s, %s)"
COUNT = "SELECT count(*) FROM django_content_type WHERE app_label = 'noted' AND model LIKE %s"


class Work:
    """Fails as many times as told, each time leaving the connection as `breaking` leaves it."""

    def __init__(self, failures: int, breaking=lambda: None):
        self.failures, self.breaking, self.done = failures, breaking, 0

    def __call__(self) -> int:
        self.done += 1
        if self.done <= self.failures:
            self.breaking()
            raise OperationalError
        return User.objects.count()


@pytest.mark.django_db(transaction=True)
def test_work_on_a_dead_connection_is_done_on_a_new_one():
    work = Work(1, connection.close)

    assert on_living_connection(work) == 0
    assert work.done == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_away_is_told():
    work = Work(2, connection.close)

    with pytest.raises(OperationalError):
        on_living_connection(work)
    assert work.done == 2


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_work_itself_is_not_done_again():
    work = Work(1)
    assert User.objects.count() == 0  # opens the connection

    with pytest.raises(OperationalError):
        on_living_connection(work)
    assert work.done == 1


def note(*models: str) -> None:
    with ShortTransaction() as way:
        assert way.first(COUNT, ["none"]) == (0,)
        for model in models[:-1]:
            with connection.cursor() as cursor:
                cursor.execute(NOTE, ["noted", model])
        way.last(NOTE, ["noted", models[-1]])


def noted() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, ["%"])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_short_transaction_takes_two_ways_and_leaves_none_open():
    note("planned")
    with CaptureQueriesContext(connection) as asked:
        note("one")

    assert noted() == 2
    assert len([query for query in asked if query["sql"] not in {"BEGIN IMMEDIATE", "COMMIT"}]) == 2
    if connection.vendor == "postgresql":
        assert len(asked) == 2
        assert connection.connection.info.transaction_status == 0
        connection.close()
        assert noted() == 2


@pytest.mark.django_db(transaction=True)
def test_each_connection_plans_a_statement_once():
    def planned() -> int:
        with CaptureQueriesContext(connection) as asked:
            note(f"one-{next(number)}")
        return len([query for query in asked if "PREPARE" in query["sql"]])

    number, statements = count(), 2 if connection.vendor == "postgresql" else 0
    assert [planned(), planned()] == [statements, 0]
    connection.close()
    assert [planned(), planned()] == [statements, 0]


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_the_server_has_dropped_is_made_anew():
    note("one")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        with pytest.raises(OperationalError):
            note("two")
    note("two")
    assert noted() == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_planned_in_a_transaction_that_failed_is_known_still():
    note("one")
    with pytest.raises(IntegrityError):
        note("two", "one")
    connection.close()
    with pytest.raises(IntegrityError):
        note("two", "one")
    note("two")
    assert noted() == 2


@pytest.mark.django_db(transaction=True)
def test_after_a_fault_nothing_of_a_short_transaction_is_done():
    note("one")

    with pytest.raises(IntegrityError):
        note("two", "one")
    assert noted() == 1
    note("two")
    assert noted() == 2


@pytest.mark.django_db(transaction=True)
def test_a_short_transaction_left_early_is_rolled_back():
    with ShortTransaction() as way:
        way.first("INSERT INTO django_content_type (app_label, model) VALUES ('noted', 'one') RETURNING id")
    assert noted() == 0


@pytest.mark.django_db(transaction=True)
def test_a_short_transaction_on_a_dead_connection_is_done_on_a_new_one():
    assert noted() == 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (victim,) = cursor.fetchone()
        other = connection.copy("other")
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [victim])
        other.close()
    on_living_connection(lambda: note("one"))
    assert noted() == 1


@pytest.mark.django_db
def test_inside_a_transaction_a_short_one_is_a_part_of_it():
    with pytest.raises(IntegrityError):
        note("two", "two")
    assert noted() == 0
    note("one")
    assert noted() == 1
