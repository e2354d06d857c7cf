"""On which line of a rules text each key stands, so that a fault can be found again; for TOML and JSON alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from brandportal.rulebook.document import is_json
from brandportal.rulebook.shapes import row_path

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|#[^\n]*|\n|\[\[|\]\]|[\[\]{}=:,]|[^\s\[\]{}=:,#\"']+",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")

Way = tuple[str | int, ...]


def lines_of(text: str, document: Any) -> dict[str, int]:
    """Return key path → line, counted from 1, of a text that has been read as `document`.

    Paths name rows by their keys, as faults do.
    """
    scan = _Scan(list(_tokens(text)))
    ways = scan.read_json() if is_json(text) else scan.read_toml()
    return {path: line for way, line in ways.items() if (path := _named(document, way))}


def line_of(path: str, lines: dict[str, int]) -> int | None:
    """Return the line of the key, or of the nearest table around it; None for a fault of the whole."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if not token.startswith("#"):
            yield token, line
        line += token.count("\n")


def _named(document: Any, way: Way) -> str:
    """The way as a key path; "" where the document has no such place."""
    path, value = "", document
    for step in way:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            path, value = row_path(path, value, step), value[step]
        elif isinstance(value, dict) and step in value:
            path, value = f"{path}.{step}" if path else str(step), value[step]
        else:
            return ""
    return path


@dataclass
class _Scan:
    """Goes through the tokens once; `lines` keeps the first line of every way."""

    tokens: list[tuple[str, int]]
    at: int = 0
    lines: dict[Way, int] = field(default_factory=dict)
    rows: dict[Way, int] = field(default_factory=dict)

    def read_json(self) -> dict[Way, int]:
        self._value((), json=True)
        return self.lines

    def read_toml(self) -> dict[Way, int]:
        table: Way = ()
        while self.at < len(self.tokens):
            token, line = self.tokens[self.at]
            if token in {"[", "[["}:
                table = self._header(line)
            elif self._peek() == "\n":
                self.at += 1
            else:
                self._member(table, json=False)
        return self.lines

    def _header(self, line: int) -> Way:
        opening, _ = self._next()
        keys = []
        while self._peek() not in {"]", "]]", ""}:
            keys += _keys(self._next()[0])
        self._next()
        way = self._into(keys[:-1])
        way = (*way, keys[-1])
        if opening == "[[":
            self.rows[way] = self.rows.get(way, -1) + 1
            self.lines.setdefault(way, line)
            way = (*way, self.rows[way])
        elif way in self.rows:
            way = (*way, self.rows[way])
        self.lines.setdefault(way, line)
        return way

    def _into(self, keys: list[str]) -> Way:
        """The way through tables of which some are rows: the last row is meant."""
        way: Way = ()
        for key in keys:
            way = (*way, key)
            if way in self.rows:
                way = (*way, self.rows[way])
        return way

    def _member(self, table: Way, *, json: bool) -> None:
        way, line = table, self.tokens[self.at][1]
        while self._peek() not in {"=", ":", ""}:
            token = self._next()[0]
            for key in [_unquoted(token)] if json else _keys(token):
                way = (*way, key)
                self.lines.setdefault(way, line)
        self._next()
        self._value(way, json=json)

    def _value(self, way: Way, *, json: bool) -> None:
        self._skip_lines()
        opening = self._next()[0]
        if opening == "{":
            self._table(way, json=json)
        elif opening in {"[", "[["}:
            # In a value two brackets are one list within another.
            self._list(way, json=json, depth=len(opening))
        else:
            self._rest_of_value()

    def _rest_of_value(self) -> None:
        while self._peek() not in {"\n", ",", "}", "]", "]]", ""}:
            self._next()

    def _table(self, way: Way, *, json: bool) -> None:
        while self._peek_on() not in {"}", ""}:
            if self._peek() == ",":
                self._next()
            else:
                self._member(way, json=json)
        self._next()

    def _list(self, way: Way, *, json: bool, depth: int) -> None:
        if depth == 2:
            self.tokens[self.at - 1 : self.at] = [("[", self._line()), ("[", self._line())]
        index = 0
        while self._peek_on() not in {"]", "]]", ""}:
            if self._peek() == ",":
                self._next()
                continue
            self.lines.setdefault((*way, index), self._line())
            self._value((*way, index), json=json)
            index += 1
        if self._peek() == "]]":
            self.tokens[self.at : self.at + 1] = [("]", self._line()), ("]", self._line())]
        self._next()

    def _next(self) -> tuple[str, int]:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ("", 0)
        self.at += 1
        return token

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _peek_on(self) -> str:
        self._skip_lines()
        return self._peek()

    def _skip_lines(self) -> None:
        while self._peek() == "\n":
            self.at += 1

    def _line(self) -> int:
        return self.tokens[min(self.at, len(self.tokens) - 1)][1]


def _keys(token: str) -> list[str]:
    """The keys that a token of TOML writes: one in quotes, or bare ones between dots."""
    return [_unquoted(token)] if token[0] in "\"'" else [key for key in token.split(".") if key]


def _unquoted(token: str) -> str:
    text = token[1:-1] if token[0] in "\"'" else token
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
