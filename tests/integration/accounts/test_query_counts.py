"""The ground's lists ask the database as often for thirty rows as for three."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brandportal.accounts.services import create_unit
from brandportal.audit.services import record
from brandportal.outbox.services import post_message
from tests.cast import client_of, person

pytestmark = pytest.mark.django_db
MOST = 20


def three_more(number: int, cast) -> None:
    for row in range(number, number + 3):
        unit = create_unit(code=f"u{row}", name_zh=f"第{row}局", category="government", by=None)
        someone = person(f"p{row}", "drafter approver", unit)
        post_message(someone, "通知", "正文", kind="notice")
        record("test", unit, by=cast.omar)


@pytest.mark.parametrize(
    "name", ["accounts:unit-list", "accounts:user-list", "audit:event-list", "outbox:message-list"]
)
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(cast, name):
    client, counts = client_of(cast.ada), []
    for number in (0, *range(3, 30, 3)):
        three_more(number, cast)
        if number in {0, 27}:
            # As to the first who asks: what is kept for some seconds is not there yet.
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            counts.append(len(queries))

    assert counts[0] == counts[1] <= MOST
