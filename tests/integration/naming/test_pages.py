"""The pages of this floor: who opens them, what the public reads, what is kept when a form is refused."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Brand
from applications.services import register_brand
from naming.services import close_notice, designate
from naming.services.designations import number_of
from tests.cast import client_of
from tests.committee import AFTER, AS_RANKED, resolve

pytestmark = pytest.mark.django_db


def test_the_public_sees_list_and_brand_without_signing_in(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)
    brand = Brand.objects.get(name="文档连心桥")
    public = Client()

    for path in (
        reverse("home"),
        reverse("naming:list-detail", args=[notice.round.code]),
        reverse("naming:brand-list") + "?q=wdlxq",
        reverse("naming:brand-detail", args=[brand.code]),
        reverse("naming:notice-detail", args=[notice.round.code]),
    ):
        page = public.get(path)
        assert (page.status_code, "文档连心桥" in page.content.decode()) == (200, True), path


def test_a_draft_notice_is_nobodys_but_the_offices(draft, cast):
    url = draft.get_absolute_url()

    assert Client().get(url).status_code == client_of(cast.alice).get(url).status_code == 404
    assert client_of(cast.audrey).get(url).status_code == 200


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("proposal-detail", "omar sec audrey chen"),
        ("meeting-edit", "sec"),
    ],
)
def test_the_offices_pages_are_closed_to_others(proposal, cast, name, allowed):
    url = reverse(f"naming:{name}", args=[proposal.round.code])

    for person in cast.everybody:
        expected = 200 if person.username in allowed.split() else 403
        assert client_of(person).get(url).status_code == expected, person.username
    assert Client().get(url).status_code == 302


def test_a_notice_is_prepared_by_the_organizer_once_there_is_a_resolution(proposal, cast):
    url = reverse("naming:notice-edit", args=[proposal.round.code])
    early = client_of(cast.omar).get(url)
    resolve(proposal, AS_RANKED, cast)

    allowed = [one.username for one in cast.everybody if client_of(one).get(url).status_code == 200]

    assert (early.status_code, allowed) == (422, ["omar"])
    assert client_of(cast.omar).get(url).context["form"]["days"].value() == 5


@pytest.mark.parametrize("name", ["list-index", "brand-list", "notice-list"])
def test_public_lists_survive_any_parameter(notice, name):
    for query in ("?q=%00&sort=x&page=99", "?sort=-title&page=0&status=x&year=x", "?q=档案"):
        assert Client().get(reverse(f"naming:{name}") + query).status_code == 200


def test_a_name_with_marks_still_makes_an_address(cast):
    brand = register_brand(cast.archives, "电子证、查询、一·体化", since=date(2026, 9, 18), by=None)

    assert reverse("naming:brand-detail", args=[brand.code])


def test_the_list_leaves_as_a_file_in_its_order(notice, cast):
    close_notice(notice, by=cast.omar, at=AFTER)
    designate(notice.round, document_number="31号", by=cast.omar, at=AFTER)

    lines = Client().get(reverse("naming:list-file", args=[notice.round.code])).content.decode("utf-8-sig")

    assert [line.split(",")[:4] for line in lines.splitlines()[1:]] == [
        ["1", "文档连心桥", "市档案局", "TB-2026-0001"],
        ["2", "游客知友", "市旅游局", "TB-2026-0002"],
    ]


def test_both_ways_of_counting_stand_on_the_notice(notice):
    page = Client().get(notice.get_absolute_url())

    days = page.context["days"]
    assert (notice.last_day, days.other_last_day, days.is_known) == (
        date(2026, 9, 24),
        date(2026, 9, 23),
        True,
    )
    assert "9月20日调休上班，计入" in page.content.decode()
    assert [one.is_worked for one in days.exceptions] == [True]


def test_the_letters_of_the_rules_begin_the_number(ranked):
    ranked.rules = ranked.rules.replace('"process":{', '"process":{"number_prefix":"DT-TB",')

    assert number_of(ranked) == "DT-TB-2026-0001"


def test_a_draft_whose_first_day_has_passed_cannot_be_published_and_says_why(draft, cast):
    page = client_of(cast.omar).get(draft.get_absolute_url())

    assert [(one.action, "has passed" in one.why or "已过" in one.why) for one in page.context["offers"]] == [
        ("publish", True)
    ]
