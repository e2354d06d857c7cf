"""What a tally reads: which ballots, in which order they stand in a bundle, and what it asks of the database."""

from contextlib import nullcontext

import pytest
from django.db import connection

from applications.enums import ApplicationStatus
from applications.models import Application
from evaluation.selectors.bundle import ballots_in_tally, gather, one_snapshot
from tests.ballots import close_rating, fill_rating, open_rating


@pytest.fixture
def road(cast):
    road = open_rating(cast)
    fill_rating(road)
    close_rating(road)
    return road


@pytest.mark.django_db
def test_ballots_on_an_application_that_has_left_the_round_are_not_read(road):
    before = ballots_in_tally(road.clients)
    of_one = sum(row.count for row in of_clients(road) if row.entry == "A002")
    Application.objects.filter(code="A002").update(status=ApplicationStatus.WITHDRAWN)

    assert 0 < of_one < before
    assert ballots_in_tally(road.clients) == before - of_one
    assert {row.entry for row in of_clients(road)} == {"A001", "A003", "A004"}


@pytest.mark.django_db
def test_counted_ballots_become_rows_of_the_bundle_in_its_order(road):
    gathered = gather(road.round, "social")
    rows = of_clients(road)

    assert [row.channel for row in gathered.forms] == ["supervisors"] * 8 + ["clients"] * len(rows)
    assert [(row.entry, row.group, row.answers) for row in rows] == sorted(
        (entry, group, answers)
        for channel, entry, group, answers, _state in gathered.inputs.patterns
        if channel == "clients"
    )
    assert sum(row.count for row in rows) == ballots_in_tally(road.clients)
    assert not any(row.rater or row.form for row in rows)


def of_clients(road):
    return [row for row in gather(road.round, "social").forms if row.channel == "clients"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("granted", ["4MB", "256MB"])
def test_the_snapshot_has_memory_for_a_million_ballots_and_what_was_granted_after_it(granted):
    expected = {"sqlite": [None] * 3, "postgresql": [granted, max(granted, "64MB", key=size), granted]}
    told = []
    grant(granted)
    try:
        for moment in (nullcontext, one_snapshot, nullcontext):
            with moment():
                told.append(memory())
    finally:
        ask("RESET work_mem")

    assert told == expected[connection.vendor]


def size(text):
    return int(text.removesuffix("MB"))


def grant(memory):
    ask(f"SELECT set_config('work_mem', '{memory}', false)")


def memory():
    return ask("SELECT current_setting('work_mem')")


def ask(sentence):
    """What PostgreSQL answers; SQLite has no such setting."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute(sentence)
        return cursor.fetchone()[0] if cursor.description else None
