"""The ballot box: lists of receipts while voting runs, five numbers that agree, two names under them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation import tokens
from evaluation.models import Ballot, BoxCount, ReceiptList
from evaluation.selectors.ballots import is_mixed
from evaluation.selectors.boxes import list_digest, listed
from evaluation.services.boxes import sign_box, tend_box, tend_boxes
from evaluation.services.stages import close_stage
from evaluation.services.tallies import request_tally, why_no_tally
from evaluation.tasks import tend_open_boxes
from tests.ballots import ALL_GOOD, MIXED, cast_one, close_rating, fill_rating, open_rating, sign_all
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(cast):
    return open_rating(cast, codes=30)


@pytest.fixture
def full(cast):
    """Five ballots for each of four brands, all sheets signed, the stage open."""
    road = open_rating(cast)
    fill_rating(road)
    return road


def english(user):
    client = client_of(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def url(name, road, *more):
    return reverse(f"evaluation:{name}", args=[road.round.code, *more])


def vote(road, first, last, code="A001"):
    return [cast_one(road, code, ALL_GOOD, voter=voter) for voter in range(first, last)]


def spoil(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_list_waits_for_ten_new_ballots_and_an_hour(road):
    start = clock.now()
    vote(road, 0, 9)
    assert tend_box(road.clients, at=start) is None
    vote(road, 9, 10)
    first = tend_box(road.clients, at=start)
    vote(road, 10, 20)
    assert tend_box(road.clients, at=start + timedelta(minutes=59)) is None
    second = tend_box(road.clients, at=start + timedelta(minutes=60))
    vote(road, 20, 29)
    assert tend_box(road.clients, at=start + timedelta(hours=9)) is None

    assert (first.number, first.total, second.number, second.total) == (1, 10, 2, 20)


def test_each_list_is_sorted_and_contains_the_earlier_ones(road):
    start = clock.now()
    receipts = vote(road, 0, 12)
    tend_box(road.clients, at=start)
    receipts += vote(road, 12, 25)
    tend_boxes(at=start + timedelta(hours=2))
    vote(road, 25, 28)
    sign_all(road)
    close_rating(road)

    lists = [listed(road.clients, number) for number in (1, 2, 3)]
    assert [len(one) for one in lists] == [12, 25, 28]
    assert all(one == sorted(one) for one in lists)
    assert set(lists[0]) < set(lists[1]) < set(lists[2])
    assert set(lists[1]) == {tokens.receipt_digest(tokens.normalise(one)) for one in receipts}
    assert [one.digest for one in ReceiptList.objects.all()] == [list_digest(one) for one in lists]
    assert ReceiptList.objects.get(is_final=True).number == 3


def test_a_list_is_published_mixed(road):
    vote(road, 0, 12)
    tend_open_boxes()

    assert is_mixed(road.round)
    assert ReceiptList.objects.get().total == 12


def test_turnout_is_as_old_as_the_latest_list(road):
    page = url("code-list", road)
    vote(road, 0, 25)
    assert ">20<" not in english(road.cast.omar).get(page).content.decode()
    tend_box(road.clients)

    assert ">20<" in english(road.cast.omar).get(page).content.decode().replace(
        "Ballots, about </span>20", ">20<"
    )
    assert ReceiptList.objects.get().turnout["A001"] == [20, True]


def test_lists_are_downloaded_by_anybody_and_receipts_found_on_them(road, client):
    receipt = vote(road, 0, 11)[3]
    tend_box(road.clients)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url("ballot-box", road)).content.decode()
    found = client.get(url("receipt-list", road, 1))
    looked_up = client.post(f"{reverse('evaluation:ballot-receipt')}?lang=en", {"receipt": receipt})

    lines = found.content.decode().splitlines()
    assert len(lines) == 11
    assert ReceiptList.objects.get().digest in page
    assert "about 10 ballots" in page
    line = tokens.receipt_digest(tokens.normalise(receipt))
    assert line in lines
    assert line in looked_up.content.decode()
    assert client.get(url("receipt-list", road, 2)).status_code == 404


def test_nothing_is_shown_of_fewer_than_five(road, client):
    vote(road, 0, 4)
    sign_all(road)
    close_rating(road)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url("ballot-box", road)).content.decode()

    assert "no figure is published" in page
    assert client.get(url("receipt-list", road, 1)).status_code == 404
    assert "under 5" in english(road.cast.omar).get(url("box-count", road)).content.decode()


SPOILT = {
    "a ballot taken out": (
        "DELETE FROM evaluation_ballot WHERE id = (SELECT min(id) FROM evaluation_ballot)",
        "“Ballots in the box” is 1 less",
    ),
    "a ballot put in": (
        (
            "INSERT INTO evaluation_ballot "
            "(id, round_id, channel_id, application_id, voter_group, answers, receipt_digest) "
            "SELECT 'x', round_id, channel_id, application_id, voter_group, answers, 'x' FROM evaluation_ballot LIMIT 1"
        ),
        "“Ballots in the box” is 1 more",
    ),
    "a code marked as used": (
        "UPDATE evaluation_code SET used = true WHERE serial = 'A001-0006'",
        "“Receipts listed” is 1 less",
    ),
    "a ballot moved out of the tally": (
        "UPDATE evaluation_ballot SET round_id = 0 WHERE id = (SELECT min(id) FROM evaluation_ballot)",
        "“Ballots in the tally” is 1 less",
    ),
}


@pytest.mark.parametrize("deed", SPOILT)
def test_closing_is_refused_while_the_numbers_differ_and_says_which(full, deed):
    statement, sentence = SPOILT[deed]
    spoil(statement)

    with pytest.raises(DomainError, match=sentence):
        close_stage(full.social, by=full.cast.omar)
    assert full.social.is_open
    assert not BoxCount.objects.exists()
    board = english(full.cast.omar).get(url("round-board", full)).content.decode()
    numbers = english(full.cast.omar).get(url("box-count", full)).content.decode()
    assert sentence in board
    assert sentence in numbers
    assert "differs" in numbers


def test_a_receipt_that_was_published_and_is_gone_is_named(road):
    vote(road, 0, 12)
    tend_box(road.clients)
    gone = listed(road.clients)[0]
    spoil(f"DELETE FROM evaluation_ballot WHERE receipt_digest = '{gone}'")  # noqa: S608  our own digest
    sign_all(road)

    with pytest.raises(DomainError, match=rf"in the box no more \({gone[:16]}\)"):
        close_stage(road.social, by=road.cast.omar)


def test_the_numbers_are_kept_at_closing_and_signed_by_another(full):
    close_stage(full.social, by=full.cast.omar)
    count = BoxCount.objects.get()

    assert (count.used, count.receipts, count.ballots, count.tallied, count.unused) == (20, 20, 20, 20, 4)
    assert "carry one name" in why_no_tally(full.social)
    with pytest.raises(DomainError, match="carry one name"):
        request_tally(full.round, "social", by=full.cast.omar)
    with pytest.raises(DomainError, match="yourself"):
        sign_box(count, by=full.cast.omar)
    for person in (full.cast.alice, full.cast.sun, full.cast.ada):
        with pytest.raises(NotAllowed):
            sign_box(count, by=person)
    sign_box(count, by=full.cast.audrey)
    with pytest.raises(StaleState):
        sign_box(count, by=full.cast.sec)
    assert why_no_tally(full.social) is None


def test_a_box_changed_after_the_signatures_is_not_tallied(full):
    close_rating(full)
    Ballot.objects.first().delete()

    assert "not those that two people have signed" in why_no_tally(full.social)


def test_signing_on_the_page(full):
    asked = english(full.cast.audrey).post(url("box-sign", full))
    assert asked.status_code == 409
    close_stage(full.social, by=full.cast.omar)
    page = url("box-count", full)
    assert page in english(full.cast.audrey).get("/my/").content.decode()
    own = english(full.cast.omar).get(page).content.decode()
    assert "data-sign" not in own
    assert "You have closed the stage yourself" in own
    assert "data-sign" in english(full.cast.audrey).get(page).content.decode()
    assert client_of(full.cast.audrey).post(url("box-sign", full)).url == page

    signed = english(full.cast.chen).get(page).content.decode()
    assert full.cast.audrey.name in signed
    assert ">20<" in signed
    public = Client(headers={"accept-language": "en"}).get(url("ballot-box", full)).content.decode()
    assert full.cast.audrey.name in public


def test_the_numbers_are_seen_by_those_they_are_for(full):
    page = url("box-count", full)
    seen = {user.username for user in full.cast.everybody if client_of(user).get(page).status_code == 200}

    assert seen == {"omar", "audrey", "sec", "chen"}
    before = english(full.cast.omar).get(page).content.decode()
    assert "in steps of ten" in before


def test_a_ballot_cast_before_the_lock_counts_and_one_after_is_refused(full):
    cast_one(full, "A002", MIXED, voter=5)
    close_stage(full.social, by=full.cast.omar)

    assert BoxCount.objects.get().ballots == 21
