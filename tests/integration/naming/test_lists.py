"""The lists of this floor ask the database as often for thirty rows as for three."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Brand, Round
from brandportal.accounts.services import create_unit
from naming.models import Designation, NamingList, Notice, Objection, Proposal, ProposalItem
from naming.views.lists import LISTS
from tests.cast import client_of

AT = datetime(2026, 9, 18, tzinfo=UTC)
DAY, LAST_DAY = date(2026, 9, 18), date(2026, 9, 24)
FEW, MANY, MOST = 3, 30, 20
ROUND = ["2026-small"]
PUBLIC = [
    ("", "home", []),
    ("", "naming:notice-list", []),
    ("", "naming:notice-detail", ROUND),
    ("", "naming:objection-create", ROUND),
    ("", "naming:list-index", []),
    ("", "naming:list-detail", ROUND),
    ("", "naming:brand-list", []),
    ("", "naming:brand-detail", ["brand-0"]),
]
OFFICE = [
    ("omar", "my", []),
    ("omar", "naming:notice-list", []),
    ("omar", "naming:notice-detail", ROUND),
    ("omar", "naming:designation-create", ROUND),
    ("omar", "naming:objection-list", []),
    ("audrey", "naming:objection-list", []),
    ("omar", "naming:proposal-detail", ROUND),
    ("sec", "naming:meeting-edit", ROUND),
]


class Register:
    """A round that grows by applications proposed, objected to and named; and more rounds beside it."""

    def __init__(self, round: Round, proposal: Proposal, drafter: Any) -> None:
        self.round, self.proposal, self.drafter = round, proposal, drafter
        self.notice = self._notice(round)
        self.list = NamingList.objects.create(
            round=round, title="命名名单", document_number="1号", published_on=DAY
        )

    def grow(self, first: int, last: int) -> None:
        for number in range(first, last):
            application = self._enter(self.round, number, f"B{number:03d}")
            ProposalItem.objects.create(
                proposal=self.proposal,
                application=application,
                computed_rank=number + 1,
                computed_in=True,
                total_printed="90.00",
                included=True,
                position=number + 1,
            )
            self._name(application, self._brand(application, number), number + 1)
            Objection.objects.create(
                notice=self.notice,
                application=application,
                receipt=f"R{number:09d}",
                text="事实",
                filed_at=AT,
            )
            self._another_round(number)

    def _another_round(self, number: int) -> None:
        """A round of another year, where the first brand was named again."""
        round = Round.objects.get(pk=self.round.pk)
        round.pk, round.code, round.year, round.status = None, f"r{number}", 1980 + number, "named"
        round.save(force_insert=True)
        self._notice(round)
        NamingList.objects.create(round=round, title=f"名单{number}", document_number="1号", published_on=DAY)
        self._name(self._enter(round, 100 + number, "A001"), Brand.objects.get(code="brand-0"), 1)

    def _notice(self, round: Round) -> Notice:
        return Notice.objects.create(
            round=round,
            number="1号",
            title="公示",
            body="正文",
            first_day=DAY,
            last_day=LAST_DAY,
            status="published",
        )

    def _enter(self, round: Round, number: int, code: str) -> Application:
        unit = create_unit(code=f"u{number}", name_zh=f"第{number}局", category="government", by=None)
        return Application.objects.create(
            round=round,
            unit=unit,
            code=code,
            brand_name=f"品牌{number}",
            drafter=self.drafter,
            status="shortlisted",
            created_at=AT,
        )

    def _brand(self, application: Application, number: int) -> Brand:
        return Brand.objects.create(
            code=f"brand-{number}", unit=application.unit, name=application.brand_name
        )

    def _name(self, application: Application, brand: Brand, position: int) -> None:
        Designation.objects.create(
            round=application.round,
            application=application,
            brand=brand,
            unit=application.unit,
            brand_name=application.brand_name,
            unit_name=application.unit.name_zh,
            number=f"{application.round.code}-{position:04d}",
            position=position,
            designated_on=DAY,
        )


@pytest.fixture
def register(ranked, tally, cast) -> Register:
    Round.objects.update(status="notice")
    proposal = Proposal.objects.create(round=ranked, tally=tally, seats=40, created_at=AT)
    return Register(Round.objects.get(), proposal, cast.alice)


def test_every_list_asks_as_often_for_thirty_rows_as_for_three(register, cast):
    pages = [
        (client_of(getattr(cast, user)) if user else Client(), reverse(name, args=args))
        for user, name, args in (*PUBLIC, *OFFICE)
    ]
    register.grow(0, FEW)
    few = [queries(client, url) for client, url in pages]
    register.grow(FEW, MANY)
    many = [queries(client, url) for client, url in pages]

    assert {
        url: (before, after)
        for (_client, url), before, after in zip(pages, few, many, strict=True)
        if before != after or after > MOST
    } == {}


def queries(client: Client, url: str) -> int:
    # As to the first who looks: what is kept between requests is not there yet.
    client.get(url)
    cache.clear()
    LISTS.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
