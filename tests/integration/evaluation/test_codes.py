"""Codes: drawn, revoked, committed to; and the changes that two people make to them."""

import json

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.models import Code, CodeChange, Commitment
from evaluation.services import code_changes
from evaluation.services.casting import usable_code
from evaluation.services.code_changes import (
    Wanted,
    agree_code_change,
    ask_code_change,
    carry_out_code_change,
    decline_code_change,
    draw_for,
)
from evaluation.services.codes import draw_codes, issue_codes, keep_draw, revoke_code
from evaluation.services.stages import close_stage, open_stage
from tests.ballots import (
    ALL_GOOD,
    RATING,
    cast_one,
    change_codes,
    close_rating,
    open_rating,
    prepare_rating,
    sign_all,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def early(cast):
    """Codes are handed out, the stage is not open yet."""
    return prepare_rating(cast)


@pytest.fixture
def road(cast):
    return open_rating(cast)


def ask(road, kind="issue", code="A001", reason="纸条受潮损坏", **numbers):
    wanted = Wanted(kind, road.application(code), **numbers)
    return ask_code_change(road.clients, wanted, reason=reason, by=road.cast.omar)


def test_serials_go_on_where_they_stopped(early):
    more = issue_codes(early.clients, early.application("A001"), 2, by=early.cast.omar)

    assert [one.serial for one in more] == ["A001-0007", "A001-0008"]


def test_the_same_draw_is_kept_once(early):
    first = draw_codes(early.clients, early.applications, 2)
    second = draw_codes(early.clients, early.applications, 2)
    keep_draw(first, by=early.cast.omar)

    with pytest.raises(StaleState, match="made in the meantime"):
        keep_draw(second, by=early.cast.omar)
    assert Code.objects.count() == 4 * 6 + 4 * 2


@pytest.mark.parametrize("number", [0, -1, 2001])
def test_so_many_codes_are_not_made_at_once(early, number):
    with pytest.raises(DomainError, match="Between 1 and 2000"):
        issue_codes(early.clients, early.application("A001"), number, by=early.cast.omar)


def test_a_file_holds_no_more_than_two_thousand_codes(early):
    with pytest.raises(DomainError, match="up to 500 for each of 4 applications"):
        draw_codes(early.clients, early.applications, 501)


def test_nobody_but_the_organizer_makes_or_revokes_codes(early):
    for person in (early.cast.alice, early.cast.sun, early.cast.audrey, early.cast.sec):
        with pytest.raises(NotAllowed):
            issue_codes(early.clients, early.application("A001"), 1, by=person)
        with pytest.raises(NotAllowed):
            revoke_code(early.clients, "A001-0001", reason="torn slip", by=person)


def test_codes_are_made_only_for_brands_that_clients_rate(early):
    other = prepare_rating(early.cast, code="2027-small")

    with pytest.raises(DomainError, match="not rated by clients"):
        issue_codes(early.clients, other.application("A001"), 1, by=early.cast.omar)


def test_revoking_needs_a_serial_that_exists_and_a_reason(early):
    with pytest.raises(DomainError, match="no code with the serial number"):
        revoke_code(early.clients, "A009-0001", reason="torn slip", by=early.cast.omar)
    with pytest.raises(DomainError, match="reason"):
        revoke_code(early.clients, "A001-0001", reason=" ", by=early.cast.omar)
    revoke_code(early.clients, " a001-0001 ", reason="torn slip", by=early.cast.omar)
    with pytest.raises(DomainError, match="used or revoked before"):
        revoke_code(early.clients, "A001-0001", reason="torn slip", by=early.cast.omar)


def test_no_code_is_made_or_revoked_once_the_stage_is_closed(road):
    change = ask(road, quantity=2)
    agree_code_change(change, by=road.cast.sec)
    sign_all(road)
    close_rating(road)

    with pytest.raises(DomainError, match="is closed"):
        issue_codes(road.clients, road.application("A001"), 1, by=road.cast.omar)
    with pytest.raises(DomainError, match="is closed"):
        revoke_code(road.clients, "A001-0006", reason="torn slip", by=road.cast.omar)
    with pytest.raises(DomainError, match="is closed"):
        ask(road, quantity=2)
    with pytest.raises(DomainError, match="is closed"):
        carry_out_code_change(change, draw_codes_of(road, 0), by=road.cast.omar)


def draw_codes_of(road, number):
    return code_changes.Draw(road.round, [])


def test_the_portal_commits_to_the_codes_when_the_stage_opens(early):
    revoke_code(early.clients, "A001-0001", reason="torn slip", by=early.cast.omar)
    assert not Commitment.objects.exists()
    open_stage(early.social, by=early.cast.omar, at=RATING)

    made = Commitment.objects.get()
    assert (made.number, made.issued, made.revoked, made.good) == (1, 24, 1, 23)
    assert made.parts["A001"][:2] == [6, 5]
    assert made.made_by == early.cast.omar
    facts = json.loads(AuditEvent.objects.get(event="commit_codes").body)["data"]
    assert facts["codes"] == "23"
    assert facts["digest"] == made.digest


def test_nobody_changes_a_commitment(road):
    table = Commitment._meta.db_table
    for statement in (f"UPDATE {table} SET digest = 'x'", f"DELETE FROM {table}"):  # noqa: S608  our own table
        with (
            pytest.raises((IntegrityError, InternalError), match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Commitment.objects.get().digest != "x"


TAMPERING = {
    "added": (
        (
            "INSERT INTO evaluation_code "
            "(digest, round_id, channel_id, application_id, voter_group, serial, used, revoked) "
            "SELECT '{zeros}', round_id, channel_id, application_id, voter_group, 'A002-0007', false, false "
            "FROM evaluation_code WHERE serial = 'A002-0001'"
        ),
        r"A002: 1 code more than committed to \(A002-0007\)",
    ),
    "taken out": (
        "DELETE FROM evaluation_code WHERE serial = 'A002-0003'",
        r"A002: 1 code less than committed to \(A002-0003\)",
    ),
    "exchanged": (
        "UPDATE evaluation_code SET digest = '{zeros}' WHERE serial = 'A003-0002'",
        "A003: a code was exchanged",
    ),
    "revoked": (
        "UPDATE evaluation_code SET revoked = true WHERE serial = 'A004-0002'",
        "A004: 5 codes are good for a ballot, committed to were 6",
    ),
}


@pytest.mark.parametrize("deed", TAMPERING)
def test_closing_is_refused_when_the_codes_are_not_those_committed_to(road, deed):
    statement, sentence = TAMPERING[deed]
    sign_all(road)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(zeros="0" * 64))

    with pytest.raises(DomainError, match=sentence):
        close_stage(road.social, by=road.cast.omar)
    assert road.social.is_open


def test_a_used_code_is_still_the_one_committed_to(road):
    cast_one(road, "A001", ALL_GOOD)
    sign_all(road)
    close_rating(road)

    assert not road.social.is_open


def test_after_the_opening_one_person_alone_changes_no_code(road):
    with pytest.raises(DomainError, match="second person must agree"):
        issue_codes(road.clients, road.application("A001"), 1, by=road.cast.omar)
    with pytest.raises(DomainError, match="second person must agree"):
        revoke_code(road.clients, "A001-0001", reason="torn slip", by=road.cast.omar)
    with pytest.raises(DomainError, match="yourself"):
        agree_code_change(ask(road, quantity=2), by=road.cast.omar)
    for person in (road.cast.alice, road.cast.sun, road.cast.audrey, road.cast.pan):
        with pytest.raises(NotAllowed):
            agree_code_change(CodeChange.objects.get(), by=person)
    with pytest.raises(StaleState):
        carry_out_code_change(CodeChange.objects.get(), draw_codes_of(road, 0), by=road.cast.omar)


def test_two_make_more_codes_and_a_new_commitment_stands_beside_the_old(road):
    made = change_codes(road, "issue", quantity=3)

    assert [one.serial for one in made] == ["A001-0007", "A001-0008", "A001-0009"]
    assert usable_code(made[0].code) is not None
    old, new = Commitment.objects.order_by("number")
    assert (old.good, new.good) == (24, 27)
    assert old.digest != new.digest
    assert (new.made_by, new.agreed_by, new.reason) == (road.cast.omar, road.cast.sec, "纸条受潮损坏")
    sign_all(road)
    close_rating(road)


def test_a_change_is_carried_out_once(road):
    change = ask(road, quantity=3)
    agree_code_change(change, by=road.cast.sec)
    draw = draw_for(change)
    carry_out_code_change(change, draw, by=road.cast.omar)

    with pytest.raises(StaleState):
        carry_out_code_change(change, draw_for(change), by=road.cast.omar)
    assert Code.objects.filter(application__code="A001").count() == 9


def test_a_sheet_made_again_revokes_the_unused_slips_and_leaves_the_used_ones(road):
    cast_one(road, "A001", ALL_GOOD, voter=1)
    made = change_codes(road, "replace", first=1, last=4)

    assert [one.serial for one in made] == ["A001-0007", "A001-0008", "A001-0009"]
    revoked = set(Code.objects.filter(revoked=True).values_list("serial", flat=True))
    assert revoked == {"A001-0001", "A001-0003", "A001-0004"}
    assert usable_code(road.codes["A001"][0]) is None
    assert usable_code(made[2].code) is not None
    names = json.loads(AuditEvent.objects.get(event="carry_out_code_change").body)["data"]
    assert names["codes"] == "A001-0001 – A001-0004"
    assert names["asked_by"] == "omar"
    sign_all(road)
    close_rating(road)


def test_before_the_opening_a_sheet_is_made_again_by_two_and_nothing_is_committed_to(early):
    change_codes(early, "replace", first=1, last=6)

    assert not Commitment.objects.exists()
    assert Code.objects.filter(application__code="A001", revoked=True).count() == 6


def test_a_code_used_between_the_draw_and_the_deed_changes_nothing(road):
    change = ask(road, "replace", first=1, last=2)
    agree_code_change(change, by=road.cast.sec)
    draw = draw_for(change)
    cast_one(road, "A001", ALL_GOOD, voter=0)

    with pytest.raises(StaleState, match="in the meantime"):
        carry_out_code_change(change, draw, by=road.cast.omar)
    assert not Code.objects.filter(revoked=True).exists()
    assert CodeChange.objects.get().status == "agreed"


def test_used_slips_cannot_be_taken_back(road):
    cast_one(road, "A001", ALL_GOOD, voter=0)
    change = ask(road, "revoke", first=1, last=1)
    agree_code_change(change, by=road.cast.sec)

    with pytest.raises(DomainError, match="nothing left to revoke"):
        carry_out_code_change(change, draw_for(change), by=road.cast.omar)


def test_a_declined_change_is_never_carried_out(road):
    change = ask(road, quantity=3)
    decline_code_change(change, by=road.cast.sec)

    with pytest.raises(StaleState):
        carry_out_code_change(change, draw_for(change), by=road.cast.omar)
    assert Code.objects.count() == 24


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"kind": "issue", "quantity": 0}, "Between 1 and 2000"),
        ({"kind": "issue", "quantity": 2001}, "Between 1 and 2000"),
        ({"kind": "revoke", "first": 0, "last": 0}, "From number"),
        ({"kind": "revoke", "first": 7, "last": 7}, "From number"),
        ({"kind": "replace", "first": 3, "last": 2}, "To number"),
        ({"kind": "replace", "first": 3, "last": 7}, "To number"),
        ({"kind": "issue", "quantity": 1, "reason": " "}, "reason"),
    ],
)
def test_a_change_that_makes_no_sense_is_not_entered(road, wanted, sentence):
    with pytest.raises(DomainError, match=sentence):
        ask(road, **wanted)
    assert not CodeChange.objects.exists()
