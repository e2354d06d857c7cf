"""The short way into the box leads to the same as the long one, and whatever is not plainly good goes the long way."""

from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from evaluation import tokens
from evaluation.models import Ballot, Code
from evaluation.services import casting
from evaluation.services.casting import new_receipt
from evaluation.views.ballots import KEPT, BallotCastView
from evaluation.views.short_cast import FORM, LARGEST, plain_fields
from tests.ballots import close_rating, open_rating, sign_all
from tests.polls import open_poll

ANSWERS = {"item-attitude": "very_satisfied", "item-efficiency": "none"}
WORDS = some.text("abyzABYZ019_.*-", min_size=1, max_size=8)


@pytest.fixture
def road(cast, db):
    return open_rating(cast)


class Longer(Exception):
    """The view was asked."""


@pytest.fixture
def short_only(monkeypatch):
    """From when it is called only the short way is there."""

    def asked(*_what, **_more):
        raise Longer

    return lambda: monkeypatch.setattr(BallotCastView, "post", asked)


def address(road, code="A001", query="?lang=en"):
    return reverse("evaluation:ballot-cast", args=[road.round.code, code]) + query


def post(client, road, *, voter=0, query="?lang=en", headers=None, **more):
    fields = {"code": road.codes["A001"][voter], "receipt": new_receipt(road.round.code), **ANSWERS, **more}
    body = urlencode({name: value for name, value in fields.items() if value is not None})
    return client.post(address(road, query=query), body, content_type=FORM, headers=headers)


@pytest.mark.django_db(transaction=True)
def test_the_next_ballot_at_an_address_is_taken_at_once_and_answered_alike(road, client, short_only):
    first = post(client, road, receipt=new_receipt(road.round.code))
    short_only()
    receipt = new_receipt(road.round.code)
    second = post(client, road, voter=1, receipt=receipt)

    assert (first.status_code, second.status_code) == (200, 200)
    assert dict(first.items()) == dict(second.items())
    assert tokens.show_receipt(receipt) in second.content.decode()
    assert len(first.content) == len(second.content)
    assert Ballot.objects.count() == Code.objects.filter(used=True).count() == 2
    assert set(Ballot.objects.values_list("answers", flat=True)) == {"very_satisfied|none"}
    assert post(client, road, voter=1, receipt=receipt).content == second.content
    assert Ballot.objects.count() == 2


def test_receipts_of_others_are_on_no_kept_answer(road, client):
    receipts = [new_receipt(road.round.code) for _voter in range(2)]
    first, second = (
        post(client, road, voter=voter, receipt=receipt).content.decode()
        for voter, receipt in enumerate(receipts)
    )

    assert tokens.show_receipt(receipts[0]) in first
    assert receipts[0] not in second
    assert tokens.show_receipt(receipts[0]) not in second


@pytest.mark.parametrize("query", ["", "?elder=1", "?lang=en&elder=1"])
def test_another_language_or_size_has_an_answer_of_its_own(road, client, query):
    post(client, road)
    fresh = post(client, road, voter=1, query=query)
    again = post(client, road, voter=2, query=query)

    assert [len(page.content) for page in (fresh, again)] == [len(fresh.content)] * 2
    assert dict(fresh.items()) == dict(again.items())
    assert ("Your rating is in the box" in again.content.decode()) is ("lang=en" in query)
    assert fresh["Content-Language"] == again["Content-Language"] == ("en" if "lang" in query else "zh-hans")


REFUSALS = {
    "a used code": {"voter": 0},
    "an unknown code": {"code": "7" * 25},
    "no code": {"code": ""},
    "a code with a gap": {"code": "ABC DEF"},
    "no receipt": {"receipt": ""},
    "a receipt made up": {"receipt": "0" * 20},
    "an answer missing": {"item-attitude": None},
    "an answer that is not on the ballot": {"item-attitude": "marvellous"},
    "an answer in Chinese": {"item-attitude": "满意"},
    "a mark": {"item-attitude": "<script>"},
    "another site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "another origin": {"headers": {"Origin": "https://elsewhere.example"}},
    "too long": {"item-attitude": "x" * LARGEST},
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_is_told_as_on_the_long_way(road, client, what):
    more = {"voter": 1, "receipt": new_receipt(road.round.code)} | REFUSALS[what]
    post(client, road, voter=0)
    short = post(client, road, **more)
    KEPT.clear()
    long = post(client, road, **more)

    assert short.status_code == long.status_code
    assert dict(short.items()) == dict(long.items())
    if what != "no receipt":  # each has one of its own
        assert short.status_code >= 400
        assert len(short.content) == len(long.content)
    assert Ballot.objects.count() == 1


def test_after_closing_nothing_is_taken_at_once(road, client):
    post(client, road)
    sign_all(road)
    close_rating(road)
    response = post(client, road, voter=1)

    assert response.status_code == 409
    assert "Voting has closed" in response.content.decode()
    assert Ballot.objects.count() == 1


def test_an_invented_address_keeps_nothing(road, client):
    before = len(KEPT._kept)
    for number in range(3):
        post(client, road, voter=number, query=f"?x={number}")

    assert not [key for key in KEPT._kept if key[0] == "cast"]
    assert len(KEPT._kept) == before + 2  # the paper and the page of the receipt
    assert Ballot.objects.count() == 3


def test_a_paper_that_is_too_old_is_not_cast_on_at_once(road, client, short_only):
    post(client, road)
    for key in [key for key in KEPT._kept if key[0] == "paper"]:
        del KEPT._kept[key]
    short_only()

    with pytest.raises(Longer):
        post(client, road, voter=1)
    assert Ballot.objects.count() == 1


def test_a_host_that_is_not_ours_is_given_no_kept_answer(road, client):
    post(client, road)

    assert post(client, road, voter=1, headers={"Host": "elsewhere.example"}).status_code == 400
    assert Ballot.objects.count() == 1


def test_a_database_that_is_away_is_told_as_on_the_long_way(road, client, monkeypatch):
    post(client, road)

    def away(*_what):
        raise OperationalError

    monkeypatch.setattr(casting, "_cast", away)
    response = post(client, road, voter=1)

    assert response.status_code == 503
    assert road.codes["A001"][1] not in response.content.decode()


def test_picks_on_all_brands_take_the_short_way_too(cast, db, client, short_only):
    poll = open_poll(cast)
    where = "/b/2026-small/poll/all/cast/"
    first, second = (
        urlencode(
            {"code": code, "receipt": new_receipt(poll.round.code), "picks": ["A001", "A002"]}, doseq=True
        )
        for code in poll.slips[:2]
    )
    assert client.post(where, first, content_type=FORM).status_code == 200
    short_only()

    assert client.post(where, second, content_type=FORM).status_code == 200
    assert list(Ballot.objects.values_list("answers", flat=True)) == ["A001|A002"] * 2


@given(some.lists(some.tuples(WORDS, some.one_of(some.just(""), WORDS)), min_size=1, max_size=12))
def test_plain_fields_are_read_as_django_reads_them(pairs):
    body = "&".join(f"{name}={value}" for name, value in pairs)
    read = plain_fields(RequestFactory().post("/b/", body, content_type=FORM))

    assert read is not None
    assert dict(read.lists()) == dict(QueryDict(body).lists())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("code=a+b", FORM),
        ("code=%41", FORM),
        ("code=满", FORM),
        ("code", FORM),
        ("=code", FORM),
        ("code=a&", FORM),
        ("code=a;b=c", FORM),
        ("code=a\n", FORM),
        ("", FORM),
        ("code=" + "a" * LARGEST, FORM),
        ("code=a", FORM + "; charset=gbk"),
        ("code=a", "text/plain"),
    ],
)
def test_whatever_is_not_plain_is_not_read(body, kind):
    assert plain_fields(RequestFactory().post("/b/", body, content_type=kind)) is None
