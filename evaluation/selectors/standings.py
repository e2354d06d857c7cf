"""What a ranking is made of: rows with their parts, in one list or in a list for each division."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from applications.models import Application
from evaluation.models import Tally
from evaluation.tally.exact import plain

IN = {"advanced", "awarded"}


@dataclass(frozen=True)
class Part:
    """What one channel contributes to a total; `value` None where it is not established."""

    channel: str
    title: str
    exact: Fraction
    shown: str
    value: str | None


@dataclass(frozen=True)
class Row:
    """One application in the ranking; `margin` is signed: above the best left out, or below the last taken.

    `level` is the title of the level or class of award that the selection gave it, "" without one.
    """

    application: Application
    rank: int | None
    total: Fraction | None
    shown: str
    parts: tuple[Part, ...]
    margin: Fraction | None
    shown_margin: str
    outcome: str
    outcome_label: str
    level: str
    tone: str
    reasons: tuple[str, ...]

    @property
    def is_in(self) -> bool:
        return self.outcome in IN

    @property
    def bar(self) -> list[Fraction]:
        return [part.exact for part in self.parts]

    @property
    def shown_reasons(self) -> str:
        return _("; ").join(self.reasons)

    @property
    def spoken(self) -> str:
        """All figures of the bar in words, for those who do not see it."""
        figures = [f"{part.title} {part.shown}" for part in self.parts]
        return f"{self.application.brand_name}: {', '.join(figures)}; {_('total')} {self.shown}"


@dataclass(frozen=True)
class Section:
    """A list with ranks and a cut of its own; `title` and `seats` are "" where all stand in one list."""

    title: str
    seats: str
    rows: list[Row]
    cut: Fraction | None
    cut_sentence: str
    gap_sentence: str

    @property
    def above(self) -> list[Row]:
        return [row for row in self.rows if row.is_in]

    @property
    def below(self) -> list[Row]:
        return [row for row in self.rows if not row.is_in]

    def without(self, codes: Collection[str]) -> "Section":
        return replace(self, rows=[row for row in self.rows if row.application.code not in codes])


@dataclass(frozen=True)
class Ranking:
    """A result in rank order, section by section; `full` is what the stage's channels can give together."""

    tally: Tally
    sections: list[Section]
    legend: list[tuple[str, str]]
    full: Fraction
    is_selection: bool
    language: str

    @property
    def full_text(self) -> str:
        return plain(self.full)

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def above(self) -> list[Row]:
        return [row for row in self.rows if row.is_in]

    @property
    def has_cut(self) -> bool:
        return any(section.cut is not None for section in self.sections)

    def without(self, codes: Collection[str]) -> "Ranking":
        """The same ranking for somebody who must not see the results of `codes`."""
        left = [section.without(codes) for section in self.sections]
        return replace(self, sections=[section for section in left if section.rows])

    def section_of(self, code: str) -> Section | None:
        """Return the list in which the entry `code` stands."""
        return next(
            (one for one in self.sections if any(row.application.code == code for row in one.rows)), None
        )
