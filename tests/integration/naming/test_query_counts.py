"""The lists of this floor ask the database as often for thirty rows as for three."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Round
from applications.services import register_brand
from naming.models import Designation, NamingList, Notice, Objection
from tests.cast import client_of
from tests.committee import DURING

pytestmark = pytest.mark.django_db
MOST, MANY = 20, 30


def one_more_of_each(number: int, notice: Notice, cast) -> None:
    """Another named round with its notice, a brand on the list of the first, an objection."""
    facts = {name.name: getattr(notice.round, name.name) for name in Round._meta.concrete_fields[1:]}
    round = Round.objects.create(**facts | {"code": f"r{number}", "status": "named"})
    Notice.objects.create(
        round=round,
        number=f"{number}号",
        title="公示",
        body="公示",
        first_day=date(2026, 9, 18),
        last_day=date(2026, 9, 24),
        status="closed",
    )
    NamingList.objects.create(
        round=round, title="名单", document_number="1号", published_on=date(2026, 10, 9)
    )
    application = Application.objects.create(
        round=notice.round,
        unit=cast.archives,
        code=f"B{number:03d}",
        brand_name=f"第{number}桥",
        drafter=cast.alice,
        created_at=DURING,
    )
    Designation.objects.create(
        round=notice.round,
        application=application,
        brand=register_brand(cast.archives, application.brand_name, since=date(2026, 9, 30), by=None),
        unit=cast.archives,
        brand_name=application.brand_name,
        unit_name="市档案局",
        number=f"DT-TB-2026-{number:04d}",
        position=number,
        designated_on=date(2026, 9, 30),
    )
    Objection.objects.create(
        notice=notice, application=application, receipt=f"R{number:09d}", text="事实", filed_at=DURING
    )


def test_every_list_asks_as_often_for_thirty_rows_as_for_three(notice, cast):
    NamingList.objects.create(
        round=notice.round, title="名单", document_number="31号", published_on=date(2026, 9, 30)
    )
    code = [notice.round.code]
    asked = [
        (Client(), reverse("home")),
        (Client(), reverse("naming:notice-list")),
        (Client(), reverse("naming:list-index")),
        (Client(), reverse("naming:list-detail", args=code)),
        (Client(), reverse("naming:brand-list")),
        (client_of(cast.omar), reverse("naming:objection-list")),
    ]
    counts: dict[str, list[int]] = {url: [] for _client, url in asked}
    for number in range(1, MANY + 1):
        one_more_of_each(number, notice, cast)
        if number in {3, MANY}:
            for client, url in asked:
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(url).status_code == 200
                counts[url].append(len(queries))

    assert {url: few for url, (few, many) in counts.items() if few != many or many > MOST} == {}
