"""The world of four rounds, for the files that only look at it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.integration.matrix.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Built once for all tests of a file and then taken back; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
