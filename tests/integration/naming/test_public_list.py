"""The page of one naming list, which is read once between two deeds: found, filtered and sorted as the database would."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brandportal.accounts.services import update_unit
from brandportal.audit.services import HEAD, HEAD_KNOWN_FOR, head, record
from naming.models import Designation
from naming.services import close_notice, designate
from naming.views.lists import ListDetailView
from tests.cast import client_of
from tests.committee import AFTER

pytestmark = pytest.mark.django_db
PATH = "/lists/2026-small/"
FIRST, SECOND, THIRD = "文档连心桥", "游客知友", "档案为民"
FACTS = {
    1: {"level_rank": 2, "level_zh": "四星", "level_en": "Four stars", "division_zh": "机关处室"},
    2: {"level_rank": 1, "level_zh": "五星", "level_en": "Five stars", "division_zh": "窗口单位"},
    3: {"level_rank": 2, "level_zh": "四星", "level_en": "Four stars", "division_zh": "窗口单位"},
}


@pytest.fixture
def listed(notice, cast) -> None:
    """Three brands of two units, two levels and two divisions."""
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    last = Designation.objects.select_related("brand").get(position=1)
    last.pk, last.position, last.number = None, 3, "TB-2026-0003"
    last.application = notice.round.applications.get(code="A003")
    last.brand.pk, last.brand.code, last.brand.name = None, "daweimin", THIRD
    last.brand.index()
    last.brand.save(force_insert=True)
    last.brand, last.brand_name = last.brand, THIRD
    last.save(force_insert=True)
    for position, facts in FACTS.items():
        Designation.objects.filter(position=position).update(**facts, division_en="Windows")


def page(query: str = "", client: Client | None = None) -> str:
    return (client or Client()).get(PATH + query).content.decode()


def names(query: str = "", client: Client | None = None) -> list[str]:
    return re.findall(r'<a class="bp-name" href="[^"]+">([^<]*)</a>', page(query, client))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("连心", [FIRST]),
        ("wendanglianxinqiao", [FIRST]),
        ("WDLXQ", [FIRST]),
        ("市档案局", [FIRST, THIRD]),
        ("shidanganju", [FIRST, THIRD]),
        ("SDAJ", [FIRST, THIRD]),
        ("  档案　为民 ", [THIRD]),
        ("游客 sdaj", []),
        # Neither a pattern nor from one field into the next.
        ("%", []),
        ("_", []),
        (f"{FIRST}市", []),
        ("\x00", [FIRST, SECOND, THIRD]),
    ],
)
def test_a_brand_is_found_by_all_its_words_in_name_unit_pinyin_and_initials(listed, query, found):
    assert [one.brand_name for one in Client().get(PATH, {"q": query}).context["object_list"]] == found


@pytest.mark.parametrize("sort", [sign + key for key in ListDetailView.sorts for sign in ("", "-")])
def test_the_list_is_sorted_as_the_database_sorts(listed, sort):
    fields = [
        name if sort == sort.removeprefix("-") else f"-{name}"
        for name in ListDetailView.sorts[sort.removeprefix("-")][1].split(",")
    ]

    assert names(f"?sort={sort}") == list(
        Designation.objects.order_by(*fields).values_list("brand_name", flat=True)
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?level=四星", [FIRST, THIRD]),
        ("?division=窗口单位", [SECOND, THIRD]),
        ("?level=四星&division=窗口单位", [THIRD]),
        ("?status=withdrawn", [SECOND]),
        ("?status=terminated", []),
        ("?level=四星&q=为民&sort=-brand", [THIRD]),
        # What is not offered is not asked.
        ("?level=六星&division=x&status=x&sort=x&page=x", [FIRST, SECOND, THIRD]),
        ("?page=99", [FIRST, SECOND, THIRD]),
    ],
)
def test_the_list_is_filtered_by_what_it_offers(listed, query, found):
    Designation.objects.filter(position=2).update(status="withdrawn")

    assert names(query) == found


def test_filters_are_offered_where_any_brand_has_them(listed):
    assert re.findall('<select[^>]* name="(.*?)"', page()) == ["division", "level", "status"]

    Designation.objects.update(level_zh="", division_zh="")
    record("designate", Designation.objects.first(), by=None)
    assert re.findall('<select[^>]* name="(.*?)"', page()) == ["status"]


def test_pages_say_which_brands_they_show(listed, monkeypatch):
    monkeypatch.setattr(ListDetailView, "paginate_by", 2)

    first, last = page("?sort=-position"), page("?sort=-position&page=2")
    assert (names("?sort=-position"), names("?sort=-position&page=2")) == ([THIRD, SECOND], [FIRST])
    assert "<caption>第 1—2 条，共 3 条</caption>" in first
    assert "<caption>第 3—3 条，共 3 条</caption>" in last
    assert 'href="?sort=-position&amp;page=2" rel="next"' in first


def test_what_nothing_matches_says_so(listed):
    assert "Nothing matches this search" in page("?q=没有", english())


def test_a_deed_stands_on_the_list_at_once(listed, cast):
    assert names("?sort=unit") == [FIRST, THIRD, SECOND]
    assert names("?q=wenlv") == names("?status=withdrawn") == []

    update_unit(cast.tourism, by=cast.ada, name_zh="市文旅局", sort_key="a")
    assert names("?sort=unit") == [SECOND, FIRST, THIRD]
    assert names("?q=wenlv") == [SECOND]

    withdrawn = Designation.objects.get(position=1)
    Designation.objects.filter(position=1).update(status="withdrawn")
    record("withdraw", withdrawn, by=cast.omar)
    assert names("?status=withdrawn") == [FIRST]


def test_a_page_kept_by_a_newer_head_shows_no_older_list(listed, cast, monkeypatch):
    """A slower thread may put an older head back while the page is being made."""
    older = head()
    monkeypatch.setattr("naming.views.lists.recent_head", lambda: older)
    assert names("?sort=unit")[0] == FIRST

    Designation.objects.filter(position=1).update(brand_name="新名")
    record("rename", Designation.objects.get(position=1), by=cast.omar)
    assert names()[0] == "新名"


def test_a_list_is_there_as_soon_as_it_is_published(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    assert Client().get(PATH + "?q=a").status_code == 404

    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    assert Client().get(PATH + "?q=a").status_code == 200


def test_what_another_process_has_done_is_seen_with_the_head_of_the_trail(listed, cast):
    before = head()
    assert names("?q=连心") == [FIRST]
    Designation.objects.filter(position=1).update(brand_name="连心新桥")
    record("rename", Designation.objects.first(), by=None)

    cache.set(HEAD, before, HEAD_KNOWN_FOR * 600)
    assert names("?q=连心") == [FIRST]
    cache.delete(HEAD)
    assert names("?q=连心") == ["连心新桥"]


def test_another_search_of_a_list_that_was_read_asks_for_the_head_alone(listed, django_assert_num_queries):
    page("?q=a")

    cache.delete(HEAD)
    with django_assert_num_queries(1):
        assert names("?sort=-brand&level=四星") == [FIRST, THIRD]


def test_each_language_has_its_own_words_of_one_list(listed):
    for _again in range(2):
        chinese, foreign = page("?q=连心"), page("?q=连心", english())
        assert ("四星" in chinese, "Four stars" in chinese) == (True, False)
        assert ("Four stars" in foreign, "In force" in foreign, "有效" in foreign) == (True, True, False)


def test_whoever_is_signed_in_has_buttons_and_nobody_else_after_them(listed, cast):
    certificates = reverse("naming:certificates", args=["2026-small"])
    decision = reverse("naming:decision-docx", args=["2026-small"])
    for _again in range(2):
        seen = [page("?q=连心", client) for client in (Client(), client_of(cast.omar), client_of(cast.alice))]
        assert [certificates in one for one in seen] == [False, True, False]
        assert [decision in one for one in seen] == [False, True, False]
        assert [f"{FIRST}</a>" in one for one in seen] == [True, True, True]


def test_names_are_text_and_never_markup(listed):
    Designation.objects.filter(position=1).update(brand_name="<b>&'\"连心", unit_name="<i>局")

    shown = page("?q=连心")
    assert "<b>" not in shown.split("<tbody")[1].split("</tbody>")[0]
    assert "&lt;b&gt;&amp;&#x27;&quot;连心</a>" in shown
    assert "&lt;i&gt;局</td>" in shown
    assert "&lt;b&gt;&amp;&#x27;&quot;连心</a>" in page("?q=<b>%26")


def english() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client
