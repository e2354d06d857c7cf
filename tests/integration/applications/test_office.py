"""The organizer's intake, the public pages of a round, and how many queries they take."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications import services
from applications.models import Application
from brandportal.accounts.services import create_unit
from brandportal.rulebook import fingerprint
from tests.cast import client_of, person
from tests.filing import draft_round, filed, open_round, started

INTAKE = "/rounds/2026-ten/applications/"
HOME = "/applications/2026-ten/A001/"


def many(round, number):
    """Add `number` filed applications, each of its own unit."""
    present = round.applications.count()
    for place in range(present, present + number):
        unit = create_unit(
            code=f"unit-{place}", name_zh=f"第{place}局", name_en="", category="government", by=None
        )
        drafter = person(f"drafter-{place}", "drafter", unit)
        Application.objects.filter(pk=started(round, unit, drafter).pk).update(
            status="submitted", brand_name=f"品牌{place}", filings_count=1
        )


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def more_rounds(cast, numbers):
    for place in numbers:
        started(open_round(cast, f"round-{place}"), cast.archives, cast.alice)


@pytest.mark.parametrize("address", [INTAKE, "/rounds/2026-ten/"])
def test_page_of_a_round_takes_the_same_queries_with_three_rows_and_thirty(cast, address):
    round = open_round(cast)
    client = client_of(cast.omar)
    many(round, 3)
    few = queries_of(client, address)

    many(round, 30)

    assert queries_of(client, address) == few
    assert few <= 20


@pytest.mark.parametrize("address", ["/rounds/", "/my/applications/"])
def test_list_takes_the_same_queries_with_three_rows_and_thirty(cast, address):
    client = client_of(cast.alice)
    more_rounds(cast, range(3))
    few = queries_of(client, address)

    more_rounds(cast, range(3, 30))

    assert queries_of(client, address) == few
    assert few <= 20


def test_intake_is_searched_filtered_and_sorted(cast):
    round = open_round(cast)
    many(round, 3)
    services.accept_application(Application.objects.get(code="A002"), by=cast.omar)
    client = client_of(cast.omar)

    found = client.get(INTAKE, {"q": "第2局"}).context["object_list"]
    accepted = client.get(f"{INTAKE}?status=accepted").context["object_list"]
    turned = client.get(f"{INTAKE}?sort=-code").context["object_list"]

    assert [one.code for one in found] == ["A003"]
    assert [one.code for one in accepted] == ["A002"]
    assert [one.code for one in turned] == ["A003", "A002", "A001"]


def test_intake_is_empty_with_a_way_on(cast):
    open_round(cast)

    page = client_of(cast.omar).get(INTAKE).content.decode()

    assert "还没有报送的申报件" in page
    assert 'href="/rounds/2026-ten/"' in page


def test_intake_is_the_organizers(cast):
    open_round(cast)

    assert client_of(cast.alice).get(INTAKE).status_code == 403
    assert client_of(cast.audrey).get(INTAKE).status_code == 200
    assert Client().get(INTAKE).status_code == 302


def test_organizer_returns_with_one_list(cast):
    application = filed(cast, open_round(cast))
    client = client_of(cast.omar)

    page = client.get(f"{HOME}return/").content.decode()
    answer = client.post(f"{HOME}return/", {"logo": "标识不清晰", "self_check.tasks": "未写问题"})

    assert "文档连心桥" in page
    assert answer["Location"] == HOME
    assert application.returns.get().defects == [
        {"part": "logo", "text": "标识不清晰"},
        {"part": "self_check.tasks", "text": "未写问题"},
    ]


def test_return_without_a_defect_keeps_the_page(cast):
    application = filed(cast, open_round(cast))

    page = client_of(cast.omar).post(f"{HOME}return/", {})

    assert page.status_code == 200
    assert "请至少写明一项需要补正的内容" in page.content.decode()
    assert application.returns.count() == 0


def test_accepting_leads_to_the_next(cast):
    round = open_round(cast)
    filed(cast, round)
    many(round, 2)

    answer = client_of(cast.omar).post(f"{HOME}accept-next/")

    assert answer["Location"] == "/applications/2026-ten/A002/"
    assert Application.objects.get(code="A001").status == "accepted"


def test_accepting_twice_is_a_conflict(cast):
    filed(cast, open_round(cast))
    client = client_of(cast.omar)
    client.post(f"{HOME}accept/")

    assert client.post(f"{HOME}accept/").status_code == 409


def test_raters_are_not_told_the_telephone(cast):
    filed(cast, open_round(cast))

    assert "0000-88120001" in client_of(cast.omar).get(HOME).content.decode()
    assert "0000-88120001" not in client_of(cast.sec).get(HOME).content.decode()


def test_export_is_a_spreadsheet(cast):
    filed(cast, open_round(cast))

    answer = client_of(cast.omar).get("/rounds/2026-ten/applications.xlsx")

    assert answer.content.startswith(b"PK")
    assert "2026-ten-applications.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("address", ["/rounds/", "/rounds/2026-ten/", "/rounds/2026-ten/rules/"])
def test_anybody_reads_the_call_and_sees_the_fingerprint(cast, address):
    round = open_round(cast)

    page = Client().get(address)

    assert page.status_code == 200
    assert round.title_zh in page.content.decode()
    if address != "/rounds/":
        assert round.rules_fingerprint[:4] in page.content.decode()


def test_downloaded_rules_give_the_fingerprint(cast):
    round = open_round(cast)

    data = Client().get("/rounds/2026-ten/rules.json").content

    assert fingerprint(data.decode()) == round.rules_fingerprint
    assert json.loads(data)["key"] == "small"


@pytest.mark.parametrize("address", ["", "rules/", "rules.json", "apply/", "applications/"])
def test_draft_of_a_round_is_not_there(cast, address):
    draft_round(cast)

    assert client_of(cast.alice).get(f"/rounds/2026-ten/{address}").status_code == 404
