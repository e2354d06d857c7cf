"""Voting by code on all brands at once: what a ballot may hold, what is refused, what is stored and counted."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brandportal.kit.errors import DomainError, InputErrors
from evaluation.models import Ballot, BoxCount, Code, ReceiptList, Tally
from evaluation.selectors.ballots import ballot_channels
from evaluation.selectors.boxes import five_numbers, listed
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.recompute import public_bundle
from evaluation.services.boxes import sign_box, tend_box
from evaluation.services.casting import CodeRefused, ReceiptRefused, VotingClosed, cast_ballot, new_receipt
from evaluation.services.codes import issue_codes, revoke_code
from evaluation.services.papers import Picked, ballot_paper
from evaluation.services.receipts import channel_of
from evaluation.services.stages import close_stage, open_stage
from evaluation.services.tallies import request_tally, run_tally, why_no_tally
from evaluation.tally import read_bundle, result_bytes, run
from tests.ballots import ALL_GOOD, LATE, RATING, cast_one, fill_rating
from tests.polls import open_poll, pick, prepare_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(cast):
    return open_poll(cast)


def test_a_ballot_holds_what_was_picked_in_one_order_and_uses_its_code_up(poll):
    pick(poll, "A003", "A001", "A003")

    ballot = Ballot.objects.get()
    assert (ballot.channel.key, ballot.application, ballot.answers) == ("poll", None, "A001|A003")
    assert Code.objects.get(used=True).serial == "C2-0001"


@pytest.mark.parametrize(
    ("rule", "codes", "is_blank", "field", "sentence"),
    [
        (
            {"at_most": "2"},
            ("A001", "A002", "A003"),
            False,
            "picks",
            "You have chosen 3 brands; 2 are the most",
        ),
        ({"at_most": "2"}, (), False, "blank", "confirm below"),
        ({"at_most": "2"}, ("A009",), False, "picks", "not on this ballot"),
        ({"at_most": "2"}, ("A001|A002",), False, "picks", "not on this ballot"),
        ({"at_most": "2"}, ("A009",), True, "picks", "not on this ballot"),
        ({"exactly": "2"}, ("A001",), False, "picks", "exactly 2 brands; you have chosen 1"),
        ({"exactly": "2"}, (), True, "picks", "exactly 2 brands; you have chosen 0"),
        ({"exactly": "2"}, ("A001", "A002", "A003"), False, "picks", "2 are the most"),
    ],
)
def test_a_ballot_that_breaks_the_rules_is_refused_by_name_and_its_code_stays_good(
    cast, rule, codes, is_blank, field, sentence
):
    poll = open_poll(cast, **rule)
    with pytest.raises(InputErrors) as refused:
        pick(poll, *codes, is_blank=is_blank)

    (fault,) = refused.value.errors
    assert (fault.field, sentence in str(fault)) == (field, True), str(fault)
    assert not Ballot.objects.exists()
    assert not Code.objects.filter(used=True).exists()


def test_a_blank_ballot_is_cast_once_it_is_confirmed(poll):
    pick(poll, is_blank=True)

    assert Ballot.objects.get().answers == ""


def test_a_code_is_good_in_its_own_channel_only(poll):
    with pytest.raises(CodeRefused):
        cast_ballot(poll.paper, poll.codes["A001"][0], Picked(("A001",)), new_receipt(poll.round.code))
    paper = ballot_paper(poll.clients, poll.application("A001"))
    with pytest.raises(CodeRefused):
        cast_ballot(paper, poll.slips[0], ALL_GOOD, new_receipt(poll.round.code))

    assert not Ballot.objects.exists()
    assert not Code.objects.filter(used=True).exists()


def test_a_used_and_a_revoked_code_are_refused_with_the_same_words(cast):
    poll = prepare_poll(cast)
    revoke_code(poll.poll, "C2-0002", reason="纸条受潮损坏", by=cast.omar)
    open_stage(poll.social, by=cast.omar, at=RATING)
    pick(poll, "A001", voter=0)
    told = set()
    for voter in (0, 1):
        with pytest.raises(CodeRefused) as refused:
            pick(poll, "A002", voter=voter)
        told.add(str(refused.value))

    assert len(told) == 1
    assert Ballot.objects.count() == 1


def test_the_same_receipt_gives_the_same_answer_and_stands_for_one_ballot(poll):
    receipt = pick(poll, "A001")

    assert pick(poll, "A001", receipt=receipt) == receipt
    with pytest.raises(ReceiptRefused):
        pick(poll, "A002", voter=1, receipt=receipt)
    assert Ballot.objects.count() == 1
    assert channel_of(receipt) == poll.poll


def test_nothing_is_cast_after_the_last_day(poll):
    last = poll.round.rating_closes.year + 1
    with pytest.raises(VotingClosed):
        pick(poll, "A001", at=LATE.replace(year=last))

    assert not Ballot.objects.exists()


def test_casting_on_all_brands_takes_no_more_statements_than_on_one(poll):
    paper, levels = poll.paper, ballot_paper(poll.clients, poll.application("A001"))
    receipts = [new_receipt(poll.round.code) for _one in range(2)]
    with CaptureQueriesContext(connection) as one:
        cast_ballot(levels, poll.codes["A001"][0], ALL_GOOD, receipts[0])
    with CaptureQueriesContext(connection) as all_of_them:
        cast_ballot(paper, poll.slips[0], Picked(("A001",)), receipts[1])

    assert len(all_of_them) == len(one)


def vote(poll):
    """Six voters of the poll, one of them blank, and everything else of the stage."""
    for voter, codes in enumerate((("A001",), ("A001", "A002"), ("A002", "A001"), ("A001",), ("A003",), ())):
        pick(poll, *codes, voter=voter, is_blank=not codes)
    fill_rating(poll)


def test_each_channel_has_its_own_box_numbers_and_names(poll):
    vote(poll)
    close_stage(poll.social, by=poll.cast.omar)

    counts = {one.channel.key: one for one in BoxCount.objects.select_related("channel", "commitment")}
    assert {key: (one.ballots, one.commitment.good) for key, one in counts.items()} == {
        "clients": (20, 24),
        "poll": (6, 6),
    }
    assert all(five_numbers(channel).agree for channel in ballot_channels(poll.round))
    lists = {one.channel.key: one.total for one in ReceiptList.objects.filter(is_final=True)}
    assert lists == {"clients": 20, "poll": 6}
    assert not set(listed(poll.clients)) & set(listed(poll.poll))
    sign_box(counts["clients"], by=poll.cast.audrey)
    assert "one name" in why_no_tally(poll.social)
    sign_box(counts["poll"], by=poll.cast.audrey)
    assert why_no_tally(poll.social) is None


def test_a_box_is_tended_for_its_own_ballots_alone(cast):
    poll = open_poll(cast, slips=10)
    for voter in range(10):
        pick(poll, "A001", voter=voter)
    cast_one(poll, "A001", ALL_GOOD)

    assert tend_box(poll.clients) is None
    assert tend_box(poll.poll).turnout == {"": (10, True)}


def test_a_faulty_box_is_named_with_its_channel_and_stops_the_close(poll):
    vote(poll)
    Ballot.objects.filter(channel=poll.poll).first().delete()

    with pytest.raises(DomainError, match=r"Public poll: .*Ballots in the box.* 1 less"):
        close_stage(poll.social, by=poll.cast.omar)


def test_the_bundle_has_a_row_for_each_pick_and_one_form_for_equal_ballots(poll, tmp_path):
    vote(poll)
    close_stage(poll.social, by=poll.cast.omar)
    for count in BoxCount.objects.all():
        sign_box(count, by=poll.cast.audrey)
    tally = request_tally(poll.round, "social", by=poll.cast.omar)
    run_tally(tally)

    public = tmp_path / "public.zip"
    public.write_bytes(public_bundle(Tally.objects.select_related("round").get()).data)
    with zipfile.ZipFile(public) as bundle:
        names = set(bundle.namelist())
        assert {"receipts-clients.txt", "receipts-poll.txt", "values.csv"} <= names
        assert not {"receipts.txt", "forms.csv"} & names
        assert bundle.read("receipts-poll.txt").decode().split() == listed(poll.poll)
    published = read_bundle(public)
    told = result_bytes(run(published.rules, published.inputs, "social").result).decode()
    assert told == Tally.objects.get().result

    path = tmp_path / "bundle.zip"
    write_inspection_bundle(gather(poll.round, "social"), poll.round, "social", path)
    with zipfile.ZipFile(path) as bundle:
        rows = list(csv.DictReader(io.StringIO(bundle.read("forms.csv").decode())))
        assert bundle.read("result.json").decode() == Tally.objects.get().result
    forms = [
        (row["form"], row["entry"], row["answers"], row["count"]) for row in rows if row["channel"] == "poll"
    ]
    assert forms == [
        ("000001", "", "", ""),
        ("000002", "A001", "", "2"),
        ("000003", "A001", "", "2"),
        ("000003", "A002", "", "2"),
        ("000004", "A003", "", ""),
    ]


def test_codes_of_all_brands_are_counted_and_named_by_their_channel(cast):
    poll = prepare_poll(cast)
    with pytest.raises(DomainError, match="not on a single one"):
        issue_codes(poll.poll, poll.application("A001"), 1, by=cast.omar)
    with pytest.raises(DomainError, match="name it"):
        issue_codes(poll.clients, None, 1, by=cast.omar)

    assert [one.serial for one in issue_codes(poll.poll, None, 2, by=cast.omar)] == ["C2-0007", "C2-0008"]
