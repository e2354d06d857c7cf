"""What is done without asking first whether the connection holds is done again where it did not, and only there."""

import pytest
from django.db import OperationalError, connection

from brandportal.accounts.models import User
from brandportal.kit.connections import on_living_connection


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
