"""The clients' pages: what a browser sends, what comes back, and that nothing follows the voter."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from evaluation import tokens
from evaluation.models import Ballot, Code
from evaluation.services.casting import new_receipt
from evaluation.views.wrong_codes import WRONG_CODES
from tests.ballots import close_rating, open_rating, sign_all

pytestmark = pytest.mark.django_db
ANSWERS = {"item-attitude": "very_satisfied", "item-efficiency": "none"}


@pytest.fixture
def road(cast):
    return open_rating(cast)


@pytest.fixture
def strict():
    """A browser of its own, with Django's check of forged posts on."""
    return Client(enforce_csrf_checks=True)


def page(road, name="ballot-page", code="A001", query="?lang=en"):
    return reverse(f"evaluation:{name}", args=[road.round.code, code]) + query


def post(client, road, *, voter=0, receipt=None, **more):
    fields = {
        "code": road.codes["A001"][voter],
        "receipt": receipt or new_receipt(road.round.code),
        **ANSWERS,
    }
    return client.post(page(road, "ballot-cast"), fields | more)


def test_the_blank_ballot_is_the_same_bytes_for_all_and_sets_nothing(road, client, cast):
    first = client.get(page(road))
    client.force_login(cast.omar, backend="django.contrib.auth.backends.ModelBackend")
    second = client.get(page(road))

    assert first.content == second.content
    assert first["Cache-Control"] == second["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    assert "Cookie" not in second.get("Vary", "")
    assert "csrfmiddlewaretoken" not in first.content.decode()


def test_the_cached_ballot_asks_the_database_nothing(road, client, django_assert_num_queries):
    client.get(page(road))

    with django_assert_num_queries(0):
        client.get(page(road))


def test_the_ballot_speaks_the_language_and_size_of_its_address(road, client):
    chinese, english = client.get(page(road, query="")), client.get(page(road))
    elder = client.get(page(road, query="?elder=1"))

    assert 'lang="zh-Hans"' in chinese.content.decode()
    assert chinese["Content-Language"] == "zh-hans"
    assert "Efficiency" in english.content.decode()
    assert english["Content-Language"] == "en"
    assert "data-elder" in elder.content.decode()


def test_looking_or_asking_for_the_head_uses_nothing_up(road, client):
    client.get(page(road))
    client.head(page(road))
    client.get(page(road, "ballot-cast"))
    client.get(reverse("evaluation:ballot-entry"))

    assert not Code.objects.filter(used=True).exists()


def test_a_receipt_number_is_fresh_each_time_and_kept_nowhere(road, client):
    url = f"{reverse('evaluation:ballot-nonce')}?round={road.round.code}"
    first, second = client.get(url), client.get(url)

    assert first["Cache-Control"] == "no-store"
    assert first.json()["receipt"] != second.json()["receipt"]
    assert tokens.show_receipt(first.json()["receipt"]) == first.json()["shown"]
    assert client.get(f"{reverse('evaluation:ballot-nonce')}?round=nonsense").status_code == 404
    assert not Ballot.objects.exists()


def test_a_ballot_with_its_receipt_is_cast_without_any_cookie(road, strict):
    receipt = new_receipt(road.round.code)
    response = post(strict, road, receipt=receipt)

    assert response.status_code == 200
    assert tokens.show_receipt(receipt) in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert Ballot.objects.get().answers == "very_satisfied|none"


def test_posting_twice_gives_the_same_page_and_one_ballot(road, client):
    receipt = new_receipt(road.round.code)

    assert post(client, road, receipt=receipt).content == post(client, road, receipt=receipt).content
    assert Ballot.objects.count() == 1


def test_without_a_receipt_the_second_page_shows_one_and_keeps_everything(road, client):
    response = client.post(page(road, "ballot-cast"), {"code": road.codes["A001"][0], **ANSWERS})
    text = response.content.decode()

    assert not Ballot.objects.exists()
    receipt = re.search(r'name="receipt" value="(\w{20})"', text).group(1)
    assert tokens.show_receipt(receipt) in text
    assert response["Cache-Control"] == "no-store"
    assert road.codes["A001"][0] in text
    assert re.search(r'value="very_satisfied" checked', text)
    assert post(client, road, receipt=receipt).status_code == 200
    assert Ballot.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_chosen_stays(road, client):
    fields = {
        "code": road.codes["A001"][0],
        "receipt": new_receipt(road.round.code),
        "item-attitude": "satisfied",
    }
    response = client.post(page(road, "ballot-cast"), fields)
    text = response.content.decode()

    assert response.status_code == 422
    assert "“Efficiency” is not answered" in text
    assert re.search(r'value="satisfied" checked', text)
    assert fields["receipt"] in text
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("value", ["marvellous", "very_satisfied|none", "", "x" * 5000, "\x00", "<script>"])
def test_an_answer_that_is_not_on_the_ballot_is_refused(road, client, value):
    response = post(client, road, **{"item-attitude": value})

    assert response.status_code == 422
    assert "<script>" not in response.content.decode().replace('<script src="', "")
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("code", ["", "abc", "A" * 25, "\x00" * 25, "文" * 25, "x" * 5000, "' OR 1=1 --"])
def test_a_code_that_is_none_is_told_so_and_nothing_is_lost(road, client, code):
    response = post(client, road, code=code)

    assert response.status_code == 422
    assert re.search(r'value="very_satisfied" checked', response.content.decode())


def test_used_unknown_and_foreign_codes_get_one_answer(road, client):
    post(client, road)
    said = {
        re.search(r'id="id_code_fault"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL).group(1)
        for response in (
            post(client, road),
            post(client, road, code=tokens.new_code()),
            post(client, road, code=road.codes["A002"][0]),
        )
    }

    assert len(said) == 1
    assert post(client, road).status_code == 409


def test_a_receipt_of_another_ballot_is_replaced_by_a_fresh_one(road, client):
    receipt = new_receipt(road.round.code)
    post(client, road, receipt=receipt)
    response = post(client, road, voter=1, receipt=receipt)
    fresh = re.search(r'name="receipt" value="(\w{20})"', response.content.decode()).group(1)

    assert response.status_code == 422
    assert fresh != receipt
    assert post(client, road, voter=1, receipt=fresh).status_code == 200
    assert Ballot.objects.count() == 2


def test_after_closing_the_choices_are_shown_back_with_409(road, client):
    sign_all(road)
    close_rating(road)
    response = post(client, road)
    text = response.content.decode()

    assert response.status_code == 409
    assert "Voting has closed" in text
    assert re.search(r'value="very_satisfied" checked', text)
    assert "<fieldset" in text
    assert "disabled" in text
    assert not Ballot.objects.exists()


def test_the_address_of_an_old_slip_says_that_voting_is_over(road, client):
    sign_all(road)
    close_rating(road)
    text = client.get(page(road)).content.decode()

    assert "has closed" in text
    assert "<fieldset" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_post_a_ballot(road, client, headers):
    fields = {"code": road.codes["A001"][0], "receipt": new_receipt(road.round.code), **ANSWERS}
    response = client.post(page(road, "ballot-cast"), fields, headers=headers)

    assert response.status_code == 403
    assert "Nothing was stored" in response.content.decode()
    assert not Code.objects.filter(used=True).exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://testserver"}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}],
)
def test_the_own_site_can(road, client, headers):
    fields = {"code": road.codes["A001"][0], "receipt": new_receipt(road.round.code), **ANSWERS}

    assert client.post(page(road, "ballot-cast"), fields, headers=headers).status_code == 200


def test_a_typed_code_opens_the_ballot_of_its_brand(road, client):
    url = f"{reverse('evaluation:ballot-entry')}?lang=en"
    response = client.post(url, {"code": road.codes["A002"][3].lower().replace("-", " ")})
    text = response.content.decode()

    assert "游客知友" in text
    assert page(road, "ballot-cast", "A002") in text
    assert response["Cache-Control"] == "no-store"
    assert re.search(r'name="receipt" value="\w{20}"', text)


def test_the_entry_page_refuses_with_a_sentence_and_keeps_what_was_typed(road, client):
    url = f"{reverse('evaluation:ballot-entry')}?lang=en"
    unknown = client.post(url, {"code": tokens.new_code()})
    mistyped = client.post(url, {"code": "ABC-DE"})

    assert unknown.status_code == 409
    assert "cannot be used" in unknown.content.decode()
    assert mistyped.status_code == 422
    assert 'value="ABC-DE"' in mistyped.content.decode()


def test_the_look_up_says_counted_or_not_and_never_how(road, client):
    url = f"{reverse('evaluation:ballot-receipt')}?lang=en"
    receipt = new_receipt(road.round.code)
    before = client.post(url, {"receipt": receipt})
    post(client, road, receipt=receipt)
    after = client.post(url, {"receipt": tokens.show_receipt(receipt).lower()})
    made_up = client.post(url, {"receipt": "0" * 20})

    assert "Not counted" in before.content.decode()
    assert "is counted" in after.content.decode()
    assert "very_satisfied" not in after.content.decode()
    assert made_up.status_code == 422
    for text in ("", "\x00", "文" * 30, "x" * 5000):
        assert client.post(url, {"receipt": text}).status_code == 422


def test_too_many_wrong_codes_of_one_address_wait_and_a_right_one_does_not(road, client, monkeypatch):
    entry = f"{reverse('evaluation:ballot-entry')}?lang=en"
    kept, add = [], caches["counts"].add
    monkeypatch.setattr(caches["counts"], "add", lambda key, *rest: kept.append(key) or add(key, *rest))
    wrong = [tokens.new_code() for _code in range(WRONG_CODES.most + 2)]
    answers = [client.post(entry, {"code": code}) for code in wrong]
    late = post(client, road, code=tokens.new_code())

    assert [answer.status_code for answer in answers] == [409] * WRONG_CODES.most + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 600
    assert "Too many wrong codes" in answers[-1].content.decode()
    assert wrong[-1] in answers[-1].content.decode()
    assert late.status_code == 429
    assert re.search(r'value="very_satisfied" checked', late.content.decode())
    assert client.post(entry, {"code": road.codes["A001"][1]}).status_code == 200
    assert post(client, road).status_code == 200
    assert Client(REMOTE_ADDR="10.9.9.9").post(entry, {"code": wrong[0]}).status_code == 409
    assert not any(code in key or "127.0.0.1" in key for key in kept for code in wrong)


@pytest.mark.parametrize("where", ["nowhere/A001", "2026-small/A999"])
def test_a_ballot_that_does_not_exist_is_not_found(road, client, where):
    assert client.get(f"/b/{where}/").status_code == 404
    assert client.post(f"/b/{where}/cast/", {}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_one_code_posted_by_many_at_once_has_one_winner(cast):
    road = open_rating(cast)

    def cast_once(_number):
        try:
            return post(Client(), road).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(cast_once, range(16)))

    assert answers == [200, *[409] * 15]
    assert Ballot.objects.count() == 1
    assert Code.objects.filter(used=True).count() == 1
