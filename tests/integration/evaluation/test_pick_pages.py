"""Pages of a round with two channels by code: the voter's page of all brands, and the desk of codes by channel."""

import csv
import io
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from evaluation.models import Ballot, BoxCount, Code, CodeChange
from evaluation.services.boxes import tend_box
from evaluation.services.casting import new_receipt
from evaluation.services.stages import close_stage
from tests.ballots import fill_rating
from tests.cast import client_of
from tests.polls import open_poll, pick, prepare_poll

pytestmark = pytest.mark.django_db
PAGE = "/b/2026-small/poll/all/"
ENGLISH = "?lang=en"


@pytest.fixture
def poll(cast):
    return open_poll(cast)


def post(client, poll, *codes, voter=0, receipt=None, **more):
    fields = {"code": poll.slips[voter], "picks": list(codes)}
    fields["receipt"] = new_receipt(poll.round.code) if receipt is None else receipt
    return client.post(f"{PAGE}cast/{ENGLISH}", fields | more)


def english(user):
    client = client_of(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def desk(page, poll, channel="poll"):
    return f"{reverse(f'evaluation:{page}', args=[poll.round.code])}?channel={channel}"


def test_the_blank_page_lists_all_brands_and_is_the_same_bytes_for_all(poll, client, cast):
    first = client.get(PAGE + ENGLISH)
    client.force_login(cast.omar, backend="django.contrib.auth.backends.ModelBackend")
    second = client.get(PAGE + ENGLISH)

    text = first.content.decode()
    assert first.content == second.content
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    assert text.count('name="picks"') == 4
    assert "文档连心桥" in text
    assert "Archives" in text
    assert "at most 2 of them" in text


def test_the_kept_page_asks_the_database_nothing(poll, client, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(0):
        client.get(PAGE)


def test_without_a_script_the_receipt_stands_on_the_second_page(poll):
    browser = Client(enforce_csrf_checks=True)
    second = post(browser, poll, "A002", receipt="")

    text = second.content.decode()
    receipt = text.split('name="receipt" value="')[1][:20]
    assert "Nothing has been submitted yet" in text
    assert 'value="A002" checked' in text
    assert not Ballot.objects.exists()

    last = post(browser, poll, "A002", receipt=receipt)
    assert "Your vote is in the box" in last.content.decode()
    assert Ballot.objects.get().answers == "A002"


def test_too_many_are_named_and_nothing_that_was_marked_is_lost(poll, client):
    receipt = new_receipt(poll.round.code)
    answer = post(client, poll, "A001", "A002", "A003", receipt=receipt)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "You have chosen 3 brands; 2 are the most." in text
    assert text.count(" checked") == 3
    assert receipt in text
    assert poll.slips[0] in text
    assert not Code.objects.filter(used=True).exists()


def test_a_blank_ballot_is_asked_about_first(poll, client):
    asked = post(client, poll)
    assert asked.status_code == 422
    assert 'name="blank" value="yes"' in asked.content.decode()
    assert not Ballot.objects.exists()

    assert post(client, poll, blank="yes").status_code == 200
    assert Ballot.objects.get().answers == ""


def test_a_brand_that_is_not_there_and_a_code_of_the_clients_are_refused(poll, client):
    foreign = post(client, poll, "A009")
    assert (foreign.status_code, "not on this ballot" in foreign.content.decode()) == (422, True)

    theirs = post(client, poll, "A001", code=poll.codes["A001"][0])
    assert (theirs.status_code, "cannot be used here" in theirs.content.decode()) == (409, True)
    assert 'value="A001" checked' in theirs.content.decode()
    assert not Ballot.objects.exists()


def test_a_typed_code_opens_the_ballot_that_it_is_good_for(poll, client):
    door = reverse("evaluation:ballot-entry") + ENGLISH

    assert f'action="{PAGE}cast/' in client.post(door, {"code": poll.slips[1]}).content.decode()
    levels = client.post(door, {"code": poll.codes["A001"][1]}).content.decode()
    assert 'action="/b/2026-small/clients/A001/cast/' in levels


@pytest.mark.parametrize(
    "path",
    [
        "/b/2026-small/all/",
        "/b/2026-small/A001/",
        "/b/2026-small/clients/all/",
        "/b/2026-small/poll/A001/",
        "/b/2026-small/panel/A001/",
        "/b/2026-small/receipts/1.txt",
    ],
)
def test_an_address_that_does_not_say_which_channel_or_says_it_wrongly_leads_nowhere(poll, client, path):
    assert client.get(path).status_code == 404


def test_after_the_close_the_page_says_so_and_a_late_ballot_is_not_stored(poll, client):
    for voter in range(5):
        pick(poll, "A001", voter=voter)
    fill_rating(poll)
    close_stage(poll.social, by=poll.cast.omar)

    assert "Voting has closed" in client.get(PAGE + ENGLISH).content.decode()
    late = post(client, poll, "A001", voter=5)
    assert (late.status_code, "was not stored" in late.content.decode()) == (409, True)
    assert Ballot.objects.filter(channel=poll.poll).count() == 5


def test_lists_and_receipts_stand_with_their_channel(cast, client):
    poll = open_poll(cast, slips=10)
    receipts = [pick(poll, "A001", voter=voter) for voter in range(10)]
    tend_box(poll.poll)

    box = client.get("/b/2026-small/").content.decode()
    assert 'id="box-clients"' in box
    assert "/b/2026-small/poll/receipts/1.txt" in box
    lines = client.get("/b/2026-small/poll/receipts/1.txt").content.decode().split()
    told = client.post(
        reverse("evaluation:ballot-receipt") + ENGLISH, {"receipt": receipts[3]}
    ).content.decode()
    assert len(lines) == 10
    assert "Lists of receipts: Public poll" in told
    assert sum(line in told for line in lines) == 1


def test_the_desk_makes_codes_for_a_channel_and_hands_them_out_with_their_link(cast):
    poll = prepare_poll(cast)
    omar = english(cast.omar)
    form = omar.get(desk("code-issue", poll)).content.decode()
    assert 'name="application"' not in form
    response = omar.post(desk("code-issue", poll), {"number": "3", "made": "6"})

    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        assert packed.namelist() == ["2026-small-poll-all-sheets.pdf", "2026-small-poll-all-codes.csv"]
        rows = list(csv.reader(io.StringIO(packed.read(packed.namelist()[1]).decode("utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == ["C2-0007", "C2-0008", "C2-0009"]
    assert rows[0][5] == f"http://testserver{PAGE}#{rows[0][4]}"
    assert Code.objects.filter(channel=poll.poll, application=None).count() == 9


def test_the_desk_shows_each_channel_and_revokes_only_there(cast):
    poll = prepare_poll(cast)
    omar = english(cast.omar)

    one, other = omar.get(desk("code-list", poll)), omar.get(desk("code-list", poll, "clients"))
    assert "one ballot on all brands" in one.content.decode()
    assert "游客知友" in other.content.decode()
    assert omar.get(desk("code-list", poll, "panel")).status_code == 404
    told = omar.post(desk("code-revoke", poll), {"serial": "A001-0001", "reason": "纸条受潮"})
    assert "has no code with the serial number" in told.content.decode()
    omar.post(desk("code-revoke", poll), {"serial": "c2-0001", "reason": "纸条受潮"})
    assert Code.objects.get(revoked=True).serial == "C2-0001"


def test_a_change_names_its_channel_and_commits_anew_to_that_one_alone(poll):
    omar, sec = english(poll.cast.omar), english(poll.cast.sec)
    omar.post(
        desk("code-change-ask", poll), {"kind": "replace", "first": "1", "last": "2", "reason": "纸条受潮"}
    )
    change = CodeChange.objects.get()
    assert (change.channel.key, change.application, change.span) == ("poll", None, "C2-0001 – C2-0002")
    sec.post(reverse("evaluation:code-change-act", args=[poll.round.code, change.number, "agree"]))
    omar.post(reverse("evaluation:code-change-carry-out", args=[poll.round.code, change.number]))

    numbers = dict(poll.round.commitments.order_by("number").values_list("channel__key", "number"))
    assert numbers == {"clients": 1, "poll": 2}
    assert "Public poll" in omar.get(change.get_absolute_url()).content.decode()


def test_the_numbers_of_each_box_are_signed_by_a_second_person(poll):
    for voter in range(5):
        pick(poll, "A001", voter=voter)
    fill_rating(poll)
    close_stage(poll.social, by=poll.cast.omar)
    audrey = english(poll.cast.audrey)
    audrey.post(desk("box-sign", poll))
    signed = {one.channel.key: bool(one.signed_by_id) for one in BoxCount.objects.select_related("channel")}
    assert signed == {"clients": False, "poll": True}
    assert "Sign the five numbers" in audrey.get(desk("box-count", poll, "clients")).content.decode()
