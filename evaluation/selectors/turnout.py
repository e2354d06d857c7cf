"""How many ballots came in, never exactly: in steps of ten, so that no single ballot can be watched."""

from dataclasses import dataclass

from applications.models import Application
from evaluation.models import Channel, Stage
from evaluation.selectors.ballots import code_counts, holders_of

FULL_WIDTH = 1000
SHOWN = 8


@dataclass(frozen=True)
class Turnout:
    """`about` is rounded down to tens; `width` of a bar is relative to the longest of its channel, in thousandths.

    Ballots on all that a channel asks about have no application.
    """

    channel: Channel
    application: Application | None
    about: int
    least: int
    is_enough: bool
    width: int

    @property
    def title(self) -> str:
        return str(self.application.unit.name if self.application else self.channel.title)


@dataclass(frozen=True)
class BoxTurnout:
    """The turnout of one channel by code, most first."""

    channel: Channel
    rows: list[Turnout]

    @property
    def shown(self) -> list[Turnout]:
        return self.rows[:SHOWN]


def turnout_of(stage: Stage) -> list[BoxTurnout]:
    """Return the turnout of each channel by code that `stage` first uses."""
    found = []
    for channel in stage.channels.all():
        if channel.is_by_ballot:
            # As the stage has them already: asking again would be two more ways to the database.
            channel.stage, channel.round = stage, stage.round
            found.append(BoxTurnout(channel, _rows(channel)))
    return found


def _rows(channel: Channel) -> list[Turnout]:
    counts = code_counts(channel, holders_of(channel))
    most = max([row.about for row in counts], default=0) or 1
    rows = [
        Turnout(channel, row.application, row.about, row.least, row.is_enough, FULL_WIDTH * row.about // most)
        for row in counts
    ]
    return sorted(rows, key=lambda row: (-row.about, row.application.code if row.application else ""))
