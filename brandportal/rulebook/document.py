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


def read_rules(text: str) -> dict[str, Any]:
    """Return the document that `text` (TOML or JSON) writes; raises DomainError with the line and the fault."""
    try:
        document = (
            json.loads(text, parse_float=_plain, parse_int=str)
            if text.lstrip().startswith("{")
            else _toml(text)
        )
    except _Exponent as error:
        raise DomainError(
            _("The number %(value)s is not written plainly. Write it without an exponent, as in 0.5 or 100.")
            % {"value": error},
            field="rules",
        ) from error
    except (ValueError, RecursionError) as error:
        raise DomainError(
            _("The rules document cannot be read: %(fault)s. Correct that place and try again.")
            % {"fault": error},
            field="rules",
        ) from error
    return _written_out(document, "")


def canonical(document: dict[str, Any]) -> str:
    """Return canonical JSON: sorted keys, no insignificant space, numbers as decimal strings."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of canonical JSON, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=_plain)


def _plain(number: str) -> str:
    if not PLAIN.fullmatch(number):
        raise _Exponent(number)
    return number


def _written_out(value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return {key: _written_out(item, f"{path}.{key}" if path else key) for key, item in value.items()}
    if isinstance(value, list):
        return [_written_out(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return str(value)
    raise DomainError(
        _(
            "%(path)s: %(value)s cannot stand here. Write dates as text in quotation marks, and leave out what is empty."
        )
        % {"path": path, "value": value},
        field="rules",
    )
