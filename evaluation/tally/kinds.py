"""The kinds of value a rules document holds: each checks one value, reports its faults and spells its defaults out."""

import copy
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from evaluation.tally.canonical import member_path
from evaluation.tally.exact import parse_amount, parse_whole
from evaluation.tally.faults import Fault

# The languages in which titles are shown.
LANGUAGES = ("zh", "en")
_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def is_key(text: str) -> bool:
    return bool(_KEY.fullmatch(text))


@dataclass
class Findings:
    """Collects the faults of one document."""

    faults: list[Fault] = field(default_factory=list)

    def error(self, path: str, code: str, **params: object) -> None:
        self._add(Fault(path, code, {name: str(value) for name, value in params.items()}))

    def warn(self, path: str, code: str, **params: object) -> None:
        self._add(Fault(path, code, {name: str(value) for name, value in params.items()}, "warning"))

    @property
    def has_errors(self) -> bool:
        return any(fault.level == "error" for fault in self.faults)

    def errors_below(self, path: str) -> bool:
        stems = (f"{path}.", f"{path}[")
        return any(
            fault.level == "error" and (fault.path == path or fault.path.startswith(stems))
            for fault in self.faults
        )

    def _add(self, fault: Fault) -> None:
        if fault not in self.faults:
            self.faults.append(fault)


class Kind(Protocol):
    def read(self, value: Any, path: str, found: Findings) -> Any:
        """Return the value with its defaults spelled out; report what is wrong with it."""


@dataclass(frozen=True)
class Text:
    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, str):
            found.error(path, "wrong_type", expected="text")
        return value


@dataclass(frozen=True)
class Key:
    reserved: tuple[str, ...] = ()

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, str) or not is_key(value):
            found.error(path, "bad_key", value=value)
        elif value in self.reserved:
            found.error(path, "reserved_key", value=value)
        return value


@dataclass(frozen=True)
class Title:
    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, Mapping | str) or value == {}:
            found.error(path, "bad_title")
        for language, text in value.items() if isinstance(value, Mapping) else ():
            if not isinstance(text, str):
                found.error(f"{path}.{language}", "bad_title")
            elif language not in LANGUAGES:
                found.warn(f"{path}.{language}", "unknown_language", value=language)
        return value


@dataclass(frozen=True)
class Word:
    choices: tuple[str, ...]

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if value not in self.choices:
            found.error(path, "bad_choice", value=value, choices=", ".join(self.choices))
        return value


@dataclass(frozen=True)
class Flag:
    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, bool):
            found.error(path, "wrong_type", expected="true or false")
        return value


@dataclass(frozen=True)
class Amount:
    """A rational number, within its bounds where they are given."""

    at_least: int | None = None
    above: int | None = None
    at_most: int | None = None

    def read(self, value: Any, path: str, found: Findings) -> Any:
        amount = parse_amount(value) if isinstance(value, str) else None
        if amount is None:
            found.error(path, "not_a_number", value=value)
        elif self.at_least is not None and amount < self.at_least:
            found.error(path, "too_small", value=value, bound=self.at_least)
        elif self.above is not None and amount <= self.above:
            found.error(path, "not_above", value=value, bound=self.above)
        elif self.at_most is not None and amount > self.at_most:
            found.error(path, "too_large", value=value, bound=self.at_most)
        return value


@dataclass(frozen=True)
class Whole:
    at_least: int = 0
    at_most: int | None = None

    def read(self, value: Any, path: str, found: Findings) -> Any:
        number = parse_whole(value) if isinstance(value, str) else None
        if number is None:
            found.error(path, "not_whole", value=value)
        elif number < self.at_least:
            found.error(path, "too_small", value=value, bound=self.at_least)
        elif self.at_most is not None and number > self.at_most:
            found.error(path, "too_large", value=value, bound=self.at_most)
        return value


@dataclass(frozen=True)
class ListOf:
    """A list of single values; `filled` asks for one member at least, `distinct` refuses a repetition."""

    member: Kind
    filled: bool = False
    distinct: bool = True

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, list):
            found.error(path, "wrong_type", expected="list")
            return value
        if self.filled and not value:
            found.error(path, "empty_list")
        if self.distinct and any(row in value[:index] for index, row in enumerate(value)):
            found.error(path, "repeated_member")
        return [self.member.read(row, f"{path}[{index}]", found) for index, row in enumerate(value, 1)]


@dataclass(frozen=True)
class Free:
    """A chapter that other floors check."""

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, Mapping):
            found.error(path, "wrong_type", expected="table")
        return value


@dataclass(frozen=True)
class Field:
    kind: Kind
    required: bool = False
    default: Any = None


@dataclass(frozen=True)
class Table:
    """A table with a closed list of keys; `unused` are known keys that this choice of form or mode does not read."""

    fields: Mapping[str, Field]
    unused: Sequence[str] = ()

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, Mapping):
            found.error(path, "wrong_type", expected="table")
            return value
        written = {name: self._member(name, member, path, found) for name, member in value.items()}
        for name, spec in self.fields.items():
            self._fill(name, spec, written, path, found)
        return written

    def _member(self, name: str, member: Any, path: str, found: Findings) -> Any:
        place = f"{path}.{name}" if path else name
        if name in self.fields:
            return self.fields[name].kind.read(member, place, found)
        if name in self.unused:
            found.warn(place, "unused_key")
        else:
            self._unknown(name, place, found)
        return member

    def _unknown(self, name: str, place: str, found: Findings) -> None:
        known = sorted({*self.fields, *self.unused})
        near = difflib.get_close_matches(name, known, n=1)
        if near:
            found.error(place, "misspelt_key", near=near[0])
        else:
            found.error(place, "unknown_key", known=", ".join(known))

    def _fill(self, name: str, spec: Field, written: dict[str, Any], path: str, found: Findings) -> None:
        if name in written:
            return
        if spec.required:
            found.error(f"{path}.{name}" if path else name, "missing_key")
        elif spec.default is not None:
            written[name] = copy.deepcopy(spec.default)


@dataclass(frozen=True)
class Rows:
    """A list of tables whose keys differ."""

    row: Kind
    filled: bool = True

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, list):
            found.error(path, "wrong_type", expected="list of tables")
            return value
        if self.filled and not value:
            found.error(path, "empty_list")
        keys = [row.get("key") for row in value if isinstance(row, Mapping)]
        for key in sorted({key for key in keys if isinstance(key, str) and keys.count(key) > 1}):
            found.error(path, "repeated_key", value=key)
        return [self.row.read(row, member_path(path, value, index), found) for index, row in enumerate(value)]
