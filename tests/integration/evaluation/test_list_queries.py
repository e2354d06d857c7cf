"""Lists ask the database as often for thirty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brandportal.accounts.services import create_unit
from evaluation.models import ScoreSheet
from tests.cast import client_of, person
from tests.integration.evaluation.conftest import PAGES, PLACE, SHEET

LISTS = [("omar", name, args) for name, args in PAGES] + [
    ("sun", "evaluation:desk-list", PLACE),
    ("sun", "evaluation:sheet-edit", SHEET),
    ("sun", "evaluation:sheet-sign", PLACE),
    ("sun", "my", []),
]


@pytest.mark.parametrize(("user", "name", "args"), LISTS)
def test_lists_ask_as_often_for_thirty_rows_as_for_three(desk, cast, user, name, args):
    def grow(first, last):
        for number in range(first, last):
            unit = create_unit(code=f"u{number}", name_zh=f"单位{number}", category="government", by=None)
            desk.enter(unit, f"B{number:03d}", f"品牌{number}")

    client = client_of(getattr(cast, user))
    url = reverse(name, args=args)
    grow(0, 1)
    desk.assign("supervisors", cast.sun, cast.rui, person("w0", "supervisor"))
    desk.open("social")
    few = _queries(client, url)
    ScoreSheet.objects.all().delete()
    before = {"status": "preparing", "opened_at": None}
    type(desk.stage("social")).objects.filter(key="social").update(**before)
    grow(1, 30)
    desk.assign(
        "supervisors", cast.sun, cast.rui, *[person(f"w{number}", "supervisor") for number in range(1, 28)]
    )
    desk.open("social")
    many = _queries(client, url)

    assert many == few
    assert many <= 20


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
