"""Build one round up to a goal; the outer transactions keep the disk from being asked after every deed."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from demo.house import furnish
from demo.report import Report, report_on
from demo.road import call, clients, filing, rating
from demo.scene import Scene
from demo.stages import Days, Goal


def build(goal: Goal, *, seed: int, today: date, year: int) -> Report:
    """Build a round of `year` that stands at `goal` on `today`, and return its figures."""
    with transaction.atomic():
        scene = _begin(goal, seed, today, year)
    for stage, steps in ROAD.items():
        if goal.reaches(stage):
            with transaction.atomic():
                for step in steps:
                    step(scene)
    return report_on(scene)


def _begin(goal: Goal, seed: int, today: date, year: int) -> Scene:
    house, days = furnish(seed=seed), Days.of(goal, today)
    return Scene(goal, seed, year, days, house, call.open_call(days=days, year=year, by=house.organizer))


ROAD: dict[Goal, list[Callable[[Scene], None]]] = {
    Goal.FILING: [filing.file_all],
    Goal.RATING: [rating.open_rating, rating.score, clients.vote],
}
