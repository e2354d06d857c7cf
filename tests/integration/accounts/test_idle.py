"""A session that lies unused ends: sooner for those who run a round; the way in says why and leads back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brandportal.accounts.models import SignInSession
from brandportal.kit import clock
from tests.cast import PASSWORD, client_of

pytestmark = pytest.mark.django_db
STAY, MY = "/accounts/stay/", "/my/"


def unused(minutes: int) -> None:
    SignInSession.objects.update(seen_at=clock.machine_now() - timedelta(minutes=minutes))


def used_at():
    return SignInSession.objects.get().seen_at


def test_who_runs_a_round_is_signed_out_after_thirty_minutes_a_unit_later(cast):
    organizer, unit = client_of(cast.omar), client_of(cast.alice)
    unused(31)

    away = organizer.get(f"{MY}?a=1")
    assert (away.status_code, away["Location"]) == (302, f"{reverse('accounts:sign-in')}?next=/my/%3Fa%3D1")
    assert unit.get(MY).status_code == 200
    unused(121)
    assert unit.get(MY).status_code == 302


def test_the_way_in_says_why_once_and_leads_back(cast):
    client = client_of(cast.omar)
    unused(31)
    way_in = client.get(MY)["Location"]

    assert "30 " in client.get(way_in).content.decode()
    assert client.get(way_in).context["idle_minutes"] == 30
    client.post(way_in, {"username": "omar", "password": PASSWORD, "next": MY})
    assert client.get(MY).status_code == 200
    client.post(reverse("accounts:sign-out"))
    assert client.get(way_in).context["idle_minutes"] is None


def test_what_is_posted_too_late_leads_back_to_its_page_not_to_where_it_was_sent(cast):
    client = client_of(cast.omar)
    unused(31)

    late = client.post(STAY, headers={"Referer": "http://testserver/my/?b=2"})
    assert late["Location"].endswith("?next=/my/%3Fb%3D2")
    assert not SignInSession.objects.filter(user=cast.omar).exists()
    other = client_of(cast.omar)
    unused(31)
    assert other.post(STAY, headers={"Referer": "http://elsewhere.example/x/"})["Location"].endswith(
        "?next=/my/"
    )


def test_a_public_page_goes_on_without_the_person_and_a_saving_form_is_told(cast):
    client = client_of(cast.omar)
    unused(31)
    assert client.post(MY, headers={"HX-Request": "true"}).status_code == 401
    client = client_of(cast.omar)
    unused(31)

    page = client.get("/")
    assert page.status_code == 200
    assert not page.wsgi_request.user.is_authenticated


def test_use_is_kept_by_the_minute_and_what_the_page_asks_itself_is_no_use(cast):
    client = client_of(cast.omar)
    unused(20)
    before = used_at()

    for headers in ({"HX-Request": "true"}, {"X-Waiting": "1"}):
        client.get(MY, headers=headers)
    assert 0 < client.get(STAY, headers={"X-Waiting": "1"}).json()["left"] <= 600
    assert used_at() == before
    assert client.post(STAY).json()["left"] > 1700
    after = used_at()
    assert after > before
    client.get(MY)
    assert used_at() == after


def test_use_does_not_move_the_end_of_the_day(cast):
    client = client_of(cast.omar)
    end = SignInSession.objects.get().expire_date
    unused(20)
    client.get(MY)

    assert SignInSession.objects.get().expire_date == end


def test_the_page_carries_the_question_only_for_somebody_signed_in(cast, client):
    assert 'id="idle"' in client_of(cast.omar).get(MY).content.decode()
    assert 'id="idle"' not in client.get("/").content.decode()
    assert client.get(STAY).json() == {"left": 0}
