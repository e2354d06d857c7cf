"""Single figures written into a copy of a rules document, by their key paths."""

import copy
import re
from collections.abc import Mapping
from typing import Any

FLAGS = {"true": True, "false": False}
# Words that stand as true or false in the document.
FLAG_PATHS = ("select.may_be_fewer",)
# Keys written one after the other; people part them by commas of either kind, or by spaces.
LIST_PATHS = ("tie.order",)
_BETWEEN = re.compile(r"[\s,，、;；]+")


def with_figures(document: Mapping[str, Any], figures: Mapping[str, str]) -> dict[str, Any]:
    """Return a copy of `document` in which each path of `figures` has its number or word; "" takes the key away."""
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    for path, text in figures.items():
        *way, last = path.split(".")
        if text != "":
            _table(changed, way)[last] = _written(path, text)
        elif _holds(changed, path):
            _take_away(changed, way, last)
    return changed


def _written(path: str, text: str) -> Any:
    if path in FLAG_PATHS:
        return FLAGS.get(text, text)
    return [key for key in _BETWEEN.split(text) if key] if path in LIST_PATHS else text


def _table(table: Any, way: list[str]) -> Any:
    for step in way:
        table = _member(table, step)
    return table


def _member(table: Any, step: str) -> Any:
    """Return the row named `step` of a list of tables, or the table under that key."""
    if isinstance(table, list):
        return next(row for row in table if row["key"] == step)
    if not isinstance(table.get(step), dict | list):
        table[step] = {}
    return table[step]


def _holds(table: Any, path: str) -> bool:
    """Whether the key is there; nothing is made on the way."""
    for step in path.split("."):
        if isinstance(table, list):
            table = next((row for row in table if row["key"] == step), None)
        else:
            table = table.get(step) if isinstance(table, dict) else None
        if table is None:
            return False
    return True


def _take_away(document: dict[str, Any], way: list[str], last: str) -> None:
    table = _table(document, way)
    del table[last]
    if not table:
        del _table(document, way[:-1])[way[-1]]
