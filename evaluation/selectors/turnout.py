"""How many ballots came in, never exactly: in steps of ten, so that no single ballot can be watched."""

from dataclasses import dataclass

from applications.models import Application, Round
from evaluation.models import Stage
from evaluation.selectors.ballots import code_counts
from evaluation.selectors.stages import entries_of_stage

FULL_WIDTH = 1000


@dataclass(frozen=True)
class Turnout:
    """`about` is rounded down to tens; `width` of a bar is relative to the longest, in thousandths."""

    application: Application
    about: int
    least: int
    is_enough: bool
    width: int


def turnout_of(round: Round, stage: Stage) -> list[Turnout]:
    """Return each application's turnout, most first; empty for a stage without ballots."""
    channel = next((one for one in stage.channels.all() if one.is_by_ballot), None)
    if channel is None:
        return []
    counts = code_counts(round, channel, entries_of_stage(stage))
    most = max([row.about for row in counts], default=0) or 1
    rows = [
        Turnout(row.application, row.about, row.least, row.is_enough, FULL_WIDTH * row.about // most)
        for row in counts
    ]
    return sorted(rows, key=lambda row: (-row.about, row.application.code))
