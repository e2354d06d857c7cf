"""The result object and its bytes (tally.md 2.7)."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from evaluation.tally.canonical import canonical_json
from evaluation.tally.channel import Standing
from evaluation.tally.counts import Measure
from evaluation.tally.exact import exact_text, printed
from evaluation.tally.rules import Channel, Rules
from evaluation.tally.selection import Choice, Selection
from evaluation.tally.stages import Place, Problem, StageTally

ENGINE = {"format": 1}


def result_bytes(result: Mapping[str, Any]) -> bytes:
    """Canonical JSON with one newline at the end, in UTF-8."""
    return f"{canonical_json(result)}\n".encode()


def build_result(
    rules: Rules,
    digest: str,
    through: str,
    measures: Mapping[str, Measure],
    stages: Iterable[StageTally],
    selection: Selection | None,
) -> dict[str, Any]:
    stages = list(stages)
    state = selection.state if selection else stages[-1].state
    problems = [problem for part in [*stages, selection] if part for problem in part.problems]
    return {
        "engine": ENGINE,
        "rules": rules.fingerprint,
        "inputs": digest,
        "through": through,
        "state": state,
        "problems": sorted(problems, key=_problem_order),
        "channels": {key: measure.counts.as_json() for key, measure in measures.items()},
        "stages": [_stage(rules, stage) for stage in stages],
        "selection": _selection(rules, selection) if selection else [],
    }


def _problem_order(problem: Problem) -> list[Any]:
    return [problem["code"], problem["stage"], problem["channel"] or "", problem["entries"]]


def _number(rules: Rules, value: Fraction | None) -> dict[str, str] | None:
    if value is None:
        return None
    return {"exact": exact_text(value), "printed": printed(value, rules.places)}


def _order(rank: int | None, entry: str) -> tuple[bool, int, str]:
    return rank is None, rank or 0, entry


def _stage(rules: Rules, tallied: StageTally) -> dict[str, Any]:
    places = sorted(tallied.places.values(), key=lambda place: _order(place.rank, place.entry.key))
    return {"key": tallied.stage.key, "entries": [_place(rules, place) for place in places]}


def _place(rules: Rules, place: Place) -> dict[str, Any]:
    return {
        "entry": place.entry.key,
        "rank": place.rank,
        "tied_with": sorted(place.tied_with),
        "adjust": exact_text(place.adjust),
        "total": _number(rules, place.total),
        "outcome": place.outcome,
        "reasons": sorted(place.reasons),
        "channels": {
            key: _standing(rules, rules.channels[key], standing) for key, standing in place.channels.items()
        },
    }


def _standing(rules: Rules, channel: Channel, standing: Standing) -> dict[str, Any]:
    measured = standing.measured
    told: dict[str, Any] = {**measured.counts.as_json(), "base": measured.base}
    if channel.is_sheet:
        told["items"] = {key: exact_text(mean) for key, mean in measured.items.items()}
    told["value"] = _number(rules, standing.value)
    told["contribution"] = _number(rules, standing.contribution)
    return told


def _selection(rules: Rules, selection: Selection) -> list[dict[str, Any]]:
    choices = sorted(selection.choices.values(), key=lambda choice: _order(choice.rank, choice.entry.key))
    return [_choice(rules, choice) for choice in choices]


def _choice(rules: Rules, choice: Choice) -> dict[str, Any]:
    return {
        "entry": choice.entry.key,
        "rank": choice.rank,
        "total": _number(rules, choice.total),
        "outcome": choice.outcome,
        "level": choice.level,
        "reasons": sorted(choice.reasons),
    }
