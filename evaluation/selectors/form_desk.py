"""What a rater's pages show of a form that spans entries: its lines, what is wrong with each, how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from applications.models import Application
from evaluation import tally
from evaluation.enums import SheetStatus
from evaluation.models import Rater, ScoreSheet
from evaluation.selectors.whole_forms import (
    Fault,
    answers_of,
    faults_of,
    is_blank,
    limit_of,
    mark_of,
    rule_of,
    sheets_of_form,
    strata_of_form,
    told,
)

ON, OFF = "on", "off"


@dataclass(frozen=True)
class Part:
    """One entry on the form; `value` as stored or, after a refusal, as typed."""

    sheet: ScoreSheet
    value: str
    note: str
    errors: list[str]

    @property
    def application(self) -> Application:
        return self.sheet.application

    @property
    def words(self) -> str:
        """What a search looks in."""
        one = self.application
        names = (
            one.code,
            one.brand_name,
            one.unit.name_zh,
            one.unit.name_en,
            one.unit.pinyin,
            one.unit.initials,
        )
        return " ".join(names).casefold()

    def answers_to(self, query: str, show: str) -> bool:
        found = all(word in self.words for word in query.casefold().split())
        return found and (show == "" or bool(self.value) == (show == ON))


@dataclass(frozen=True)
class WholeForm:
    """A rater's form as its pages show it; `parts` in the order of reading: by code, a ranking by place."""

    rater: Rater
    rule: tally.rules.Channel
    sheets: list[ScoreSheet]
    recused: list[Application]
    typed: Mapping[str, str]
    errors: Mapping[str, list[str]]

    @property
    def is_picks(self) -> bool:
        return self.rule.picks is not None

    @property
    def mark(self) -> str:
        return mark_of(self.sheets)

    @cached_property
    def stored(self) -> dict[str, str]:
        return answers_of(self.sheets)

    @cached_property
    def faults(self) -> list[Fault]:
        strata = strata_of_form(self.rater.channel, self.sheets)
        return faults_of(self.rule, self.stored, strata)

    @property
    def is_blank(self) -> bool:
        return is_blank(self.stored)

    @property
    def is_signed(self) -> bool:
        return any(sheet.status == SheetStatus.SIGNED for sheet in self.sheets)

    @property
    def saved_at(self) -> object:
        return max((sheet.saved_at for sheet in self.sheets if sheet.saved_at), default=None)

    @property
    def number(self) -> int:
        """How many entries are picked or placed, as the page shows it."""
        return sum(bool(part.value.strip()) for part in self.parts)

    @property
    def limit(self) -> int:
        return limit_of(self.rule.picks) if self.rule.picks else len(self.sheets)

    @property
    def told(self) -> str:
        return told(self.rule, self.number, len(self.sheets))

    @property
    def pattern(self) -> str:
        """The same with {n} in place of the number, for the page to count on its own."""
        return told(self.rule, "{n}", len(self.sheets))

    @property
    def notes(self) -> dict[str, str]:
        return {code: fault.note for fault in reversed(self.faults) for code in fault.codes}

    @cached_property
    def parts(self) -> list[Part]:
        parts = [self._part(sheet) for sheet in self.sheets]
        return parts if self.is_picks else sorted(parts, key=_by_place)

    def part_of(self, code: str) -> Part | None:
        return next((part for part in self.parts if part.application.code == code), None)

    def _part(self, sheet: ScoreSheet) -> Part:
        code = sheet.application.code
        value = self.typed.get(code, sheet.answers)
        return Part(sheet, value, self.notes.get(code, ""), self.errors.get(code, []))


def form_of(
    rater: Rater,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
) -> WholeForm:
    """Return the form of `rater`, with what was typed and refused where a post was."""
    recused = rater.sheets.filter(status=SheetStatus.RECUSED).select_related("application__unit")
    return WholeForm(
        rater,
        rule_of(rater.channel),
        sheets_of_form(rater),
        [sheet.application for sheet in recused.order_by("application__code")],
        typed or {},
        errors or {},
    )


def differences(form: WholeForm) -> list[tuple[Application, str, str]]:
    """Return where what was typed and what is stored differ: the entry, here, stored."""
    return [
        (part.application, _shown(form, part.value), _shown(form, part.sheet.answers))
        for part in form.parts
        if part.value != part.sheet.answers
    ]


def moved(order: Sequence[str], places: Mapping[str, str], code: str, step: int) -> dict[str, str]:
    """Return the places that change when `code` goes up (-1) or down (1) in a list read in `order`.

    It changes places with its neighbour; an entry without a place gets the first that is free.
    """
    if not places.get(code):
        taken = set(places.values())
        free = next(str(place) for place in range(1, len(order) + 2) if str(place) not in taken)
        return {code: free}
    at = order.index(code) + step
    if not 0 <= at < len(order) or not places.get(order[at]):
        return {}
    other = order[at]
    return {code: places[other], other: places[code]}


def _by_place(part: Part) -> tuple[bool, int, str]:
    place = part.sheet.answers
    return not place, int(place or 0), part.application.code


def _shown(form: WholeForm, value: str) -> str:
    if form.is_picks:
        return _("picked") if value else _("not picked")
    return value or "—"
