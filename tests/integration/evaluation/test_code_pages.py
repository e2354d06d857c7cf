"""Pages of codes: the file given out once, the changes of two people, the public page of the ballot box."""

import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse

from evaluation import tokens
from evaluation.models import Code, CodeChange, Commitment
from evaluation.services.code_changes import agree_code_change
from tests.ballots import change_codes, fill_rating, open_rating, prepare_rating
from tests.cast import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def early(cast):
    return prepare_rating(cast)


@pytest.fixture
def road(cast):
    return open_rating(cast)


def english(user):
    client = client_of(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def url(name, road, *more):
    return reverse(f"evaluation:{name}", args=[road.round.code, *more])


def ask(road, **fields):
    entry = road.application("A001").pk
    data = {"kind": "issue", "application": entry, "quantity": "2", "reason": "又有客户来办事"}
    return english(road.cast.omar).post(url("code-change-ask", road), data | fields)


def test_the_file_of_codes_is_given_out_once_with_links(early):
    before = set(Code.objects.values_list("digest", flat=True))
    asked = {"application": early.application("A002").pk, "number": "3"}
    response = english(early.cast.omar).post(url("code-issue", early), asked)

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Cache-Control"] == "private, no-store"
    assert [row["Serial number"] for row in rows] == ["A002-0007", "A002-0008", "A002-0009"]
    for row in rows:
        code = row["One-time code"]
        assert row["Link"] == f"http://testserver/b/{early.round.code}/A002/#{code}"
        assert tokens.is_code(tokens.normalise(code))
    fresh = set(Code.objects.values_list("digest", flat=True)) - before
    assert fresh == {tokens.digest(tokens.normalise(row["One-time code"])) for row in rows}


def test_codes_for_every_application_come_in_one_file(early):
    response = english(early.cast.omar).post(url("code-issue", early), {"application": "", "number": "2"})

    assert len(response.content.decode("utf-8-sig").splitlines()) == 1 + 4 * 2


@pytest.mark.parametrize("number", ["", "0", "-3", "1e1", "501", "zwei", "9" * 40])
def test_a_doubtful_number_of_codes_stays_on_the_form(early, number):
    response = english(early.cast.omar).post(url("code-issue", early), {"application": "", "number": number})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert Code.objects.count() == 24
    assert f'value="{number}"' in response.content.decode() or not number


def test_the_list_of_codes_shows_turnout_in_tens_and_no_code(road):
    fill_rating(road)
    text = english(road.cast.audrey).get(url("code-list", road)).content.decode()

    assert "under 10" in text
    assert not any(code in text for codes in road.codes.values() for code in codes)


def test_a_code_is_revoked_by_its_serial(early):
    client = english(early.cast.omar)
    wrong = client.post(url("code-revoke", early), {"serial": "A001-0999", "reason": "torn slip"})
    right = client.post(url("code-revoke", early), {"serial": "A001-0001", "reason": "torn slip"})

    assert "no code with the serial number" in wrong.content.decode()
    assert "torn slip" in wrong.content.decode()
    assert right.status_code == 302
    assert Code.objects.get(revoked=True).serial == "A001-0001"


def test_after_the_opening_the_pages_for_one_person_lead_to_the_page_for_two(road):
    client = english(road.cast.omar)
    for name, fields in (("code-issue", {"number": "2"}), ("code-revoke", {"serial": "A001-0001"})):
        page = client.get(url(name, road))
        assert "second person must agree" in page.content.decode()
        refused = client.post(url(name, road), {"application": "", "reason": "torn slip"} | fields)
        assert "second person must agree" in refused.content.decode()
    assert url("code-change-list", road) in client.get(url("code-list", road)).content.decode()
    assert Code.objects.count() == 24


def test_two_people_make_more_codes_on_the_pages(road):
    entered = ask(road)
    change = CodeChange.objects.get()
    assert entered.url == change.get_absolute_url()
    home = english(road.cast.sec).get("/my/").content.decode()
    assert change.get_absolute_url() in home
    agreed = client_of(road.cast.sec).post(url("code-change-act", road, 1, "agree"))
    assert agreed.status_code == 302

    page = english(road.cast.omar).get(url("code-change-carry-out", road, 1)).content.decode()
    assert "this one time" in page
    given = english(road.cast.omar).post(url("code-change-carry-out", road, 1))
    again = english(road.cast.omar).post(url("code-change-carry-out", road, 1))

    assert len(given.content.decode("utf-8-sig").splitlines()) == 3
    assert again.status_code == 409
    assert Code.objects.count() == 26


def test_the_asker_is_told_who_can_agree(road):
    ask(road)
    page = english(road.cast.omar).get(url("code-change", road, 1)).content.decode()
    refused = english(road.cast.omar).post(url("code-change-act", road, 1, "agree"))

    assert "a second person must agree" in page
    assert refused.status_code == 422
    assert "yourself" in refused.content.decode()


def test_revoking_by_two_answers_with_the_list(road):
    ask(road, kind="revoke", quantity="", first="2")
    agree_code_change(CodeChange.objects.get(), by=road.cast.sec)
    done = client_of(road.cast.omar).post(url("code-change-carry-out", road, 1))

    assert done.url == url("code-change-list", road)
    assert Code.objects.get(revoked=True).serial == "A001-0002"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": ""}, "Between 1 and 2000"),
        ({"quantity": "zwei"}, "whole number"),
        ({"kind": "replace", "first": "99"}, "From number"),
        ({"kind": "replace", "first": "3", "last": "1"}, "To number"),
        ({"kind": "nonsense"}, "valid choice"),
        ({"application": "999999"}, "valid choice"),
        ({"reason": ""}, "required"),
        ({"reason": "\u202e"}, "U+202E"),
    ],
)
def test_a_doubtful_change_stays_on_the_form(road, fields, sentence):
    response = ask(road, **fields)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not CodeChange.objects.exists()


SEES = {
    "code-change-list": {"omar", "audrey", "sec", "chen"},
    "code-change-ask": {"omar"},
    "code-change": {"omar", "audrey", "sec", "chen"},
    "code-change-carry-out": {"omar"},
}


@pytest.mark.parametrize("name", SEES)
def test_each_page_is_seen_by_those_it_is_for(road, name):
    ask(road)
    page = url(name, road, *([1] if name in {"code-change", "code-change-carry-out"} else []))

    seen = {user.username for user in road.cast.everybody if client_of(user).get(page).status_code == 200}

    assert seen == SEES[name]
    if name.startswith("code-change-"):
        assert client_of(road.cast.omar).get(page.replace("/1/", "/9/")).status_code in {200, 404}


def test_the_public_page_shows_every_commitment(road, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    first = Commitment.objects.get()
    before = client.get(url("ballot-box", road)).content.decode()
    change_codes(road, "issue", quantity=3)
    after = client.get(url("ballot-box", road)).content.decode()

    second = Commitment.objects.get(number=2)
    assert first.digest in before
    assert first.digest in after
    assert second.digest in after
    assert "纸条受潮损坏" in after
    assert url("ballot-box", road) in client.get(road.round.get_absolute_url()).content.decode()


def test_before_voting_the_public_page_says_what_will_stand_there(early, client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(url("ballot-box", early)).content.decode()

    assert "has not been opened yet" in text
    assert url("ballot-box", early) not in client.get(early.round.get_absolute_url()).content.decode()


def test_a_round_without_ballots_has_no_public_box(cast, client):
    road = prepare_rating(cast)
    road.round.channels.filter(key="clients").update(raters="supervisor")

    assert client.get(url("ballot-box", road)).status_code == 404
    assert client.get("/b/nowhere/").status_code == 404
