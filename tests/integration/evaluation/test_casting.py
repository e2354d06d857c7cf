"""Casting: one code, one ballot, one receipt; and every way in which it is refused."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from brandportal.kit.errors import InputErrors
from evaluation import tokens
from evaluation.models import Ballot, Code
from evaluation.services.casting import (
    CodeRefused,
    ReceiptRefused,
    VotingClosed,
    cast_ballot,
    new_receipt,
    usable_code,
)
from evaluation.services.papers import ballot_paper
from tests.ballots import ALL_GOOD, LATE, MIXED, cast_one, change_codes, close_rating, open_rating, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(cast):
    return open_rating(cast)


def test_a_ballot_uses_its_code_up_and_keeps_the_pattern(road):
    receipt = cast_one(road, "A001", MIXED)

    ballot = Ballot.objects.get()
    assert ballot.answers == "satisfied|none"
    assert ballot.receipt_digest == tokens.receipt_digest(tokens.normalise(receipt))
    assert Code.objects.get(used=True).application.code == "A001"


def test_the_same_post_again_gives_the_same_receipt_and_no_second_ballot(road):
    first = cast_one(road, "A001", ALL_GOOD)

    assert cast_one(road, "A001", ALL_GOOD, receipt=first) == first
    assert Ballot.objects.count() == 1


def test_a_lost_answer_is_told_again_even_after_closing(road):
    receipt = cast_one(road, "A001", ALL_GOOD)
    sign_and_close(road)

    assert cast_one(road, "A001", ALL_GOOD, receipt=receipt) == receipt


def test_a_used_code_takes_no_second_ballot(road):
    cast_one(road, "A001", ALL_GOOD)

    with pytest.raises(CodeRefused, match="cannot be used"):
        cast_one(road, "A001", MIXED)
    assert Ballot.objects.get().answers == "very_satisfied|very_satisfied"


def test_unknown_used_revoked_and_foreign_codes_hear_the_same_sentence(road):
    cast_one(road, "A001", ALL_GOOD, voter=0)
    change_codes(road, "revoke", first=2, last=2)
    other = open_rating_of_another_round(road)
    unusable = [
        tokens.new_code(),
        road.codes["A001"][0],
        road.codes["A001"][1],
        road.codes["A002"][0],
        other.codes["A001"][0],
    ]

    said = set()
    for code in unusable:
        with pytest.raises(CodeRefused) as refused:
            cast_ballot(
                ballot_paper(road.clients, road.application("A001")),
                code,
                ALL_GOOD,
                new_receipt(road.round.code),
            )
        said.add(str(refused.value))
        assert refused.value.field == "code"
    assert len(said) == 1
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the code"),
        ("ABC", "25 letters and digits, you typed 3"),
        ("A" * 26, "you typed 26"),
        ("U" * 25, "mistyped"),
        ("文" * 25, "mistyped"),
        ("0" * 24 + "1", "mistyped"),
    ],
)
def test_a_mistyped_code_is_told_what_is_wrong(road, typed, sentence):
    with pytest.raises(CodeRefused, match=sentence):
        cast_ballot(
            ballot_paper(road.clients, road.application("A001")),
            typed,
            ALL_GOOD,
            new_receipt(road.round.code),
        )


def test_a_code_is_taken_however_it_is_typed(road):
    typed = road.codes["A001"][0].lower().replace("-", "　").replace("0", "o").replace("1", "l")

    cast_ballot(
        ballot_paper(road.clients, road.application("A001")), typed, ALL_GOOD, new_receipt(road.round.code)
    )

    assert Ballot.objects.count() == 1


def test_missing_and_unlisted_answers_are_named_all_at_once(road):
    with pytest.raises(InputErrors) as refused:
        cast_one(road, "A001", {"attitude": "marvellous"})

    assert [(error.field, str(error)[:16]) for error in refused.value.errors] == [
        ("item-attitude", "“Attitude”: this"),
        ("item-efficiency", "“Efficiency” is "),
    ]
    assert not Code.objects.filter(used=True).exists()


def test_a_receipt_of_another_round_or_made_up_is_refused(road):
    for receipt in (new_receipt("2020-other"), "0" * 20, "", "x"):
        with pytest.raises(ReceiptRefused):
            cast_one(road, "A001", ALL_GOOD, receipt=receipt or "-")


def test_two_ballots_cannot_share_a_receipt_and_the_second_code_stays_good(road):
    receipt = cast_one(road, "A001", ALL_GOOD, voter=0)

    with pytest.raises(ReceiptRefused, match="another ballot"):
        cast_one(road, "A001", MIXED, voter=1, receipt=receipt)
    assert usable_code(road.codes["A001"][1]) is not None
    assert Ballot.objects.count() == 1


def test_nothing_is_cast_after_the_stage_has_closed(road):
    sign_and_close(road)

    with pytest.raises(VotingClosed, match="Voting has closed"):
        cast_one(road, "A001", ALL_GOOD, voter=5)
    assert usable_code(road.codes["A001"][5]) is not None


def test_nothing_is_cast_after_the_last_day(cast):
    road = open_rating(cast)
    last = road.round.rating_closes
    road.round.rating_closes = last.replace(year=2026)
    road.round.save(update_fields=["rating_closes"])

    with pytest.raises(VotingClosed, match="30 June 2026"):
        cast_one(road, "A001", ALL_GOOD, at=LATE)
    assert not Ballot.objects.exists()


def test_a_brand_that_has_moved_on_takes_no_ballot(road):
    paper = ballot_paper(road.clients, road.application("A001"))
    road.round.applications.filter(code="A001").update(status="eliminated")

    with pytest.raises(VotingClosed, match="is not open"):
        cast_ballot(paper, road.codes["A001"][0], ALL_GOOD, new_receipt(road.round.code))


def test_only_digests_are_kept(road):
    kept = set(Code.objects.values_list("digest", flat=True))

    assert {tokens.digest(tokens.normalise(code)) for codes in road.codes.values() for code in codes} == kept


def sign_and_close(road):
    sign_all(road)
    close_rating(road)


def open_rating_of_another_round(road):
    return open_rating(road.cast, code="2027-small")


@pytest.mark.django_db(transaction=True)
def test_no_statement_holds_the_code_and_the_ballot_together(road):
    """Logs of statements that failed, and looks at those that run, must not show which code cast which ballot."""
    paper = ballot_paper(road.clients, road.application("A001"))
    receipt, code = new_receipt(road.round.code), road.codes["A001"][0]
    with CaptureQueriesContext(connection) as asked:
        cast_ballot(paper, code, ALL_GOOD, receipt)

    of_code, of_ballot = (
        [number for number, query in enumerate(asked) if what in query["sql"]]
        for what in (tokens.digest(tokens.normalise(code)), tokens.receipt_digest(tokens.normalise(receipt)))
    )
    assert len(of_code) == len(of_ballot) == 1
    assert of_code != of_ballot


def test_a_ballot_takes_two_ways_to_the_database_and_the_commit(road, django_assert_num_queries):
    paper = ballot_paper(road.clients, road.application("A001"))
    receipt, code = new_receipt(road.round.code), road.codes["A001"][0]

    # A savepoint is laid around it because this test is one transaction.
    with django_assert_num_queries(4):
        cast_ballot(paper, code, ALL_GOOD, receipt)
    assert Ballot.objects.count() == 1


def test_another_fault_of_the_database_is_not_told_as_a_known_receipt(road, monkeypatch):
    monkeypatch.setattr("secrets.token_hex", lambda length: "0" * 2 * length)
    cast_one(road, "A001", ALL_GOOD, voter=0)

    with pytest.raises(IntegrityError):
        cast_one(road, "A001", ALL_GOOD, voter=1)
    assert Code.objects.filter(used=True).count() == 1
