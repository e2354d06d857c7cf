"""The result as tally.md 2.7 writes it, with the rows of values.csv that its digest covers (section 3)."""

from collections.abc import Sequence
from typing import Any

from evaluation.tally import Decision, Entry, FormRow
from evaluation.tally.rules import Rules
from tests.second.choice import SELECT, Choice, choose
from tests.second.opinion import Opinion, View, counts
from tests.second.printing import both, canonical, digest, exact
from tests.second.rounds import Course, Held, Place, contribution, run_course

Told = dict[str, Any]


def second_bytes(
    rules: Rules,
    entries: Sequence[Entry],
    rows: Sequence[FormRow],
    decisions: Sequence[Decision] = (),
    through: str | None = None,
) -> bytes:
    """The bytes of result.json."""
    return f"{canonical(second_result(rules, entries, rows, decisions, through))}\n".encode()


def second_result(
    rules: Rules,
    entries: Sequence[Entry],
    rows: Sequence[FormRow],
    decisions: Sequence[Decision] = (),
    through: str | None = None,
) -> Told:
    """The result of forms as a bundle has them; the input is sound."""
    course = run_course(rules, entries, rows, decisions, through)
    last = rules.stages[-1].key
    chosen = {}
    if course.state == "final" and through in {None, last}:
        chosen = choose(course)
    return {
        "engine": {"format": 1},
        "rules": digest(rules.document),
        "inputs": _inputs(course),
        "through": through or last,
        "state": course.state,
        "problems": sorted(course.problems, key=_problem_order),
        "channels": {key: counts(found.forms) for key, found in course.opinions.items()},
        "stages": [_stage(course, held) for held in course.stages],
        "selection": [_choice(rules, choice) for choice in sorted(chosen.values(), key=_order)],
    }


def _problem_order(problem: Told) -> tuple[str, str, str, list[str]]:
    return problem["code"], problem["stage"] or "", problem["channel"] or "", problem["entries"]


def _order(row: Choice) -> tuple[bool, int, str]:
    return row.rank is None, row.rank or 0, row.entry


def _choice(rules: Rules, choice: Choice) -> Told:
    return {
        "entry": choice.entry,
        "rank": choice.rank,
        "total": both(choice.total, rules.places),
        "outcome": choice.outcome,
        "level": choice.level,
        "reasons": sorted(choice.reasons),
    }


def _stage(course: Course, held: Held) -> Told:
    places = sorted(
        held.places.values(), key=lambda place: (place.rank is None, place.rank or 0, place.entry.key)
    )
    return {"key": held.stage.key, "entries": [_place(course, held, place) for place in places]}


def _place(course: Course, held: Held, place: Place) -> Told:
    return {
        "entry": place.entry.key,
        "rank": place.rank,
        "tied_with": place.tied_with,
        "adjust": exact(place.adjust),
        "total": both(place.total, course.rules.places),
        "outcome": place.outcome,
        "reasons": sorted(place.reasons),
        "channels": {
            key: _view(course.opinions[key], place.entry.key, course.rules.places) for key in held.stage.use
        },
    }


def _view(found: Opinion, key: str, places: int) -> Told:
    view = found.views[key]
    part = None if view.value is None else contribution(found, view)
    means = {"items": {item: exact(mean) for item, mean in view.items.items()}}
    return {
        **counts(view.verdicts),
        **(means if found.channel.is_sheet else {}),
        "base": view.base,
        "value": both(view.value, places),
        "contribution": both(part, places),
    }


def _inputs(course: Course) -> str:
    reached = {held.stage.key for held in course.stages}
    if course.rules.stages[-1].key in reached:
        reached.add(SELECT)
    tables = {
        "decisions": [row.row() for row in course.decisions if row.stage in reached],
        "entries": [entry.row() for entry in course.entries],
        "values": [row for found in course.opinions.values() for row in _values(found)],
    }
    return digest({name: sorted(rows, key=canonical) for name, rows in tables.items()})


def _values(found: Opinion) -> list[Told]:
    key = found.channel.key
    rows = [_value_row(key, "", "", counts(found.forms))]
    for entry, view in found.views.items():
        rows += _entry_rows(key, entry, view)
    return rows


def _entry_rows(key: str, entry: str, view: View) -> list[Told]:
    rows = []
    for group, part in view.parts.items():
        value = "" if part.value is None else exact(part.value)
        rows.append(
            _value_row(key, entry, group, counts(part.verdicts)) | {"base": str(part.base), "value": value}
        )
    for item, mean in view.items.items():
        blank = dict.fromkeys(("returned", "valid", "invalid", "blank", "void", "recused"), "")
        rows.append(
            {
                "channel": key,
                "entry": entry,
                "group": "",
                "item": item,
                **blank,
                "base": "",
                "value": exact(mean),
            }
        )
    return rows


def _value_row(key: str, entry: str, group: str, counted: Told) -> Told:
    texts = {
        name: ";".join(f"{reason}:{times}" for reason, times in sorted(said.items()))
        if isinstance(said, dict)
        else str(said)
        for name, said in counted.items()
    }
    return {"channel": key, "entry": entry, "group": group, "item": "", **texts, "base": "", "value": ""}
