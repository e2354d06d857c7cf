"""Pages for everybody are kept, never a tenth of a second longer than they are true, and for nobody but everybody."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brandportal.audit.services import HEAD, HEAD_KNOWN_FOR, head
from brandportal.kept import place_of
from naming.models import Notice
from naming.services import close_notice, designate, file_objection, publish_notice, settle_objection
from tests.ballots import open_rating
from tests.cast import client_of
from tests.committee import AFTER, DURING, PUBLISHED
from tests.integration.matrix.world import World, build
from tests.integration.portal.test_public import FILES, PAGES

pytestmark = pytest.mark.django_db
NOTICES = "/notices/"


@pytest.fixture
def world(db) -> World:
    return build()


def page(path: str, client: Client | None = None, **headers: str) -> str:
    return (client or Client()).get(path, headers=headers).content.decode()


def marked(path: str) -> str:
    """Have `path` kept, and change the kept bytes so that a page made anew is told from it."""
    Client().get(path)
    for key in list(cache._cache):
        place = key.removeprefix(":1:")
        kept = cache.get(place)
        if place.startswith("page:"):
            object.__setattr__(kept, "content", b"kept" + kept.content)
            cache.set(place, kept)
    return path


def is_kept(answer: str) -> bool:
    return answer.startswith("kept")


def test_a_kept_page_is_the_page_made_anew(world):
    for name, args in [*PAGES, *FILES]:
        path = reverse(name, args=args)
        first, again = Client().get(path), Client().get(path)

        cache.clear()
        anew = Client().get(path)
        assert first.content == again.content == anew.content, path
        assert dict(first.items()) == dict(again.items()) == dict(anew.items()), path


def test_a_kept_page_costs_one_question_and_the_same_page_again_no_bytes(
    world, django_assert_num_queries, monkeypatch
):
    # However long the two requests take on a busy machine.
    monkeypatch.setattr("brandportal.audit.services.HEAD_KNOWN_FOR", 60)
    path = reverse("naming:list-detail", args=["named"])
    tag = Client().get(path)["ETag"]

    cache.delete(HEAD)
    with django_assert_num_queries(1):
        again = Client().get(path)
        unchanged = Client().get(path, headers={"if-none-match": tag})

    assert (again.status_code, again["ETag"]) == (200, tag)
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    assert unchanged["Vary"] == again["Vary"] == "Cookie"


def test_what_is_published_stands_there_at_once(draft, cast):
    assert draft.title not in page(NOTICES)

    publish_notice(draft, by=cast.omar, at=PUBLISHED)
    assert draft.title in page(NOTICES)


def test_whoever_first_asks_with_a_condition_has_the_page_kept_too(world):
    path = reverse("naming:list-detail", args=["named"])
    tag = Client().get(path)["ETag"]
    cache.clear()

    assert Client().get(path, headers={"if-none-match": tag}).status_code == 304
    assert len([key for key in cache._cache if ":1:page:" in key]) == 1
    assert Client().get(path, headers={"if-none-match": '"another"'}).status_code == 200


def test_what_another_process_has_done_is_seen_after_a_tenth_of_a_second(draft, cast):
    path = marked(NOTICES)
    before = head()
    publish_notice(draft, by=cast.omar, at=PUBLISHED)

    cache.set(HEAD, before, 60)
    assert is_kept(page(path))
    cache.set(HEAD, before, HEAD_KNOWN_FOR)
    time.sleep(HEAD_KNOWN_FOR)
    assert draft.title in page(path)


def test_what_is_struck_or_named_is_seen_at_once(notice, cast):
    path = marked(notice.get_absolute_url())
    assert is_kept(page(path))

    filed = file_objection(notice, notice.round.applications.get(code="A002"), text="事实", at=DURING)
    settle_objection(filed, upheld=True, finding="属实", effect="strike", by=cast.omar, at=DURING)
    assert not is_kept(page(path))

    empty = marked("/lists/")
    close_notice(Notice.objects.get(), by=cast.omar, at=AFTER)
    named = designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    assert named.title in page(empty)


def test_a_page_is_kept_for_its_language_its_size_of_type_and_its_host_only(world, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    path = marked("/lists/")
    large, english = Client(), Client()
    large.cookies["elder"], english.cookies["django_language"] = "1", "en"

    assert is_kept(page(path))
    assert "data-elder" in page(path, large)
    assert 'lang="en"' in page(path, english)
    assert not is_kept(page(path, host="other.example"))
    assert not is_kept(page(f"{path}?q=1"))


def test_whoever_is_signed_in_neither_gets_nor_fills_a_kept_page(world):
    omar = client_of(world.people["organizer"])
    page("/lists/", omar)
    assert not [key for key in cache._cache if ":1:page:" in key]

    path = marked("/lists/")
    assert reverse("accounts:sign-out") in page(path, omar)
    assert is_kept(page(path))


def test_a_page_with_a_token_or_a_message_is_never_kept(notice):
    path = reverse("naming:objection-lookup", args=[notice.round.code])
    visitor = Client()
    assert "csrftoken" in visitor.get(path).cookies
    again = visitor.get(path)  # now with the cookie, so that none is set

    assert "csrfmiddlewaretoken" in again.content.decode()
    assert not [key for key in cache._cache if ":1:page:" in key]


def test_an_address_that_anybody_can_invent_fills_no_cache(world):
    for path in ("/lists/?n=1", "/b/rating/A001/?lang=fr", "/lists/nothing/", "/my/"):
        Client().get(path)

    assert not [key for key in cache._cache if ":1:page:" in key]


def test_a_ballot_is_kept_by_time_alone(cast, django_assert_num_queries):
    road = open_rating(cast)
    path = f"/b/{road.round.code}/{road.applications[0].code}/"
    first = Client().get(path)

    with django_assert_num_queries(0):
        again = Client().get(path)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert 'lang="en"' in page(f"{path}?lang=en")


def test_the_head_moves_with_every_deed(cast):
    before = head()
    open_rating(cast)

    assert head() != before


def test_a_reader_who_knows_only_the_hour_of_the_feed_hears_that_it_is_unchanged(world):
    path = reverse("naming:feed")
    seen = Client().get(path)["Last-Modified"]

    for _kept in (False, True):
        unchanged = Client().get(path, headers={"if-modified-since": seen})
        assert (unchanged.status_code, unchanged["Last-Modified"]) == (304, seen)
        assert (
            Client().get(path, headers={"if-modified-since": seen, "if-none-match": '"x"'}).status_code == 200
        )


def test_who_asks_another_host_is_told_so_under_the_same_policy(client):
    answer = client.get("/lists/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_what_is_asked_for_is_kept(rf):
    assert place_of(rf.get("/lists/"))
    assert place_of(rf.post("/lists/")) == ""
    assert place_of(rf.get("/static/css/look.css")) == ""
