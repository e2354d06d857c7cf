"""Supervisors score, clients rate, the tally makes the shortlist."""

import random
from collections.abc import Sequence

from applications.models import Application
from brandportal.accounts.enums import Role
from demo.scene import Scene
from demo.stages import Goal
from demo.texts.review import supervisor_remark
from evaluation.models import BoxCount, Channel, Rater
from evaluation.services.boxes import sign_box
from evaluation.services.conflicts import sign_declaration
from evaluation.services.raters import assign_raters
from evaluation.services.sheets import save_sheet, save_sheets, sign_sheets
from evaluation.services.stages import close_filing, close_stage, open_stage

OPENED, SCORED, CLOSED = 96, 107, 117
# While rating runs each supervisor stands somewhere else; of the first two, as whom visitors sign in, one is half-way
# and the other has yet to sign.
STATES = ("half", "scored", "signed", "not begun", "scored")


def prepare(scene: Scene) -> None:
    organizer = scene.house.organizer
    close_filing(scene.round, by=organizer, at=scene.days.at(OPENED, 8))
    supervisors = scene.house.having(Role.SUPERVISOR)
    assign_raters(_channel(scene), supervisors, by=organizer, at=scene.days.at(OPENED, 8, 4))
    panel = scene.round.channels.select_related("stage", "round").get(key="panel")
    assign_raters(panel, scene.house.having(Role.PANEL), by=organizer, at=scene.days.at(OPENED, 8, 6))


def open_rating(scene: Scene) -> None:
    open_stage(_channel(scene).stage, by=scene.house.organizer, at=scene.days.at(OPENED))


def declare(scene: Scene) -> None:
    """All supervisors declare that they are free; the panel does so before it begins."""
    for number, rater in enumerate(_channel(scene).raters_assigned.select_related("user")):
        sign_declaration(scene.round, named={}, by=rater.user, at=scene.days.at(OPENED, 10, number))


def score(scene: Scene) -> None:
    """Fill the sheets of all supervisors and sign them; at the goal `rating` most still have work before them."""
    partly = scene.partly(Goal.RATING)
    entries = [scene.entries[profile.key] for profile in scene.profile_of.values()]
    for number, rater in enumerate(_channel(scene).raters_assigned.select_related("user", "channel__round")):
        state = STATES[number % len(STATES)] if partly else "signed"
        if state != "not begun":
            _score(scene, rater, number, entries[: len(entries) // 2] if state == "half" else entries)
        if state == "signed":
            sign_sheets(rater, by=rater.user, at=scene.days.at(SCORED, 17, number))


def close_rating(scene: Scene) -> None:
    stage = close_stage(_channel(scene).stage, by=scene.house.organizer, at=scene.days.at(CLOSED, 8, 30))
    auditor = scene.house.having(Role.AUDITOR)[0]
    sign_box(BoxCount.objects.get(channel__stage=stage), by=auditor, at=scene.days.at(CLOSED, 8, 45))


def _channel(scene: Scene) -> Channel:
    return scene.round.channels.select_related("stage__round").get(key="supervisors")


def _score(scene: Scene, rater: Rater, number: int, entries: Sequence[Application]) -> None:
    keys = [criterion.key for criterion in rater.channel.criteria.all()]
    marks = {entry: scene.plan.sheets[entry.code][number] for entry in entries}
    answers = {entry: dict(zip(keys, map(str, row), strict=True)) for entry, row in marks.items()}
    save_sheets(rater, answers, by=rater.user, at=scene.days.at(SCORED, 10, number))
    _note(scene, rater, number)


def _note(scene: Scene, rater: Rater, number: int) -> None:
    """Two private notes, as people leave them who mean to come back."""
    rng = random.Random(f"{scene.seed}:{rater.pseudonym}:notes")
    for sheet in rng.sample(list(rater.sheets.exclude(saved_at=None).order_by("application__code")), 2):
        sheet.rater = rater
        at = scene.days.at(SCORED, 11, number)
        save_sheet(sheet, {}, by=rater.user, revision=sheet.revision, remark=supervisor_remark(rng), at=at)
