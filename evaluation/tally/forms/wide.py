"""What `picks` and `ranking` share: one form has a row per entry that it names."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from evaluation.tally.exact import Exact
from evaluation.tally.forms.reading import WideReading
from evaluation.tally.rules import Channel

Row = tuple[str, str, str]

VOID = "void:"
RECUSED = "recused"


class WideForm(ABC):
    """Reads forms against the entries of the stage; `strata` gives each entry's stratum."""

    def __init__(self, channel: Channel, stage: Sequence[str], strata: Mapping[str, str]) -> None:
        self.channel = channel
        self.stage = frozenset(stage)
        self.strata = strata

    @abstractmethod
    def is_blank(self, rows: Sequence[Row]) -> bool: ...

    @abstractmethod
    def fault(self, rows: Sequence[Row], judged: frozenset[str]) -> str:
        """The first reason why the form is invalid; `judged` are the stage's entries not recused in it."""

    @abstractmethod
    def points(self, rows: Sequence[Row]) -> Mapping[str, Exact]:
        """What a valid form gives to the entries that it names."""

    def read(self, rows: Sequence[Row]) -> WideReading:
        """Void, recused, blank, invalid or valid, in this order; a recused row takes its entry out of the form."""
        if rows[0][2].startswith(VOID):
            return WideReading("void", rows[0][2].removeprefix(VOID))
        recused = frozenset(entry for entry, _, state in rows if state == RECUSED) & self.stage
        rest = [row for row in rows if row[2] != RECUSED]
        if not rest:
            return WideReading("recused")
        if self.is_blank(rest):
            return WideReading("blank", recused=recused)
        reason = self.fault(rest, self.stage - recused)
        if reason:
            return WideReading("invalid", reason, recused=recused)
        return WideReading("valid", points=self.points(rest), recused=recused)
