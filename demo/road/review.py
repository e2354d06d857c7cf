"""The panel reads, visits and scores; up to the ranking."""

import random

from brandportal.accounts.enums import Role
from demo.scene import Scene
from demo.stages import CALENDAR, Goal
from demo.texts.review import dossier_remark, visit_findings
from evaluation.models import Channel, Rater, SiteVisit
from evaluation.services.conflicts import sign_declaration
from evaluation.services.sheets import save_sheet, save_sheets, sign_sheets
from evaluation.services.stages import close_stage, open_stage
from evaluation.services.visits import record_visit

OPENED, CLOSED = CALENDAR["review_opens"], CALENDAR["review_closes"] + 1
VISITED = OPENED + 2
VISITS_A_DAY = 2
# While the review runs, so many of the twenty are visited and so many members have scored their papers.
VISITED_BY_NOW, READ_BY_NOW = 11, 5


def open_review(scene: Scene) -> None:
    open_stage(_channel(scene).stage, by=scene.house.organizer, at=scene.days.at(OPENED))


def declare(scene: Scene) -> None:
    """The members of the panel declare that they are free, at the goal `rating` that is still to come."""
    for number, rater in enumerate(_channel(scene).raters_assigned.select_related("user")):
        sign_declaration(scene.round, named={}, by=rater.user, at=scene.days.at(OPENED - 1, 9, number))


def visit(scene: Scene) -> None:
    """Record the visits: two a day, the chair and three members together."""
    partly = scene.partly(Goal.REVIEWING)
    panel = scene.house.having(Role.PANEL)
    chair = scene.house.people["chair"]
    visits = list(SiteVisit.objects.filter(round=scene.round).select_related("round", "application__unit"))
    for number, planned in enumerate(sorted(visits, key=lambda one: one.application.code)):
        if partly and number == VISITED_BY_NOW:
            break
        profile = scene.profile_of[planned.application.code]
        day = VISITED + number // VISITS_A_DAY
        others = [member for member in panel if member != chair]
        record_visit(
            planned,
            visited_on=scene.days.day(day),
            place=f"{profile.name}{profile.place}",
            findings=visit_findings(profile, year=scene.year, seed=scene.seed),
            members=[chair, *random.Random(f"{scene.seed}:{profile.key}:went").sample(others, 3)],
            by=chair,
            at=scene.days.at(day, 17, number),
        )


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
