"""How many ballots came in, never exactly: in steps of ten, so that no single ballot can be watched."""

from dataclasses import dataclass

from applications.models import Application, Round
from evaluation.models import Stage


@dataclass(frozen=True)
class Turnout:
    application: Application
    about: int
    least: int
    is_enough: bool
    width: int


def turnout_of(round: Round, stage: Stage) -> list[Turnout]:
    """Return each application's turnout, most first; empty for a stage without ballots."""
    return []


def short_of_ballots(round: Round, stage: Stage) -> list[Turnout]:
    return [row for row in turnout_of(round, stage) if not row.is_enough]
