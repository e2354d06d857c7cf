"""Canonical JSON, fingerprints, and reading a rules text so that every number stays as it was written."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from evaluation.tally.faults import Fault, RulesError

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


class Written(str):
    """A number as it stood in the text, to tell ``1e5`` the number from ``"1e5"`` the word."""

    __slots__ = ()


class _Twice(Exception):
    """A JSON object names a key twice; the text would mean either."""


def canonical_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(value: object) -> str:
    """SHA-256, as hexadecimal text, of the canonical JSON in UTF-8."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def read_toml(text: str) -> dict[str, Any]:
    """Parse TOML keeping decimals as written; RulesError when the text is no TOML."""
    try:
        return tomllib.loads(text, parse_float=_written)
    except tomllib.TOMLDecodeError as error:
        raise RulesError([Fault("", "not_toml", _place(text, str(error)))]) from error
    except RecursionError as error:
        raise RulesError([Fault("", "too_deep")]) from error


def read_json(text: str) -> dict[str, Any]:
    """Parse a JSON object keeping numbers as written; RulesError when it is none or names a key twice."""
    try:
        document = json.loads(
            text,
            parse_float=_written,
            parse_int=_written,
            parse_constant=_written,
            object_pairs_hook=_object,
        )
        # Half a surrogate pair is text to JSON, but has no UTF-8.
        canonical_json(document).encode()
    except json.JSONDecodeError as error:
        place = {"line": str(error.lineno), "column": str(error.colno), "detail": error.msg}
        raise RulesError([Fault("", "not_json", place)]) from error
    except RecursionError as error:
        raise RulesError([Fault("", "too_deep")]) from error
    except UnicodeEncodeError as error:
        raise RulesError([Fault("", "half_character")]) from error
    except _Twice as error:
        raise RulesError([Fault("", "key_twice", {"value": str(error)})]) from error
    if not isinstance(document, dict):
        raise RulesError([Fault("", "wrong_type", {"expected": "table"})])
    return document


def plain_document(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Turn every number into a plain decimal string; return the document and what could not be turned."""
    faults: list[Fault] = []
    return {key: _plain(value, key, faults) for key, value in document.items()}, faults


def member_path(path: str, rows: list[Any], index: int) -> str:
    """Name a row by its key where it has one, else by its number counted from 1."""
    key = rows[index].get("key") if isinstance(rows[index], Mapping) else None
    named = isinstance(key, str) and key and sum(_key_of(row) == key for row in rows) == 1
    return f"{path}.{key}" if named else f"{path}[{index + 1}]"


def _key_of(row: object) -> object:
    return row.get("key") if isinstance(row, Mapping) else None


def _plain(value: object, path: str, faults: list[Fault]) -> Any:
    if isinstance(value, Written):
        return _checked(value, path, faults)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(member, f"{path}.{key}", faults) for key, member in value.items()}
    if isinstance(value, list | tuple):
        rows = list(value)
        return [_plain(row, member_path(path, rows, index), faults) for index, row in enumerate(rows)]
    code = "number_as_float" if isinstance(value, float) else "unwritable_value"
    faults.append(Fault(path, code, {"value": str(value)}))
    return str(value)


def _checked(value: Written, path: str, faults: list[Fault]) -> str:
    if not _PLAIN.fullmatch(value):
        faults.append(Fault(path, "exponent", {"value": str(value)}))
    return str(value)


def _written(text: str) -> Written:
    return Written(text.replace("_", "").removeprefix("+"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Twice(twice)
    return members


def _place(text: str, said: str) -> dict[str, str]:
    """Where tomllib stumbled; at the end of the document it names no line."""
    detail, _, place = said.partition(" (at ")
    numbers = re.findall(r"[0-9]+", place)
    if len(numbers) != 2:
        lines = text.split("\n")
        numbers = [str(len(lines)), str(len(lines[-1]) + 1)]
    return {"line": numbers[0], "column": numbers[1], "detail": detail}
