"""The panel reads, visits and scores; up to the ranking."""

import random
from datetime import time

from brandportal.accounts.enums import Role
from demo.scene import Scene
from demo.stages import CALENDAR, Goal
from demo.texts.review import dossier_remark, visit_findings
from evaluation.enums import Seen
from evaluation.models import Channel, Rater, SiteVisit
from evaluation.selectors.visits import checklist_of
from evaluation.services.conflicts import sign_declaration
from evaluation.services.sheets import save_sheet, save_sheets, sign_sheets
from evaluation.services.stages import close_stage, open_stage
from evaluation.services.visit_plans import plan_visit
from evaluation.services.visit_signing import sign_visit
from evaluation.services.visits import record_visit

OPENED, CLOSED = CALENDAR["review_opens"], CALENDAR["review_closes"] + 1
VISITED = OPENED + 6
VISITS_A_DAY = 2
HOURS = (time(9, 30), time(14, 30))
FOUND = (Seen.YES.value, Seen.PARTLY.value)
# While the review runs, so many of the twenty are visited and so many members have scored their papers.
VISITED_BY_NOW, READ_BY_NOW = 12, 5


def open_review(scene: Scene) -> None:
    open_stage(_channel(scene).stage, by=scene.house.organizer, at=scene.days.at(OPENED))


def declare(scene: Scene) -> None:
    """The members of the panel declare that they are free, at the goal `rating` that is still to come."""
    for number, rater in enumerate(_channel(scene).raters_assigned.select_related("user")):
        sign_declaration(scene.round, named={}, by=rater.user, at=scene.days.at(OPENED - 1, 9, number))


def plan(scene: Scene) -> None:
    """Plan the visits: two a day, the chair and three members together."""
    panel, chair = scene.house.having(Role.PANEL), scene.house.people["chair"]
    others = [member for member in panel if member != chair]
    for number, visit in enumerate(_visits(scene)):
        profile = scene.profile_of[visit.application.code]
        stop = number % VISITS_A_DAY
        plan_visit(
            visit,
            day=scene.days.day(VISITED + number // VISITS_A_DAY),
            hour=HOURS[stop],
            stop=stop + 1,
            team=[chair, *random.Random(f"{scene.seed}:{profile.key}:went").sample(others, 3)],
            by=scene.house.organizer,
            at=scene.days.at(OPENED, 10, number),
        )


def visit(scene: Scene) -> None:
    """Record and sign the visits; at the goal `reviewing` the last one on record awaits its second signature."""
    partly = scene.partly(Goal.REVIEWING)
    done = _visits(scene)[: VISITED_BY_NOW if partly else None]
    for number, planned in enumerate(done):
        day, team = VISITED + number // VISITS_A_DAY, list(planned.team.order_by("username"))
        profile = scene.profile_of[planned.application.code]
        recorded = record_visit(
            planned,
            visited_on=scene.days.day(day),
            place=f"{profile.name}{profile.place}",
            findings=visit_findings(profile, year=scene.year, seed=scene.seed),
            members=team,
            checks=_checks(scene, profile.key),
            by=scene.house.people["chair"],
            at=scene.days.at(day, 17, number),
        )
        signing = team[:1] if partly and planned == done[-1] else team[:2]
        for minute, member in enumerate(signing):
            sign_visit(
                recorded, by=member, revision=recorded.revision, at=scene.days.at(day, 18, number + minute)
            )


def _visits(scene: Scene) -> list[SiteVisit]:
    visits = SiteVisit.objects.filter(round=scene.round).select_related("round", "application__unit")
    return sorted(visits, key=lambda one: str(one.application.code))


def _checks(scene: Scene, key: str) -> dict[str, tuple[str, str]]:
    """Most of what the rules ask for is found; one line in five only in part."""
    rng = random.Random(f"{scene.seed}:{key}:checks")
    return {line.key: (rng.choices(FOUND, (8, 2))[0], "") for line in checklist_of(scene.round)}


def score(scene: Scene) -> None:
    """Fill the panel's sheets; at the goal `reviewing` only some members have scored the papers, none the visits."""
    partly = scene.partly(Goal.REVIEWING)
    raters = _channel(scene).raters_assigned.select_related("user", "channel__round")
    for number, rater in enumerate(raters):
        if partly and number >= READ_BY_NOW:
            continue
        _score(scene, rater, number, papers_only=partly)
        if not partly:
            sign_sheets(rater, by=rater.user, at=scene.days.at(CLOSED - 2, 17, number))


def close_review(scene: Scene) -> None:
    close_stage(_channel(scene).stage, by=scene.house.organizer, at=scene.days.at(CLOSED))


def _channel(scene: Scene) -> Channel:
    return scene.round.channels.select_related("stage__round").get(key="panel")


def _score(scene: Scene, rater: Rater, number: int, *, papers_only: bool) -> None:
    day = scene.days.at(OPENED + 10 if papers_only else CLOSED - 2, 10, number)
    answers = {}
    for sheet in rater.sheets.select_related("application").order_by("application__code"):
        papers, seen = scene.plan.panel[sheet.application.code][number]
        answers[sheet.application] = {"papers": str(papers)} | ({} if papers_only else {"visit": str(seen)})
    save_sheets(rater, answers, by=rater.user, at=day)
    rng = random.Random(f"{scene.seed}:{rater.pseudonym}:papers")
    for sheet in rng.sample(list(rater.sheets.order_by("application__code")), 3):
        sheet.rater = rater
        save_sheet(sheet, {}, by=rater.user, revision=sheet.revision, remark=dossier_remark(rng), at=day)
