"""What everybody may read: caches may keep it, machines find their files, the register answers."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from naming.models import Designation
from tests.cast import client_of

pytestmark = pytest.mark.django_db
NAMED = ["named"]
PAGES = [
    ("home", []),
    ("applications:round-list", []),
    ("applications:round-detail", NAMED),
    ("applications:round-rules", NAMED),
    ("evaluation:recompute", NAMED),
    ("naming:notice-list", []),
    ("naming:notice-detail", NAMED),
    ("naming:list-index", []),
    ("naming:list-detail", NAMED),
    ("naming:brand-list", []),
    ("naming:certificate-check", []),
]
FILES = [
    ("evaluation:public-bundle", NAMED),
    ("naming:brand-file", []),
    ("naming:list-file", NAMED),
    ("naming:feed", []),
]


def test_a_page_for_everybody_may_be_kept_and_asked_for_again(world):
    for name, args in [*PAGES, *FILES]:
        first = Client().get(reverse(name, args=args))
        again = Client(headers={"if-none-match": first["ETag"]}).get(reverse(name, args=args))

        assert first["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate", name
        assert "Cookie" in first["Vary"], name
        assert (again.status_code, again.content) == (304, b""), name


def test_what_somebody_signed_in_sees_is_never_kept(world):
    for name, args in [*PAGES, *FILES, ("my", [])]:
        assert client_of(world.people["organizer"]).get(reverse(name, args=args))["Cache-Control"] == (
            "private, no-store"
        ), name


def test_a_page_with_a_form_of_ones_own_is_kept_by_nobody_else(world):
    for path in ("/accounts/sign-in/", reverse("naming:objection-lookup", args=NAMED)):
        assert "private" in Client().get(path)["Cache-Control"], path


def test_search_engines_read_public_pages_only(world):
    for name, args in PAGES:
        assert "X-Robots-Tag" not in Client().get(reverse(name, args=args)).headers, name
    for path in ("/accounts/sign-in/", "/p/", "/b/rating/A001/", "/no-such-page/", "/my/", "/healthz"):
        assert Client().get(path)["X-Robots-Tag"] == "noindex, nofollow", path


def test_robots_are_told_what_to_leave_alone(db):
    text = Client().get("/robots.txt").content.decode()

    assert text.startswith("User-agent: *\n")
    assert "Disallow: /setup/\n" in text


def test_a_weakness_is_told_to_whom_the_installation_names(db, settings):
    assert Client().get("/.well-known/security.txt").status_code == 404

    settings.SECURITY_CONTACT = "mailto:security@example.org"
    lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == "Contact: mailto:security@example.org"
    assert [line.split(":")[0] for line in lines[1:]] == ["Expires", "Preferred-Languages", "Canonical"]


@pytest.mark.parametrize(
    "query", ["文档", "wendanglianxinqiao", "wdlxq", "市档案局", "shidanganju", "sdaj", "档案 文档"]
)
def test_a_brand_is_found_by_name_pinyin_initials_and_unit(world, query):
    answer = Client().get(reverse("naming:brand-list"), {"q": query}).content.decode()

    assert "文档连心桥" in answer
    assert "游客知友" not in answer


def test_the_register_is_a_file_as_it_is_searched(world):
    text = Client().get(reverse("naming:brand-file"), {"q": "wdlxq"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert rows[0] == ["年度", "品牌", "单位", "证书编号", "命名日期", "状态"]
    assert [row[1] for row in rows[1:]] == ["文档连心桥"]


def test_a_certificate_number_is_read_as_people_type_it(world):
    one = Designation.objects.select_related("brand").order_by("position").first()
    for typed in (
        one.number,
        f" {one.number.lower()} ",
        one.number.replace("-", "－"),
        one.number.replace("-", "—"),
    ):
        answer = Client().get(reverse("naming:certificate-check"), {"number": typed}).content.decode()
        assert one.brand_name in answer, typed


@pytest.mark.parametrize("typed", ["TB-1999-0001", "%00", "' OR 1=1 --", "<b>", "9" * 500])
def test_a_number_that_is_not_ours_is_said_so(world, typed):
    answer = Client().get(reverse("naming:certificate-check"), {"number": typed})

    assert answer.status_code == 200
    assert "登记册中没有编号" in answer.content.decode()


def test_the_feed_tells_of_notices_lists_and_namings(world):
    answer = Client().get(reverse("naming:feed"))
    text = answer.content.decode()

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer["Last-Modified"]
    assert text.count("<entry>") == 4
    assert "市档案局的“文档连心桥”获得命名" in text
    assert "http://testserver/notices/named/#notice:named" in text


def test_an_empty_portal_has_an_empty_feed(db):
    assert Client().get(reverse("naming:feed")).status_code == 200
