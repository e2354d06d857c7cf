"""What is compared at the end of a run: the set of what was acknowledged with the set of what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.faults.clients import Told
from bench.faults.world import Database

HEAD = (
    "fault", "guard off", "database", "acked", "stored", "lost", "unexpected", "doubled", "failed", "verdict"
)  # fmt: skip
# What a control does for want of its guard; one that went wrong in another way has a fault of its own and proves nothing.
WANTED = {
    "NC1": "doubled", "NC2": "lost", "NC3": "lost", "NC4": "doubled", "NC4b": "unanswered", "NC5": "apart",
    "NC6": "doubled", "NC8": "linked", "NC10": "failed",
}  # fmt: skip


@dataclass
class Row:
    """One line of the table; `faults` say in words what else went wrong.

    `linked`: ballots matched with their codes beyond chance; `apart`: closes after which what was counted, or whether it
    was counted at all, is not what voters were told.
    """

    fault: str
    control: str
    database: str
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    unexpected: int = 0
    doubled: int = 0
    failed: int = 0
    linked: int = 0
    apart: int = 0
    faults: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def require(self, sentence: str, *, that: bool) -> None:
        if not that:
            self.faults.append(sentence)

    def prove(self, sentence: str, *, that: bool) -> None:
        """Without `that` the run, whatever came out, says nothing: neither of a guard nor of its absence."""
        if not that:
            self.unproved.append(sentence)

    @property
    def went_wrong(self) -> bool:
        return bool(self.lost or self.unexpected or self.doubled or self.failed or self.faults)

    @property
    def failed_as_it_must(self) -> bool:
        return self.went_wrong and bool(getattr(self, WANTED[self.control]))

    @property
    def unanswered(self) -> int:
        """Ballots that are stored and whose voters were told that they are not."""
        return max(self.stored - self.acknowledged, 0)

    @property
    def as_required(self) -> bool:
        """A run with its guards must go right; one with a guard off must go wrong, or the run proves nothing."""
        return not self.unproved and (self.failed_as_it_must if self.control else not self.went_wrong)

    @property
    def verdict(self) -> str:
        if self.unproved:
            return "PROVES NOTHING"
        if self.control:
            return "fails as it must" if self.failed_as_it_must else "THE CONTROL HELD"
        return "WRONG" if self.went_wrong else "right"

    @property
    def cells(self) -> tuple[str, ...]:
        numbers = (
            self.acknowledged, self.stored, self.lost, self.unexpected, self.doubled, self.failed
        )  # fmt: skip
        return (self.fault, self.control or "-", self.database, *map(str, numbers), self.verdict)


def count_ballots(row: Row, told: Told, database: Database, codes: int, *, outage: bool = False) -> None:
    """Fill `row` from what voters were told and what lies in the box; every one of `codes` must have been cast."""
    stored = [digest for (digest,) in database.read("SELECT receipt_digest FROM evaluation_ballot")]
    used = database.read("SELECT count(*) FROM evaluation_code WHERE used")[0][0]
    distinct = set(stored)
    row.acknowledged, row.stored = len(told.acknowledged), len(stored)
    row.lost = len(set(told.acknowledged) - distinct)
    row.unexpected = len(distinct - told.attempted)
    row.doubled = len(stored) - len(distinct) + max(len(distinct) - codes, 0)
    row.failed = told.failed(outage=outage)
    row.require(f"{codes - len(stored)} codes without a ballot", that=len(stored) >= codes)
    row.require(f"{used} codes used for {len(stored)} ballots", that=used == len(stored))
    row.require(f"acknowledged {row.acknowledged} of {codes}", that=row.acknowledged == codes)
    row.told.append(f"answers {dict(sorted(told.statuses.items()))}, 95 % within {told.slow:.2f} s")


def table(rows: Iterable[Row]) -> str:
    lines = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
