"""Nothing that the database keeps leads from a code to its ballot: attacks by whoever holds all of it."""

import io
import random

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, models

from evaluation import tokens
from evaluation.models import Ballot, Code
from evaluation.selectors.ballots import is_mixed
from evaluation.services import mixing
from evaluation.services.mixing import TABLES, mix_ballots, multiset_digest
from evaluation.services.tallies import why_no_tally
from tests.ballots import ALL_GOOD, BAD, MIXED, cast_one, close_rating, open_rating, sign_all
from tests.polls import open_poll, pick

VOTERS = 60
# Chance gives 1 of 60; 6 or more come about once in 1,700 runs.
AT_MOST = 5
needs_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(cast):
    """Ballots of one brand, cast in chance order; returns the round and the truth: code digest → receipt digest."""
    road = open_rating(cast, codes=VOTERS)
    truth = {}
    order = list(range(VOTERS))
    random.Random(7).shuffle(order)
    for voter in order:
        receipt = cast_one(road, "A001", random.Random(voter).choice([ALL_GOOD, MIXED, BAD]), voter=voter)
        code = tokens.digest(tokens.normalise(road.codes["A001"][voter]))
        truth[code] = tokens.receipt_digest(tokens.normalise(receipt))
    return road, truth


@pytest.fixture
def picked(cast):
    """Ballots on all brands at once, cast in chance order; round and truth as of `box`."""
    poll = open_poll(cast, slips=VOTERS)
    truth = {}
    order = list(range(VOTERS))
    random.Random(11).shuffle(order)
    for voter in order:
        codes = random.Random(voter).sample(["A001", "A002", "A003", "A004"], 2)
        receipt = pick(poll, *codes, voter=voter)
        code = tokens.digest(tokens.normalise(poll.slips[voter]))
        truth[code] = tokens.receipt_digest(tokens.normalise(receipt))
    return poll, truth


def hits(pairs, truth):
    return sum(truth.get(code) == ballot for code, ballot in pairs)


def in_order(table, column, key, where):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where} ORDER BY {key}")  # noqa: S608  our own words
        return [row[0] for row in cursor.fetchall()]


@needs_database
def test_no_order_of_rows_pairs_codes_with_ballots(box):
    road, truth = box
    sign_all(road)
    close_rating(road)
    application = road.application("A001").pk
    used = f"application_id = {application} AND used"
    here = f"application_id = {application}"
    keys = {"sqlite": ["1"], "postgresql": ["ctid", "xmin::text::bigint, ctid"]}[connection.vendor]
    for key in keys:
        codes = in_order("evaluation_code", "digest", "digest" if key == "1" else key, used)
        ballots = in_order("evaluation_ballot", "receipt_digest", "id" if key == "1" else key, here)
        assert hits(zip(codes, ballots, strict=True), truth) <= AT_MOST, key


@needs_database
def test_no_order_of_rows_pairs_codes_with_ballots_on_all_brands(picked):
    poll, truth = picked
    if connection.vendor == "postgresql":
        assert len(stamps_shared(truth)) == VOTERS
    mix_ballots(poll.round, by=None)

    channel = f"channel_id = {poll.poll.pk}"
    for key in {"sqlite": ["1"], "postgresql": ["ctid", "xmin::text::bigint, ctid"]}[connection.vendor]:
        codes = in_order("evaluation_code", "digest", "digest" if key == "1" else key, f"{channel} AND used")
        ballots = in_order("evaluation_ballot", "receipt_digest", "id" if key == "1" else key, channel)
        assert hits(zip(codes, ballots, strict=True), truth) <= AT_MOST, key
    assert is_mixed(poll.round)


@needs_database
def test_on_postgresql_the_stamps_link_all_before_mixing_and_none_after(box):
    road, truth = box
    if connection.vendor == "sqlite":
        # There are no stamps; what stands in their place is the row number, and there is none either.
        with pytest.raises(Exception, match="no such column"):
            in_order("evaluation_ballot", "receipt_digest", "rowid", "1")
        assert is_mixed(road.round)
        return
    assert not is_mixed(road.round)
    assert len(stamps_shared(truth)) == VOTERS

    mix_ballots(road.round, by=None)

    assert is_mixed(road.round)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM evaluation_ballot")
        assert cursor.fetchone()[0] == 1


def stamps_shared(truth):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.digest, b.receipt_digest FROM evaluation_code c JOIN evaluation_ballot b "
            "ON c.xmin::text = b.xmin::text WHERE c.used"
        )
        return [pair for pair in cursor.fetchall() if truth.get(pair[0]) == pair[1]]


@needs_database
def test_on_sqlite_neither_table_has_row_numbers():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_attribute WHERE attname = 'oid' AND attrelid IN "
                "('evaluation_ballot'::regclass, 'evaluation_code'::regclass)"
            )
            assert cursor.fetchone()[0] == 0
        return
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


@needs_database
def test_mixing_keeps_every_row_and_says_what_is_in_the_box(box):
    road, _truth = box
    before = {table: multiset_digest(table) for table in TABLES}
    rows = set(Ballot.objects.values_list("id", "answers", "receipt_digest"))

    first = mix_ballots(road.round, by=None)

    assert {table: multiset_digest(table) for table in TABLES} == before
    assert set(Ballot.objects.values_list("id", "answers", "receipt_digest")) == rows
    assert mix_ballots(road.round, by=None) == first


@needs_database
def test_mixing_that_loses_a_row_changes_nothing(box, monkeypatch):
    road, _truth = box
    rewrite = mixing._rewrite

    def lossy():
        rewrite()
        Ballot.objects.first().delete()

    monkeypatch.setattr(mixing, "_rewrite", lossy)
    with pytest.raises(Exception, match="everything stays as it was"):
        mix_ballots(road.round, by=None)

    assert Ballot.objects.count() == VOTERS
    assert Code.objects.count() == 4 * VOTERS


@needs_database
def test_the_digest_of_a_table_does_not_depend_on_its_order_and_sees_each_change(box):
    before = multiset_digest("evaluation_ballot")
    one = Ballot.objects.first()
    Ballot.objects.filter(pk=one.pk).update(answers="none|satisfied")

    assert multiset_digest("evaluation_ballot") != before


def test_a_ballot_points_at_its_channel_and_application_and_nothing_else():
    fields = {field.name: field for field in Ballot._meta.get_fields()}

    assert set(fields) == {"id", "round", "channel", "application", "group", "answers", "receipt_digest"}
    assert not any(isinstance(field, models.DateField | models.TimeField) for field in fields.values())
    assert not any(isinstance(field, models.AutoField) for field in fields.values())


def test_a_code_points_at_its_channel_and_application_and_nothing_else():
    fields = {field.name for field in Code._meta.get_fields()}

    assert fields == {"digest", "round", "channel", "application", "group", "serial", "used", "revoked"}


def test_no_model_of_the_house_points_at_ballots_or_codes():
    """Schema guard: no key, no user, no session, no address may ever lead to a ballot."""
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) in {Ballot, Code}
        and not (field.auto_created and not field.concrete)
    ]
    user = get_user_model()

    assert pointing == []
    assert not any(field.related_model is user for field in Ballot._meta.get_fields() if field.is_relation)
    assert not any(field.related_model is user for field in Code._meta.get_fields() if field.is_relation)


@needs_database
def test_the_database_itself_knows_no_key_between_the_tables():
    with connection.cursor() as cursor:
        for table in TABLES:
            assert connection.introspection.get_relations(cursor, table) == {}


@needs_database
def test_a_box_that_is_not_mixed_is_not_tallied_until_the_command_has_run(box):
    road, _truth = box
    sign_all(road)
    road.round.stages.filter(key="social").update(status="closed")
    if connection.vendor == "postgresql":
        assert "mix_ballots 2026-small" in why_no_tally(road.social)
    call_command("mix_ballots", road.round.code, stdout=io.StringIO())

    assert why_no_tally(road.social) is None
    with pytest.raises(CommandError, match="no round"):
        call_command("mix_ballots", "nowhere")
