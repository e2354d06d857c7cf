"""One subject for each lifecycle, in its first state, and people who hold one role each and stand where it counts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from applications.models import Application, Brand, Round
from brandportal.accounts.enums import Role
from brandportal.accounts.models import Unit, User
from brandportal.accounts.services import create_unit
from brandportal.lifecycle import registry
from brandportal.outbox.services import post_message
from evaluation.models import (
    Amendment,
    Channel,
    CodeChange,
    Conflict,
    Declaration,
    Rater,
    ScoreSheet,
    SiteVisit,
    Stage,
    Tally,
)
from naming.models import Designation, Meeting, Notice, Objection, Proposal
from tests.cast import person

AT = datetime(2026, 6, 2, tzinfo=UTC)
DAY = date(2026, 6, 1)
# In the order of the calendar: one a week.
DATES = (
    "filing_opens",
    "filing_closes",
    "correction_closes",
    "rating_opens",
    "rating_closes",
    "review_opens",
    "review_closes",
    "decision_on",
)
RATERS = (Role.SUPERVISOR, Role.PANEL)


@dataclass(frozen=True)
class World:
    """A round with one of everything. `of_rater` are the sheets of those who have one, by role."""

    people: dict[str, User]
    subjects: dict[str, Any]
    of_rater: dict[str, ScoreSheet]

    def subject(self, key: str, state: str, role: str = "") -> Any:
        """Return the subject of lifecycle `key` as if it were in `state`; a rater gets their own sheet."""
        found = self.of_rater.get(role, self.subjects[key]) if key == "sheet" else self.subjects[key]
        machine = next(one for one in registry() if one.key == key)
        setattr(found, machine.field, state)
        return found


def build_world() -> World:
    """Unit people are of the unit that files; supervisor and panel member have a place and a sheet."""
    unit = create_unit(code="office", name_zh="市档案馆", category="government", by=None)
    of_unit = (Role.DRAFTER, Role.APPROVER)
    people = {role.value: person(role.value, role.value, unit if role in of_unit else None) for role in Role}
    round = Round.objects.create(
        code="2026-small",
        title_zh="小规模评选",
        year=2026,
        scheme_key="small",
        rules="{}",
        rules_fingerprint="0" * 64,
        status="filing",
        **{name: DAY + timedelta(weeks=week) for week, name in enumerate(DATES)},
    )
    application = Application.objects.create(
        round=round,
        unit=unit,
        code="A001",
        brand_name="文档连心桥",
        drafter=people["drafter"],
        created_at=AT,
    )
    stage = Stage.objects.create(round=round, key="review", title_zh="评审", position=1)
    sheets = {role.value: _sheet(stage, role.value, people[role.value], application) for role in RATERS}
    Declaration.objects.create(round=round, user=people["panel"], signed_at=AT)
    subjects = {
        "round": round,
        "application": application,
        "stage": stage,
        "sheet": sheets["supervisor"],
        "visit": SiteVisit.objects.create(round=round, application=application),
        "message": post_message(people["approver"], "通知", "正文", kind="notice"),
        **_by_two(round, stage, application, people),
        **_of_naming(round, application, unit, people["secretary"]),
    }
    return World(people, subjects, sheets)


def _by_two(round: Round, stage: Stage, application: Application, people: dict[str, User]) -> dict[str, Any]:
    """What one person asks for and another decides."""
    amendment = Amendment.objects.create(
        round=round,
        number=1,
        reason="权重印错。",
        before_rules="{}",
        before_fingerprint="0" * 64,
        rules="{}",
        fingerprint="1" * 64,
        proposed_at=AT,
    )
    channel = _channel(stage, "client", "levels")
    change = CodeChange.objects.create(
        round=round,
        channel=channel,
        number=1,
        kind="issue",
        application=application,
        quantity=5,
        reason="补发投票码。",
        asked_by=people["administrator"],
        asked_at=AT,
    )
    conflict = Conflict.objects.create(
        round=round, user=people["supervisor"], application=application, grounds=["contact"], found_at=AT
    )
    return {"amendment": amendment, "code_change": change, "conflict": conflict}


def _channel(stage: Stage, kind: str, form: str) -> Channel:
    return Channel.objects.create(
        round=stage.round,
        stage=stage,
        key=kind,
        title_zh=kind,
        position=stage.channels.count() + 1,
        raters=kind,
        form=form,
        weight="50",
        max="100",
        min_valid=1,
    )


def _sheet(stage: Stage, kind: str, user: User, application: Application) -> ScoreSheet:
    channel = _channel(stage, kind, "items")
    rater = Rater.objects.create(channel=channel, user=user, pseudonym=f"{kind}-01")
    return ScoreSheet.objects.create(channel=channel, rater=rater, application=application)


def _of_naming(round: Round, application: Application, unit: Unit, secretary: User) -> dict[str, Any]:
    tally = Tally.objects.create(round=round, number=1, through="review", created_at=AT)
    notice = Notice.objects.create(
        round=round, number="公示1号", title="公示", body="正文", first_day=DAY, last_day=DAY
    )
    brand = Brand.objects.create(code="brand-1", unit=unit, name="文档连心桥")
    proposal = Proposal.objects.create(round=round, tally=tally, seats=1, created_at=AT)
    return {
        "tally": tally,
        "proposal": proposal,
        "meeting": Meeting.objects.create(
            proposal=proposal,
            held_on=DAY,
            quorum=5,
            base="members",
            majority="half",
            recorded_by=secretary,
            recorded_at=AT,
        ),
        "notice": notice,
        "objection": Objection.objects.create(
            notice=notice, application=application, receipt="ABCD234567", text="事实", filed_at=AT
        ),
        "designation": Designation.objects.create(
            round=round,
            application=application,
            brand=brand,
            unit=unit,
            brand_name=brand.name,
            unit_name=unit.name_zh,
            number="TB-2026-0001",
            position=1,
            designated_on=DAY,
        ),
    }
