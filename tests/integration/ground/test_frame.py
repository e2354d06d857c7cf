"""The frame around every page: drawn once for many, and nobody's but the reader's in what is a person's own."""

import re
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.template import engines
from django.test import Client
from django.utils import translation

from brandportal.kit import nav
from brandportal.kit.drawn import DRAWN, drawn
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PATHS = ("/", "/lists/", "/brands/", "/notices/", "/rounds/")


def page(path: str, client: Client | None = None, **cookies: str) -> str:
    client = client or Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get(path).content.decode()


def test_a_page_drawn_of_kept_parts_is_the_page_drawn_anew(cast):
    readers = [
        lambda: (Client(), {}),
        lambda: (Client(), {"django_language": "en"}),
        lambda: (Client(), {"elder": "1"}),
        lambda: (client_of(cast.omar), {"elder": "1"}),
        lambda: (client_of(cast.alice), {"django_language": "en"}),
    ]
    asked = [(path, reader) for path in PATHS for reader in readers]
    kept = [without_token(page(path, *reader()[:1], **reader()[1])) for path, reader in asked]

    for (path, reader), before in zip(asked, kept, strict=True):
        DRAWN.clear()
        cache.clear()
        assert without_token(page(path, *reader()[:1], **reader()[1])) == before, path


def test_what_is_drawn_for_one_is_not_shown_to_another(cast):
    for _again in range(2):
        seen = {
            person: page("/lists/?n=1", client_of(getattr(cast, person)) if person else None)
            for person in ("omar", "", "alice")
        }
        assert [one.count("csrfmiddlewaretoken") > 0 for one in seen.values()] == [True, False, True]
        assert [cast.omar.name in one for one in seen.values()] == [True, False, False]
        assert [cast.alice.name in one for one in seen.values()] == [False, False, True]
        assert ["js/idle.js" in one for one in seen.values()] == [True, False, True]
        assert ['href="/accounts/sign-in/"' in one for one in seen.values()] == [False, True, False]
        assert ["/setup/" in one for one in seen.values()] == [True, False, False]


def test_the_page_leads_back_to_itself_and_says_where_it_is(cast):
    for path, place in (
        ("/lists/?a=1&b=<i>", "/lists/"),
        ("/notices/", "/notices/"),
        ("/brands/", "/lists/"),
    ):
        shown = page(path)
        assert re.findall(r'<a href="([^"]*)" aria-current="page">', shown) == [place], path
        assert f'name="next" value="{path.replace("&", "&amp;").replace("<i>", "%3Ci%3E")}"' in shown


def test_type_and_language_are_told_apart():
    assert ("标准版" in page("/lists/"), "标准版" in page("/lists/", elder="1")) == (False, True)
    assert "Standard type" in page("/lists/", elder="1", django_language="en")
    assert "Large type" in page("/lists/", django_language="en")


@dataclass(frozen=True, eq=False)
class Paper:
    """Something whole, of which parts are drawn."""

    title: str
    pieces: dict = field(default_factory=dict)


@pytest.fixture
def template(monkeypatch):
    """Have `drawn` render this text, whatever it is asked for; returns what was drawn so far."""
    seen = []

    def render(_name, values):
        seen.append(values)
        text = "{{ of.title }}{{ word }}{{ request }}{{ user }}{{ csrf_token }}"
        return engines["django"].from_string(text).render(values)

    monkeypatch.setattr("brandportal.kit.drawn.render_to_string", render)
    return seen


def test_a_part_is_drawn_once_for_each_language_and_all_that_is_named(template):
    for _again in range(2):
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert [drawn("part", word="a"), drawn("part", word="<b>")] == ["a", "&lt;b&gt;"]
    assert len(template) == 4


def test_a_part_of_something_whole_is_kept_with_it(template):
    one, other = Paper("one"), Paper("other")

    assert [drawn("part", of, word="!") for of in (one, other, one)] == ["one!", "other!", "one!"]
    assert [len(one.pieces), len(other.pieces), len(template)] == [1, 1, 2]
    assert drawn("part", word="!") == "!"


def test_each_entry_says_whether_it_is_the_current_place(cast):
    places = {item.url_name: here for item, here in nav.items_for(cast.omar, "/rounds/2026/rules/")}

    assert [name for name, here in places.items() if here] == ["applications:round-list"]


def without_token(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
