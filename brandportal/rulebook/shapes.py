"""Which keys and kinds a chapter may hold, said as a shape; what differs is a fault with its path.

A shape is a table of shapes by key, a list of one shape for its rows, or a kind: TEXT (also a table of texts by
language), FLAG, or ANY where the floor checks the value itself.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from brandportal.rulebook.checks import Fault

TEXT, PLAIN_TEXT, FLAG, ANY = "text", "plain text", "flag", "any"
BY_LANGUAGE = {"zh": PLAIN_TEXT, "en": PLAIN_TEXT}


def misfits(value: Any, shape: Any, path: str) -> list[Fault]:
    """Return one fault for each key that `shape` does not know and each value of another kind."""
    return list(_misfits(value, shape, path))


def row_path(path: str, rows: list[Any], index: int) -> str:
    """Name a row by its key where it has one of its own, else by its number counted from 1."""
    keys = [row.get("key") if isinstance(row, Mapping) else None for row in rows]
    key = keys[index]
    own = isinstance(key, str) and key and keys.count(key) == 1
    return f"{path}.{key}" if own else f"{path}[{index + 1}]"


def _misfits(value: Any, shape: Any, path: str) -> Iterator[Fault]:
    if isinstance(shape, Mapping):
        yield from _table(value, shape, path)
    elif isinstance(shape, list):
        yield from _rows(value, shape[0], path)
    elif shape == TEXT and isinstance(value, Mapping) and value:
        yield from _table(value, BY_LANGUAGE, path)
    elif shape in {TEXT, PLAIN_TEXT} and not isinstance(value, str):
        yield Fault(path, _("A text is expected here, or texts by language. Write zh and en."))
    elif shape == FLAG and not isinstance(value, bool):
        yield Fault(path, _("Write true or false, without quotation marks."))


def _table(value: Any, shape: Mapping[str, Any], path: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield Fault(path, _("This must be a table. Write [%(path)s] and its keys below it.") % {"path": path})
        return
    for key, member in value.items():
        place = f"{path}.{key}"
        if key in shape:
            yield from _misfits(member, shape[key], place)
        else:
            yield Fault(place, _stray(key, list(shape)))


def _rows(value: Any, shape: Any, path: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(path, _("This must be a list. Write it in square brackets."))
        return
    for index, row in enumerate(value):
        yield from _misfits(row, shape, row_path(path, value, index))


def _stray(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return _("This key is not known here. Did you mean %(near)s? Otherwise remove it.") % {
            "near": near[0]
        }
    return _("This key is not known here. Remove it, or use one of: %(known)s.") % {
        "known": ", ".join(sorted(known))
    }
