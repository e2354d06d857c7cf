"""Pages of codes: the file given out once, the changes of two people, the public page of the ballot box."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

from brandportal.documents.pdf import render_png
from evaluation import tokens
from evaluation.models import Code, CodeChange, Commitment
from evaluation.selectors.ballot_sheets import TEMPLATE, ballot_sheets
from evaluation.services.code_changes import agree_code_change
from evaluation.services.codes import draw_codes, keep_draw
from evaluation.services.stages import open_stage
from evaluation.views import slips
from tests.ballots import RATING, change_codes, fill_rating, open_rating, prepare_rating
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


def issue(road, *, made=24, **fields):
    data = {"application": "", "made": str(made)} | fields
    return english(road.cast.omar).post(url("code-issue", road), data)


def unpacked(response):
    """The rows of the list and the pages of the sheets, out of the one file."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        names = {Path(name).suffix: name for name in packed.namelist()}
        rows = csv.DictReader(io.StringIO(packed.read(names[".csv"]).decode("utf-8-sig")))
        return list(rows), packed.read(names[".pdf"])


def test_the_file_of_codes_is_given_out_once_with_links(early):
    before = set(Code.objects.values_list("digest", flat=True))
    response = issue(early, application=early.application("A002").pk, number="3")

    rows, pdf = unpacked(response)
    assert response["Cache-Control"] == "private, no-store"
    assert [row["Serial number"] for row in rows] == ["A002-0007", "A002-0008", "A002-0009"]
    for row in rows:
        code = row["One-time code"]
        assert row["Link"] == f"http://testserver/b/{early.round.code}/A002/#{code}"
        assert tokens.is_code(tokens.normalise(code))
    fresh = set(Code.objects.values_list("digest", flat=True)) - before
    assert fresh == {tokens.digest(tokens.normalise(row["One-time code"])) for row in rows}
    assert pdf.startswith(b"%PDF")


def test_the_qr_codes_on_the_printed_sheets_open_the_ballot(early, client):
    draw = draw_codes(early.clients, early.applications[:2], 9)
    keep_draw(draw, by=early.cast.omar)
    open_stage(early.social, by=early.cast.omar, at=RATING)
    data = ballot_sheets(early.clients, draw.slips, "http://testserver/p")
    pages = [render_png(TEMPLATE, data, page) for page in (1, 2, 3, 4)]

    read = [read_codes(page) for page in pages]
    assert [len(found) for found in read] == [8, 1, 8, 1]
    wanted = {f"http://testserver/p#{tokens.normalise(slip.code)}" for slip in draw.slips}
    assert {text for found in read for text in found} == wanted
    code = read[0][0].partition("#")[2]
    assert "文档连心桥" in client.post("/p", {"code": code}).content.decode()


def read_codes(page):
    picture = Image.open(io.BytesIO(page)).convert("L")
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_codes_for_every_application_come_in_one_file(early):
    rows, _pdf = unpacked(issue(early, number="2"))

    assert len(rows) == 4 * 2


def test_the_same_form_sent_twice_makes_one_set(early):
    issue(early, number="2")
    again = issue(early, number="2")

    assert "second click" in again.content.decode()
    assert 'name="made" value="32"' in again.content.decode()
    assert Code.objects.count() == 32


def test_when_the_sheets_cannot_be_made_no_code_is_stored(early, monkeypatch):
    def broken(*_words):
        raise OSError("no paper")

    monkeypatch.setattr(slips, "render_pdf", broken)
    with pytest.raises(OSError, match="no paper"):
        issue(early, number="2")
    assert Code.objects.count() == 24


@pytest.mark.parametrize("number", ["", "0", "-3", "1e1", "501", "zwei", "9" * 40])
def test_a_doubtful_number_of_codes_stays_on_the_form(early, number):
    response = issue(early, number=number)

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
    for name, fields in (
        ("code-issue", {"number": "2", "made": "24"}),
        ("code-revoke", {"serial": "A001-0001"}),
    ):
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

    assert len(unpacked(given)[0]) == 2
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
        ({"kind": "nonsense"}, "Choose one of the list"),
        ({"application": "999999"}, "Choose one of the list"),
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
