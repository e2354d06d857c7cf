"""A small round at the desk: two applications, supervisors, a panel; every step through the services."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from applications.enums import ApplicationStatus
from applications.models import Application, Round
from applications.services import shortlist_application
from applications.services.rounds import create_round
from brandportal.accounts.models import Unit, User
from brandportal.kit import clock
from brandportal.kit.clock import ZONE
from evaluation.models import Channel, Rater, ScoreSheet, Stage
from evaluation.services.raters import assign_raters
from evaluation.services.rounds import open_round
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import close_filing, close_stage, mark_stage_tallied, open_stage
from tests.cast import Cast, client_of, person
from tests.declarations import declare_free
from tests.remembered import remembered
from tests.schemes import small_scheme

AT = datetime(2031, 4, 10, 9, tzinfo=ZONE)
REVIEWED = datetime(2031, 5, 10, 9, tzinfo=ZONE)
FACTS: dict[str, Any] = {
    "code": "2031-small",
    "title_zh": "2031年度机关服务品牌评选",
    "title_en": "Service brands 2031",
    "year": 2031,
    "document_number": "〔2031〕7号",
    "naming_body": "中共滨海市委",
    "organizer_name": "市直机关工委",
    "complaint_contact": "8812 3456",
    "call_text": "各单位：……",
    "filing_opens": date(2031, 3, 1),
    "filing_closes": date(2031, 3, 20),
    "correction_closes": date(2031, 3, 31),
    "rating_opens": date(2031, 4, 1),
    "rating_closes": date(2031, 4, 30),
    "review_opens": date(2031, 5, 2),
    "review_closes": date(2031, 5, 31),
    "decision_on": date(2031, 6, 10),
}


@dataclass
class Desk:
    """A round and its people; what is done next reads as a sentence in the tests."""

    round: Round
    cast: Cast
    now: datetime = AT

    @property
    def omar(self) -> User:
        return self.cast.omar

    def stage(self, key: str) -> Stage:
        return Stage.objects.select_related("round").get(round=self.round, key=key)

    def channel(self, key: str) -> Channel:
        return Channel.objects.select_related("stage__round", "round").get(round=self.round, key=key)

    def rater(self, user: User) -> Rater:
        return Rater.objects.select_related("channel__stage__round", "channel__round", "user").get(
            user=user, channel__round=self.round
        )

    def sheet(self, user: User, code: str) -> ScoreSheet:
        sheets = ScoreSheet.objects.select_related(
            "channel__stage__round", "channel__round", "rater__user", "application"
        )
        return sheets.get(rater__user=user, application__code=code, channel__round=self.round)

    def enter(self, unit: Unit, code: str, name: str) -> Application:
        return Application.objects.create(
            round=self.round,
            unit=unit,
            code=code,
            brand_name=name,
            main_text="一段材料。",
            status=ApplicationStatus.ACCEPTED,
            drafter=self.cast.alice,
            created_at=AT,
        )

    def assign(self, key: str, *users: User) -> list[Rater]:
        return assign_raters(self.channel(key), users, by=self.omar)

    def open(self, key: str) -> Stage:
        stage = open_stage(self.stage(key), by=self.omar, at=AT)
        declare_free(self.round, at=AT)
        return stage

    def fill(self, user: User, **answers: str) -> int:
        """The same answers on every open sheet of `user`."""
        rater = self.rater(user)
        wanted = {sheet.application: answers for sheet in rater.sheets.open().select_related("application")}
        return save_sheets(rater, wanted, by=user, at=self.moment(rater))

    def fill_and_sign(self, user: User, **answers: str) -> None:
        self.fill(user, **answers)
        rater = self.rater(user)
        sign_sheets(rater, by=user, at=self.moment(rater))

    def moment(self, rater: Rater) -> datetime:
        return REVIEWED if rater.channel.key == "panel" else self.now

    def to_review(self) -> None:
        """Everything up to an open review stage, with all applications on the shortlist."""
        for rater in Rater.objects.filter(channel=self.channel("supervisors")).select_related("user"):
            self.fill_and_sign(rater.user, name="30", standard="50")
        close_stage(self.stage("social"), by=self.omar, at=AT)
        for application in Application.objects.filter(round=self.round):
            shortlist_application(application, by=self.omar)
        mark_stage_tallied(self.stage("social"), by=self.omar, at=AT)
        self.assign("panel", self.cast.pan, self.cast.chen)
        open_stage(self.stage("review"), by=self.omar, at=REVIEWED)
        declare_free(self.round, at=REVIEWED)


@pytest.fixture
def draft(cast) -> Round:
    """A draft round with the small rules."""
    rules = json.dumps(small_scheme(), ensure_ascii=False)
    return remembered(
        "draft", cast, lambda: create_round(scheme_key="small", rules=rules, by=cast.omar, **FACTS)
    )


@pytest.fixture
def desk(cast, draft) -> Desk:
    """In evaluation, two applications accepted, sun and rui assigned; the stage is not open yet."""
    return remembered(f"desk of {draft.rules}", cast, lambda: _desk(cast, draft))


def _desk(cast: Cast, draft: Round) -> Desk:
    found = Desk(open_round(draft, by=cast.omar), cast)
    found.enter(cast.archives, "A001", "文档连心桥")
    found.enter(cast.tourism, "A002", "游客知友")
    close_filing(found.round, by=cast.omar)
    found.assign("supervisors", cast.sun, cast.rui)
    return found


@pytest.fixture
def rated(desk) -> Desk:
    """The same with the first stage open: sheets lie on the desks."""
    remembered(f"rated {desk.round.rules_fingerprint}", desk.cast, lambda: desk.open("social"))
    return desk


@pytest.fixture
def reviewing(rated) -> Desk:
    """The review stage open, with pan and chen on the panel."""
    remembered(f"reviewing {rated.round.rules_fingerprint}", rated.cast, rated.to_review)
    return rated


@pytest.fixture
def supervisors(cast) -> Callable[[int], list[User]]:
    """Make that many more supervisors."""
    return lambda count: [person(f"watch{number:02d}", "supervisor") for number in range(count)]


@pytest.fixture
def live(rated) -> Desk:
    """The rated round with its calendar around the present day, as a browser meets it."""
    today = clock.today()
    days = {name: today + timedelta(days=30 + n) for n, name in enumerate(sorted_dates())}
    Round.objects.filter(pk=rated.round.pk).update(**days)
    rated.round.refresh_from_db()
    rated.now = clock.now()
    return rated


def sorted_dates() -> list[str]:
    return [name for name in FACTS if name.endswith(("_opens", "_closes", "_on"))]


def english(user: User) -> Client:
    client = client_of(user)
    client.cookies["django_language"] = "en"
    return client


PLACE = ["2031-small", "supervisors"]
SHEET = [*PLACE, "A001"]
PAGES = [
    ("evaluation:setup-list", []),
    ("evaluation:scheme-list", []),
    ("evaluation:round-board", ["2031-small"]),
    ("evaluation:rater-list", PLACE),
    ("evaluation:rater-detail", [*PLACE, "S01"]),
    ("evaluation:recusal-list", ["2031-small"]),
    ("evaluation:visit-list", ["2031-small"]),
]
