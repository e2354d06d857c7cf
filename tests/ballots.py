"""A small round on its way through rating, for tests of ballots and tallies: four brands, two supervisors."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from applications.models import Application, Round
from applications.services.rounds import create_round
from brandportal.accounts.models import Unit
from brandportal.accounts.services import create_unit
from evaluation.models import BoxCount, Channel, Stage, Tally
from evaluation.selectors.ballots import ballot_channels
from evaluation.services.boxes import sign_box
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.code_changes import (
    Wanted,
    agree_code_change,
    ask_code_change,
    carry_out_code_change,
    draw_for,
)
from evaluation.services.codes import IssuedCode, issue_codes
from evaluation.services.papers import ballot_paper
from evaluation.services.raters import assign_raters
from evaluation.services.rounds import open_round
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import close_filing, close_stage, open_stage
from evaluation.services.tallies import request_tally, run_tally
from tests.cast import Cast
from tests.declarations import declare_free
from tests.remembered import remembered
from tests.schemes import small_scheme

FILING, RATING, LATE = (
    datetime(2026, month, day, 2, tzinfo=UTC) for month, day in ((3, 2), (6, 10), (7, 20))
)
CALENDAR = {
    "filing_opens": date(2026, 3, 1),
    "filing_closes": date(2026, 5, 31),
    "rating_opens": date(2026, 6, 5),
    "rating_closes": date(2036, 6, 30),
    "review_opens": date(2036, 7, 3),
    "review_closes": date(2036, 7, 31),
    "decision_on": date(2036, 8, 10),
}
BRANDS = ("文档连心桥", "游客知友", "爱心飞扬", "税税通")
ALL_GOOD = {"attitude": "very_satisfied", "efficiency": "very_satisfied"}
MIXED = {"attitude": "satisfied", "efficiency": "none"}
BAD = {"attitude": "dissatisfied", "efficiency": "dissatisfied"}


@dataclass
class Road:
    """A round with its people; `codes` holds the codes of each application by its code."""

    cast: Cast
    round: Round
    codes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def social(self) -> Stage:
        return self.round.stages.select_related("round").get(key="social")

    @property
    def clients(self) -> Channel:
        """The first channel by code."""
        return ballot_channels(self.round)[0]

    def application(self, code: str) -> Application:
        return Application.objects.select_related("round", "unit").get(round=self.round, code=code)

    @property
    def applications(self) -> list[Application]:
        return [self.application(one.code) for one in self.round.applications.order_by("code")]


def open_rating(cast: Cast, **wishes: Any) -> Road:
    """A round whose first stage is open; `wishes` as of prepare_rating."""
    return remembered(f"open {wishes}", cast, lambda: _opened(cast, wishes))


def _opened(cast: Cast, wishes: dict[str, Any]) -> Road:
    road = _prepared(cast, **wishes)
    open_stage(road.social, by=cast.omar, at=RATING)
    declare_free(road.round, at=RATING)
    road.round.refresh_from_db()
    return road


def prepare_rating(cast: Cast, **wishes: Any) -> Road:
    """The same before its first stage opens, with codes that cannot be cast yet.

    `wishes`: how many `codes` for each of how many `brands`, the `code` of the round, and parts of the scheme.
    """
    return remembered(f"prepared {wishes}", cast, lambda: _prepared(cast, **wishes))


def _prepared(
    cast: Cast, *, codes: int = 6, code: str = "2026-small", brands: int = 4, **scheme: Any
) -> Road:
    draft = create_round(
        code=code,
        title_zh="小规模评选",
        title_en="A small round",
        year=2026,
        document_number="办发〔2026〕7号",
        naming_body="市委办公室",
        organizer_name="市创建办",
        complaint_contact="8812 3456",
        call_text="评选通知。",
        scheme_key="ten-best",
        rules=json.dumps(small_scheme(**scheme), ensure_ascii=False),
        by=cast.omar,
        **CALENDAR,
    )
    road = Road(cast, open_round(draft, by=cast.omar, at=FILING))
    enter_brands(road, brands)
    close_filing(road.round, by=cast.omar, at=RATING)
    assign_raters(road.round.channels.get(key="supervisors"), [cast.sun, cast.rui], by=cast.omar)
    for application in road.applications:
        issued = issue_codes(road.clients, application, codes, by=cast.omar)
        road.codes[application.code] = [one.code for one in issued]
    road.round.refresh_from_db()
    return road


def enter_brands(road: Road, brands: int) -> None:
    units = [road.cast.archives, road.cast.tourism]
    units += [_unit("civil", "市民政局"), _unit("tax", "市国税局")]
    more = range(len(BRANDS) + 1, brands + 1)
    units += [_unit(f"unit-{number}", f"第{number}单位") for number in more]
    names = [*BRANDS, *(f"第{number}品牌" for number in more)]
    for number, (unit, brand) in enumerate(zip(units, names, strict=True), start=1):
        Application.objects.create(
            round=road.round, unit=unit, code=f"A{number:03}", status="accepted", brand_name=brand,
            drafter=road.cast.alice, created_at=FILING,
        )  # fmt: skip


def _unit(code: str, name: str) -> Unit:
    known = Unit.objects.filter(code=code).first()
    return known or create_unit(code=code, name_zh=name, name_en=name, category="government", by=None)


def change_codes(road: Road, kind: str, code: str = "A001", **numbers: int) -> list[IssuedCode]:
    """Carry out a change to the codes of `code` that the secretary has agreed to; returns the new codes."""
    wanted = Wanted(kind, road.application(code), **numbers)
    change = ask_code_change(road.clients, wanted, reason="纸条受潮损坏", by=road.cast.omar)
    agree_code_change(change, by=road.cast.sec)
    draw = draw_for(change)
    carry_out_code_change(change, draw, by=road.cast.omar)
    return list(draw.slips)


def cast_one(road: Road, code: str, answers: dict[str, str], *, voter: int = 0, **more: Any) -> str:
    """Cast the ballot of one voter for the application `code`; returns the receipt."""
    paper = ballot_paper(road.clients, road.application(code))
    receipt = more.pop("receipt", None) or new_receipt(road.round.code)
    return cast_ballot(paper, road.codes[code][voter], answers, receipt, **more)


MARKS = ((40, 60), (36, 50), (30, 45), (20, 30))


def fill_rating(road: Road, marks: tuple[tuple[int, int], ...] = MARKS) -> None:
    """Five ballots for each brand, ever less content, and all sheets signed; `marks` by brand."""
    for place, application in enumerate(road.applications):
        for voter in range(5):
            happy = ALL_GOOD if voter >= place else MIXED
            cast_one(road, application.code, happy, voter=voter)
    sign_all(road, marks)


def sign_all(road: Road, marks: tuple[tuple[int, int], ...] = MARKS) -> None:
    """All supervisors score and sign."""
    for rater in road.round.channels.get(key="supervisors").raters_assigned.select_related(
        "user", "channel__round"
    ):
        sheets = {sheet.application_id for sheet in rater.sheets.counted()}
        answers = {
            application: dict(zip(("name", "standard"), map(str, mark), strict=True))
            for application, mark in zip(road.applications, marks, strict=True)
            if application.pk in sheets
        }
        save_sheets(rater, answers, by=rater.user)
        sign_sheets(rater, by=rater.user)


def close_rating(road: Road) -> None:
    """Close the stage as the organizer; the auditor signs the numbers of the box."""
    close_stage(road.social, by=road.cast.omar)
    sign_box(BoxCount.objects.get(channel__stage=road.social), by=road.cast.audrey)


def tally_rating(road: Road) -> Tally:
    """The counted tally through the first stage of a round that was just opened."""
    return remembered(f"tally of {road.round.rules_fingerprint}", road.cast, lambda: _tallied(road))


def _tallied(road: Road) -> Tally:
    fill_rating(road)
    close_rating(road)
    tally = request_tally(road.round, "social", by=road.cast.omar)
    run_tally(tally)
    return Tally.objects.select_related("round").get(pk=tally.pk)
