"""The two tallies; counted here at once, where the portal sends them to a worker."""

from demo.road.rating import CLOSED as RATING_CLOSED
from demo.road.review import CLOSED as REVIEW_CLOSED
from demo.scene import Scene
from evaluation.services.results import adopt_result
from evaluation.services.tallies import request_tally, run_tally


def tally_rating(scene: Scene) -> None:
    _tally(scene, "social", RATING_CLOSED)


def tally_review(scene: Scene) -> None:
    _tally(scene, "review", REVIEW_CLOSED)


def _tally(scene: Scene, through: str, day: int) -> None:
    organizer = scene.house.organizer
    tally = request_tally(scene.round, through, by=organizer, at=scene.days.at(day, 9))
    run_tally(tally, at=scene.days.at(day, 9, 1))
    tally.refresh_from_db()
    adopt_result(tally, by=organizer, at=scene.days.at(day, 10))
