"""The calendar of a round as the evaluation reads it."""

from datetime import date

from applications.enums import RoundStatus
from applications.models import Round
from evaluation.models import Stage

OVER = {RoundStatus.NAMED, RoundStatus.CANCELLED}


def closing_day(stage: Stage) -> date | None:
    """Return the last day for score sheets of `stage`, which counts to 24:00 Beijing time."""
    planned: date | None = stage.round.rating_closes if stage.is_first else stage.round.review_closes
    return stage.sheets_until or planned


def is_running(round: Round) -> bool:
    return round.status not in OVER
