"""A rater's desk: what lies there, how far it is, and one sheet with its criteria."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.selectors import rules_chapter
from brandportal.kit.display import is_english
from brandportal.kit.numbers import plain
from evaluation.enums import LineKind, SheetStatus
from evaluation.lifecycle import VISIT_ITEM
from evaluation.models import Criterion, Rater, ScoreSheet
from evaluation.selectors.sheet_words import answer_title, worth_of
from evaluation.selectors.whole_forms import rule_of, told

# The lower bounds of fair, good and excellent, as shares of a criterion's maximum.
BANDS = (Decimal(0), Decimal("0.40"), Decimal("0.65"), Decimal("0.85"))
# What `progress_of` reads of a sheet.
TO_COUNT = ("answers", "rejects", "status", "is_flagged")
BAND_NAMES = (_("Poor"), _("Fair"), _("Good"), _("Excellent"))
BAND_SAYS = (
    _("Hardly meets the standard; most points are missing or on paper only."),
    _("Meets part of the standard; visible gaps remain."),
    _("Meets the standard in the main; single posts or points fall short."),
    _("Meets the standard throughout, shown by facts and figures."),
)


@dataclass(frozen=True)
class Anchor:
    """One of the four bands of a criterion, from `low` to `high`."""

    name: str | Promise
    low: str
    high: str
    says: str | Promise
    is_on: bool


@dataclass(frozen=True)
class Mark:
    """One of the answers that a line offers."""

    key: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One criterion as the sheet shows it; `value` as stored or, after a refusal, as typed.

    Points have anchors, answers on offer stand in `marks`; a figure or a count has neither, only its bounds. `rejects`
    is the mark, of a line on the sheet as a whole, with which no other line is read.
    """

    key: str
    title: str
    notes: list[str]
    value: str
    max: str
    step: str
    anchors: list[Anchor]
    marks: list[Mark]
    errors: list[str]
    needs_visit: bool
    least: str = ""
    is_whole: bool = False
    rejects: Mark | None = None

    @property
    def is_missing(self) -> bool:
        return not self.value.strip()

    @property
    def says(self) -> str | Promise:
        return next((anchor.says for anchor in self.anchors if anchor.is_on), "")


@dataclass(frozen=True)
class Row:
    """One application in the queue; only its own rater ever gets one."""

    sheet: ScoreSheet
    state: str
    total: str

    @property
    def application(self) -> Any:
        return self.sheet.application


@dataclass(frozen=True)
class Progress:
    """How far a rater is; recused sheets count nowhere but in `recused`."""

    total: int
    complete: int
    signed: int
    recused: int
    flagged: int

    @property
    def missing(self) -> int:
        return self.total - self.complete

    @property
    def is_signed(self) -> bool:
        return self.total > 0 and self.signed == self.total


@dataclass(frozen=True)
class Place:
    """A rater's place in a channel with its progress; `told` says how far a form is that spans entries."""

    rater: Rater
    progress: Progress
    told: str = ""


def places_of(user: Any) -> list[Place]:
    """Return the channels in which `user` rates, newest round first, in a fixed number of queries."""
    raters = Rater.objects.filter(user=user).select_related("channel__stage__round", "channel__round", "user")
    found = list(raters.order_by("-channel__round__pk", "channel__position"))
    sheets = ScoreSheet.objects.filter(rater__in=found).only("rater_id", *TO_COUNT)
    by_rater: dict[int, list[ScoreSheet]] = {}
    for sheet in sheets.order_by():
        by_rater.setdefault(sheet.rater_id, []).append(sheet)
    return [_place(rater, by_rater.get(rater.pk, [])) for rater in found]


def _place(rater: Rater, sheets: Sequence[ScoreSheet]) -> Place:
    counted = [sheet for sheet in sheets if not sheet.is_recused]
    if not rater.channel.is_wide or not counted:
        return Place(rater, progress_of(sheets))
    number = sum(sheet.is_started for sheet in counted)
    return Place(rater, progress_of(sheets), told(rule_of(rater.channel), number, len(counted)))


def progress_of(sheets: Sequence[ScoreSheet]) -> Progress:
    counted = [sheet for sheet in sheets if not sheet.is_recused]
    return Progress(
        total=len(counted),
        complete=sum(sheet.is_complete for sheet in counted),
        signed=sum(sheet.status == SheetStatus.SIGNED for sheet in counted),
        recused=len(sheets) - len(counted),
        flagged=sum(sheet.is_flagged for sheet in counted),
    )


def sheets_of(rater: Rater) -> QuerySet[ScoreSheet]:
    return ScoreSheet.objects.of_rater(rater).select_related("application__unit", "application__round")


def queue_of(sheets: Iterable[ScoreSheet], criteria: Sequence[Criterion] = ()) -> list[Row]:
    """Return a row for each sheet; `criteria` are the lines of its channel, where they ask for more than points."""
    return [Row(sheet, state_of(sheet), worth_of(criteria, sheet.values)) for sheet in sheets]


def state_of(sheet: ScoreSheet) -> str:
    """Return recused, signed, done, begun or todo."""
    if sheet.status != SheetStatus.OPEN:
        return sheet.status
    if sheet.is_complete:
        return "done"
    return "begun" if sheet.is_started else "todo"


def neighbours(rows: Sequence[Row], sheet: ScoreSheet) -> tuple[Row | None, Row | None]:
    """Return the row before and the row after `sheet` in the queue, past recused ones."""
    usable = [row for row in rows if row.state != SheetStatus.RECUSED or row.sheet.pk == sheet.pk]
    place = next(index for index, row in enumerate(usable) if row.sheet.pk == sheet.pk)
    before = usable[place - 1] if place else None
    return before, usable[place + 1] if place + 1 < len(usable) else None


def next_to_do(rows: Sequence[Row], sheet: ScoreSheet) -> Row | None:
    """Return the next row after `sheet` that is not complete, from the top again at the end; None when all are."""
    place = next(index for index, row in enumerate(rows) if row.sheet.pk == sheet.pk)
    later = [*rows[place + 1 :], *rows[:place]]
    return next((row for row in later if row.state in {"todo", "begun"}), None)


def lines_of(
    sheet: ScoreSheet,
    criteria: Sequence[Criterion],
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
) -> list[Line]:
    """Return the criteria of `sheet` with what is stored, or with what was typed where a post was refused."""
    notes = standards_of(sheet)
    return [
        _line(
            criterion, (typed or {}).get(criterion.key, stored), notes, (errors or {}).get(criterion.key, [])
        )
        for criterion, stored in zip(criteria, sheet.values, strict=True)
    ]


def standards_of(sheet: ScoreSheet) -> dict[str, list[str]]:
    """Return what each criterion asks for, from the chapter `filing` of the round's rules."""
    chapter = rules_chapter(sheet.channel.round, "filing")
    language = "en" if is_english() else "zh"
    return {
        row["key"]: [text.get(language) or text.get("zh", "") for text in row.get("help", [])]
        for row in chapter.get("standards", [])
    }


def _line(criterion: Criterion, value: str, notes: Mapping[str, list[str]], errors: list[str]) -> Line:
    marks = [Mark(key, answer_title(criterion, key), key == value) for key in criterion.answer_keys]
    return Line(
        key=criterion.key,
        title=criterion.title,
        notes=notes.get(criterion.key, []),
        value=value,
        max=criterion.max,
        step=criterion.step or "0.01",
        anchors=anchors_of(criterion, value) if criterion.is_points else [],
        marks=marks,
        least=criterion.least,
        is_whole=criterion.kind == LineKind.COUNT,
        errors=errors,
        needs_visit=criterion.key == VISIT_ITEM,
        rejects=next((mark for mark in marks if mark.key == criterion.rejects), None),
    )


def anchors_of(criterion: Criterion, value: str) -> list[Anchor]:
    """Four bands that cover 0 to the maximum without a gap, on the criterion's own step."""
    step = criterion.step_size or Decimal(1)
    lows = [(criterion.highest * share / step).to_integral_value(ROUND_CEILING) * step for share in BANDS]
    highs = [low - step for low in lows[1:]] + [criterion.highest]
    number = Decimal(value) if value.isascii() and value.replace(".", "", 1).isdigit() else None
    return [
        Anchor(name, plain(low), plain(high), says, number is not None and low <= number <= high)
        for name, low, high, says in zip(BAND_NAMES, lows, highs, BAND_SAYS, strict=True)
    ]
