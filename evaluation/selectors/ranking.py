"""A result as a ranking: rows with their parts, the cut between them, and how far each stands from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from brandportal.kit.display import is_english
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.results import applications_by_code, is_last_stage, result_of
from evaluation.selectors.rules import rules_of_tally
from evaluation.tally.exact import plain, printed
from evaluation.tally.explain import called

IN = {"advanced", "awarded"}
TONES = {"advanced": "go", "awarded": "go", "reserve": "", "excluded": "void"}


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
    """One application in the ranking; `margin` is signed: above the best left out, or below the last taken."""

    application: Application
    rank: int | None
    total: Fraction | None
    shown: str
    parts: tuple[Part, ...]
    margin: Fraction | None
    shown_margin: str
    outcome: str
    outcome_label: str
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
class Ranking:
    """A result in rank order: `above` and `below` the cut; `full` is what the stage's channels can give together."""

    tally: Tally
    rows: list[Row]
    legend: list[tuple[str, str]]
    full: Fraction
    cut: Fraction | None
    cut_sentence: str
    gap_sentence: str
    is_selection: bool
    language: str

    @property
    def full_text(self) -> str:
        return plain(self.full)

    @property
    def above(self) -> list[Row]:
        return [row for row in self.rows if row.is_in]

    @property
    def below(self) -> list[Row]:
        return [row for row in self.rows if not row.is_in]

    def without(self, codes: Collection[str]) -> "Ranking":
        """The same ranking for somebody who must not see the results of `codes`."""
        return replace(self, rows=[row for row in self.rows if row.application.code not in codes])

    def row_of(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.application.code == code), None)


def ranking_of(tally: Tally) -> Ranking:
    """Return the ranking that a done tally shows: of its last stage, or of the selection."""
    rules, told = rules_of_tally(tally), result_of(tally)
    language = "en" if is_english() else "zh"
    places = told["stages"][-1]["entries"]
    chosen = {choice["entry"]: choice for choice in told["selection"]}
    outcomes = {place["entry"]: (chosen.get(place["entry"]) or place)["outcome"] or "" for place in places}
    totals = {place["entry"]: _exact(place["total"]) for place in places}
    taken, left = _edge(totals, outcomes)
    by_code = applications_by_code(tally.round)
    used = used_channels(rules, told)
    rows = [
        _row(rules, place, chosen.get(place["entry"]), by_code[place["entry"]], (taken, left), used, language)
        for place in places
    ]
    whole = sum((rules.channels[key].weight for key in used), start=Fraction(0))
    return Ranking(
        tally=tally,
        rows=rows,
        legend=[
            (called(rules.channels[key].title, language), plain(rules.channels[key].weight)) for key in used
        ],
        full=whole,
        cut=taken,
        cut_sentence=_cut_sentence(rules, rows, is_last=is_last_stage(tally)),
        gap_sentence=_gap_sentence(rules, taken, left),
        is_selection=bool(chosen),
        language=language,
    )


def signed(value: Fraction, places: int) -> str:
    """A difference with its sign, also above zero."""
    text = printed(abs(value), places)
    return f"{'−' if value < 0 else '+'}{text}"


def used_channels(rules: engine.Rules, told: dict[str, Any]) -> tuple[str, ...]:
    """Return the channels of the last stage told of, in the order of the rules; the result has them by key."""
    last = told["stages"][-1]["key"]
    return next(stage.use for stage in rules.stages if stage.key == last)


def _exact(number: dict[str, str] | None) -> Fraction | None:
    return Fraction(number["exact"]) if number else None


def _edge(
    totals: dict[str, Fraction | None], outcomes: dict[str, str]
) -> tuple[Fraction | None, Fraction | None]:
    """Return the lowest total taken and the highest left out; a vetoed entry blocks nothing."""
    known = {key: total for key, total in totals.items() if total is not None and outcomes[key] != "excluded"}
    taken = [total for key, total in known.items() if outcomes[key] in IN]
    left = [total for key, total in known.items() if outcomes[key] and outcomes[key] not in IN]
    return min(taken, default=None), max(left, default=None)


def _row(
    rules: engine.Rules,
    place: dict[str, Any],
    choice: dict[str, Any] | None,
    application: Application,
    edge: tuple[Fraction | None, Fraction | None],
    used: Sequence[str],
    language: str,
) -> Row:
    outcome = (choice or place)["outcome"] or ""
    total = _exact(place["total"])
    margin = _margin(total, outcome, *edge)
    reasons = (choice or place)["reasons"]
    return Row(
        application=application,
        rank=place["rank"],
        total=total,
        shown=place["total"]["printed"] if place["total"] else "—",
        parts=tuple(_part(rules, key, place["channels"][key], language) for key in used),
        margin=margin,
        shown_margin=signed(margin, rules.places) if margin is not None else "—",
        outcome=outcome,
        outcome_label=outcome_label(outcome),
        tone=TONES.get(outcome, ""),
        reasons=tuple(engine.reason_text(rules, code, language) for code in reasons),
    )


def _part(rules: engine.Rules, key: str, told: dict[str, Any], language: str) -> Part:
    exact = _exact(told["contribution"]) or Fraction(0)
    shown = told["contribution"]["printed"] if told["contribution"] else "—"
    value = told["value"]["printed"] if told["value"] else None
    return Part(key, called(rules.channels[key].title, language), exact, shown, value)


def _margin(
    total: Fraction | None, outcome: str, taken: Fraction | None, left: Fraction | None
) -> Fraction | None:
    other = left if outcome in IN else taken
    return None if total is None or other is None or not outcome or outcome == "excluded" else total - other


def outcome_label(outcome: str) -> str:
    return {
        "advanced": _("Shortlisted"),
        "eliminated": _("Not shortlisted"),
        "excluded": _("Excluded"),
        "awarded": _("On the preliminary list"),
        "not_awarded": _("Not on the list"),
        "reserve": _("In reserve"),
    }.get(outcome, _("Not decided"))


def _cut_sentence(rules: engine.Rules, rows: list[Row], *, is_last: bool) -> str:
    number = sum(row.is_in for row in rows)
    if is_last:
        return ngettext(
            "Naming line: %(count)d application above it.",
            "Naming line: %(count)d applications above it.",
            number,
        ) % {"count": number}
    return ngettext("Cut: %(count)d application goes on.", "Cut: %(count)d applications go on.", number) % {
        "count": number
    }


def _gap_sentence(rules: engine.Rules, taken: Fraction | None, left: Fraction | None) -> str:
    if taken is None or left is None:
        return ""
    if taken == left:
        return _("The last above and the first below have the same total.")
    facts = {
        "taken": printed(taken, rules.places),
        "left": printed(left, rules.places),
        "gap": printed(taken - left, rules.places),
    }
    return (
        _("The last above it has %(taken)s, the first below %(left)s: a difference of %(gap)s points.")
        % facts
    )
