"""The analysis of a result as rows with their figures in words and their bars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.kit.display import is_english
from evaluation import stability as pure
from evaluation.models import Tally
from evaluation.selectors.ranking import signed
from evaluation.selectors.results import applications_by_code
from evaluation.selectors.rules import rules_of_tally
from evaluation.tally.exact import plain, printed
from evaluation.tally.explain import called

HUNDRED = Fraction(100)


@dataclass(frozen=True)
class EntryRow:
    """One application with one figure and its bar; `spoken` says both."""

    application: Application
    is_in: bool
    total: str
    shown: str
    value: Fraction
    spoken: str
    undecided: str = ""


@dataclass(frozen=True)
class Moved:
    """Who is above the line instead of whom."""

    comes_in: list[Application]
    goes_out: list[Application]
    undecided: list[Application]

    @property
    def is_any(self) -> bool:
        return bool(self.comes_in or self.goes_out or self.undecided)


@dataclass(frozen=True)
class ShiftRow:
    """The smallest shift of one weight in one direction; `value` is `limit` where nothing changes."""

    title: str
    weight: str
    way: str
    shown: str
    value: Fraction
    is_firm: bool
    moved: Moved
    spoken: str


@dataclass(frozen=True)
class RaterRow:
    """One named rater under their number in one channel."""

    title: str
    rater: str
    shown: str
    value: Fraction
    spoken: str
    moved: Moved
    is_blocked: bool = False
    entries: int = 0
    own: str = ""
    others: str = ""

    @property
    def changes(self) -> bool:
        return self.is_blocked or self.moved.is_any


@dataclass(frozen=True)
class AgreementRow:
    title: str
    raters: int
    left_out: int
    entries: int
    shown: str
    w: Fraction | None
    spoken: str


@dataclass(frozen=True)
class Scale:
    """From where to where all bars of one table run; 0 always lies on it."""

    least: Fraction
    most: Fraction

    @classmethod
    def over(cls, values: Iterable[Fraction]) -> "Scale":
        values = [Fraction(0), *values]
        return cls(min(values), max(values))


class StabilityRows:
    """What the page shows of one analysis, in the language of whoever asks."""

    def __init__(self, tally: Tally, found: pure.Stability) -> None:
        self.found = found
        self.rules = rules_of_tally(tally)
        self.by_code = applications_by_code(tally.round)
        self.places = self.rules.places
        self.language = "en" if is_english() else "zh"
        self.gap = None if found.gap is None else printed(found.gap, self.places)

    @cached_property
    def margins(self) -> list[EntryRow]:
        return [self._margin(row) for row in self.found.margins if row.margin is not None]

    @cached_property
    def frequencies(self) -> list[EntryRow]:
        """Those that are not on one side of the line in all samples, the most frequent first."""
        taken = {row.entry for row in self.found.margins if row.is_in}
        rows = [row for row in self.found.frequencies if row.taken not in {0, row.samples} or row.undecided]
        return [
            self._frequency(row, is_in=row.entry in taken)
            for row in sorted(rows, key=lambda row: (-row.taken, row.entry))
        ]

    @cached_property
    def shifts(self) -> list[ShiftRow]:
        return [self._shift(row) for row in self.found.shifts]

    @cached_property
    def raters(self) -> list[RaterRow]:
        """Those without whom the list would be another first, then by how little distance is left."""
        rows = [self._without(row) for row in self.found.without]
        return sorted(rows, key=lambda row: (not row.changes, row.value))

    @cached_property
    def agreements(self) -> list[AgreementRow]:
        return [self._agreement(row) for row in self.found.agreements]

    @cached_property
    def severities(self) -> list[RaterRow]:
        """By channel, the mildest first."""
        rows = [self._severity(row) for row in self.found.severities]
        order = list(dict.fromkeys(row.title for row in rows))
        return sorted(rows, key=lambda row: (order.index(row.title), -row.value, row.rater))

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        return {
            "margins": Scale.over(row.value for row in self.margins),
            "raters": Scale.over(row.value for row in self.raters),
            "severities": Scale.over(row.value for row in self.severities),
        }

    def _title(self, channel: str) -> str:
        return called(self.rules.channels[channel].title, self.language)

    def _moved(self, row: pure.Shift | pure.Without) -> Moved:
        parts = (row.comes_in, row.goes_out, row.undecided)
        return Moved(*([self.by_code[code] for code in codes] for codes in parts))

    def _margin(self, row: pure.Margin) -> EntryRow:
        margin = row.margin or Fraction(0)
        application, shown = self.by_code[row.entry], signed(margin, self.places)
        return EntryRow(
            application,
            row.is_in,
            printed(row.total, self.places),
            shown,
            margin,
            f"{application.brand_name}: {shown}",
        )

    def _frequency(self, row: pure.Frequency, *, is_in: bool) -> EntryRow:
        application, share = self.by_code[row.entry], HUNDRED * row.taken / row.samples
        shown = f"{printed(share, 1)}%"
        told = f"{application.brand_name}: {shown}"
        undecided = f"{printed(HUNDRED * row.undecided / row.samples, 1)}%" if row.undecided else ""
        return EntryRow(application, is_in, str(row.taken), shown, share, told, undecided)

    def _shift(self, row: pure.Shift) -> ShiftRow:
        title = self._title(row.channel)
        way = _("up") if row.direction > 0 else _("down")
        at = row.limit if row.at is None else row.at
        shown = printed(at, self.places)
        words = _("no change up to %(points)s") if row.at is None else _("change beyond %(points)s")
        told = words % {"points": shown}
        return ShiftRow(
            title,
            plain(self.found.weights[row.channel]),
            way,
            told,
            at,
            row.at is None,
            self._moved(row),
            f"{title}, {way}: {told}",
        )

    def _without(self, row: pure.Without) -> RaterRow:
        title = self._title(row.channel)
        gap = row.gap or Fraction(0)
        shown = "—" if row.gap is None else printed(gap, self.places)
        return RaterRow(
            title, row.rater, shown, gap, f"{title} {row.rater}: {shown}", self._moved(row), row.is_blocked
        )

    def _severity(self, row: pure.Severity) -> RaterRow:
        title, shown = self._title(row.channel), signed(row.difference, self.places)
        return RaterRow(
            title,
            row.rater,
            shown,
            row.difference,
            f"{title} {row.rater}: {shown}",
            Moved([], [], []),
            entries=row.entries,
            own=printed(row.own, self.places),
            others=printed(row.others, self.places),
        )

    def _agreement(self, row: pure.Agreement) -> AgreementRow:
        title = self._title(row.channel)
        shown = "—" if row.w is None else printed(row.w, 3)
        return AgreementRow(
            title, len(row.raters), len(row.others), row.entries, shown, row.w, f"{title}: W = {shown}"
        )
