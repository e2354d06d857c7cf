"""A rules document written as TOML, to be read and edited by people; reading it gives the same document."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# What TOML reads back as it was written; anything else stands in quotes.
_BARE_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,18})?", re.ASCII)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LINE = 100


def toml_text(document: Mapping[str, Any]) -> str:
    """Return the TOML text: single keys first, then a table for each chapter, a row after row for each list."""
    single = {key: value for key, value in document.items() if not _is_chapter(value)}
    chapters = {key: value for key, value in document.items() if _is_chapter(value)}
    blocks = [_members(single)]
    for key, value in chapters.items():
        rows, head = (value, "[[{}]]") if isinstance(value, list) else ([value], "[{}]")
        blocks += [f"{head.format(_key(key))}\n{_members(row)}" for row in rows]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _is_chapter(value: Any) -> bool:
    """A table that is no title, or a list of tables."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(row, Mapping) for row in value)
    return isinstance(value, Mapping) and not set(value) <= {"zh", "en"}


def _members(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{_key(key)} = {_value(value)}" for key, value in table.items())


def _value(value: Any) -> str:
    short = _inline(value)
    if isinstance(value, list) and value and len(short) > _LINE:
        return "[\n" + "".join(f"    {_inline(row)},\n" for row in value) + "]"
    return short


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        members = ", ".join(f"{_key(key)} = {_inline(member)}" for key, member in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(row) for row in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(str(value))


def _text(text: str) -> str:
    is_number = _BARE_NUMBER.fullmatch(text) and text != "-0"
    return text if is_number else _quoted(text)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return f'"{"".join(_signs(text))}"'


def _signs(text: str) -> Iterator[str]:
    for sign in text:
        if sign in _SHORT:
            yield _SHORT[sign]
        else:
            yield sign if sign.isprintable() else f"\\U{ord(sign):08x}"
