"""Build one round up to a goal."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Max

from brandportal.outbox.models import Message
from demo.house import furnish
from demo.report import Report, report_on
from demo.road import call, clients, filing, letters, naming, rating, review, tally
from demo.scene import Scene
from demo.stages import Days, Goal

# What must happen on the way to a goal, phase by phase. Steps that can be done in part look at the goal themselves.
ROAD: dict[Goal, tuple[Callable[[Scene], None], ...]] = {
    Goal.FILING: (filing.file_all,),
    Goal.RATING: (
        rating.prepare,
        clients.hand_out,
        rating.open_rating,
        rating.declare,
        rating.score,
        clients.vote,
    ),
    Goal.SHORTLISTED: (rating.close_rating, tally.tally_rating),
    Goal.REVIEWING: (review.declare, review.open_review, review.plan, review.visit, review.score),
    Goal.PROPOSED: (review.close_review, tally.tally_review, naming.propose),
    Goal.NOTICE: (naming.resolve, naming.give_notice),
    Goal.NAMED: (naming.name,),
}


def build(goal: Goal, *, seed: int, today: date, year: int) -> Report:
    """Build a round of `year` that stands at `goal` on `today`, and return its figures.

    All in one transaction: an interrupted demonstration leaves nothing behind, and the disk is asked once.
    """
    with transaction.atomic():
        scene = _begin(goal, seed, today, year)
        for stage, steps in ROAD.items():
            for step in steps if goal.reaches(stage) else ():
                step(scene)
                scene.refresh()
        letters.release_letters(scene)
        letters.check_trail(scene)
    return report_on(scene)


def _begin(goal: Goal, seed: int, today: date, year: int) -> Scene:
    house, days = furnish(seed=seed), Days.of(goal, today)
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    round = call.open_call(days=days, year=year, by=house.organizer)
    return Scene(goal, seed, year, days, house, round, last)
