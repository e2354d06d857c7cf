"""Reading and writing rules documents; every number is a plain decimal string from the first moment."""

import hashlib
import json
import re
import tomllib
from typing import Any

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError

PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class _Exponent(ValueError):
    pass


class _Twice(ValueError):
    pass


def read_rules(text: str) -> dict[str, Any]:
    """Return the document that `text` (TOML or JSON) writes; raises DomainError with line, column and the fault."""
    try:
        return _written_out(_read(text), "")
    except _Exponent as error:
        raise _refusal(
            _("The number %(value)s is not written plainly. Write it without an exponent, as in 0.5 or 100."),
            value=error,
        ) from error
    except _Twice as error:
        raise _refusal(_("The key “%(key)s” stands twice in one table. Keep one."), key=error) from error
    except RecursionError as error:
        raise _refusal(
            _("The rules document is nested too deeply. Take tables out of one another.")
        ) from error
    except ValueError as error:
        raise _unreadable(text, error) from error


def is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def canonical(document: dict[str, Any]) -> str:
    """Return canonical JSON: sorted keys, no insignificant space, numbers as decimal strings."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of canonical JSON, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read(text: str) -> Any:
    # A file saved by an office program may begin with a mark of its own.
    text = text.removeprefix("\ufeff")
    if not is_json(text):
        return tomllib.loads(text, parse_float=_plain)
    return json.loads(text, parse_float=_plain, parse_int=str, object_pairs_hook=_without_twins)


def _plain(number: str) -> str:
    if not PLAIN.fullmatch(number):
        raise _Exponent(number)
    return number


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise _Twice(key)
        members[key] = value
    return members


def _unreadable(text: str, error: ValueError) -> DomainError:
    line, column, fault = _place(text, error)
    return _refusal(
        _(
            "Line %(line)d, column %(column)d: the rules document cannot be read (%(fault)s). "
            "Correct that place and try again."
        ),
        line=line,
        column=column,
        fault=fault,
    )


def _place(text: str, error: ValueError) -> tuple[int, int, str]:
    """Return where a parser stumbled and what it said; tomllib names no line at the end of the text."""
    if isinstance(error, json.JSONDecodeError):
        return error.lineno, error.colno, error.msg
    said, _at, place = str(error).partition(" (at ")
    numbers = [int(number) for number in re.findall(r"\d+", place)]
    lines = text.split("\n")
    line, column = numbers if len(numbers) == 2 else (len(lines), len(lines[-1]) + 1)
    return line, column, said


def _refusal(sentence: str, **values: object) -> DomainError:
    return DomainError(sentence % values, field="rules")


def _written_out(value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return {key: _written_out(item, f"{path}.{key}" if path else key) for key, item in value.items()}
    if isinstance(value, list):
        return [_written_out(item, f"{path}[{index}]") for index, item in enumerate(value, start=1)]
    if isinstance(value, str):
        return _storable(value, path)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return str(value)
    raise _refusal(
        _(
            "%(path)s: %(value)s cannot stand here. Write dates as text in quotation marks, and leave out what is empty."
        ),
        path=path,
        value=value,
    )


def _storable(text: str, path: str) -> str:
    """Refuse what no database keeps: half a character (as JSON may write it), or the character 0."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _refusal(_("%(path)s: the text holds a character that cannot be kept. Remove it."), path=path)
    return text
