"""A result as a ranking: rows with their parts, the cut between them, and how far each stands from it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from brandportal.kit.display import is_english
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.results import (
    applications_by_code,
    honours_of_rules,
    is_last_stage,
    result_of,
)
from evaluation.selectors.rules import rules_of_tally
from evaluation.selectors.standings import IN, Part, Ranking, Row, Section
from evaluation.tally.exact import plain, printed
from evaluation.tally.explain import called

TONES = {"advanced": "go", "awarded": "go", "reserve": "", "excluded": "void"}


def ranking_of(tally: Tally) -> Ranking:
    """Return the ranking that a done tally shows: of its last stage, or of the selection."""
    rules, told = rules_of_tally(tally), result_of(tally)
    language = "en" if is_english() else "zh"
    used = used_channels(rules, told)
    return Ranking(
        tally=tally,
        sections=_sections(tally, rules, told, language),
        legend=[
            (called(rules.channels[key].title, language), plain(rules.channels[key].weight)) for key in used
        ],
        full=sum((rules.channels[key].weight for key in used), start=Fraction(0)),
        is_selection=bool(told["selection"]),
        language=language,
    )


def _sections(tally: Tally, rules: engine.Rules, told: dict[str, Any], language: str) -> list[Section]:
    """One list of all, or one for each stratum in which anybody stands, in the order of the rules."""
    by_code = applications_by_code(tally.round)
    places = told["stages"][-1]["entries"]
    if not rules.by_strata:
        return [_section(tally, (rules, told, language), places, by_code, "", "")]
    found = []
    for stratum in rules.strata.values():
        own = [place for place in places if by_code[place["entry"]].stratum == stratum.key]
        seats = ngettext("%(count)d seat", "%(count)d seats", stratum.quota) % {"count": stratum.quota}
        title = called(stratum.title, language)
        found += [_section(tally, (rules, told, language), own, by_code, title, seats)] if own else []
    return found


def _section(
    tally: Tally,
    said: tuple[engine.Rules, dict[str, Any], str],
    places: Sequence[dict[str, Any]],
    by_code: dict[str, Application],
    title: str,
    seats: str,
) -> Section:
    rules, told, language = said
    chosen = {choice["entry"]: choice for choice in told["selection"]}
    outcomes = {place["entry"]: (chosen.get(place["entry"]) or place)["outcome"] or "" for place in places}
    totals = {place["entry"]: _exact(place["total"]) for place in places}
    taken, left = _edge(totals, outcomes)
    used = used_channels(rules, told)
    rows = [
        _row(rules, place, chosen.get(place["entry"]), by_code[place["entry"]], (taken, left), used, language)
        for place in places
    ]
    return Section(
        title=title,
        seats=seats,
        rows=rows,
        cut=taken,
        cut_sentence=_cut_sentence(rules, rows, is_last=is_last_stage(tally)),
        gap_sentence=_gap_sentence(rules, taken, left),
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
        level=_level(rules, (choice or {}).get("level"), language),
        tone=TONES.get(outcome, ""),
        reasons=tuple(engine.reason_text(rules, code, language) for code in reasons),
    )


def _level(rules: engine.Rules, key: str | None, language: str) -> str:
    honour = honours_of_rules(rules).get(key or "")
    return getattr(honour, language) if honour else ""


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
