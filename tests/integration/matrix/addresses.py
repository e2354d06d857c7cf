"""Every address of the portal with its row of the table, and the paths that are made of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("table.txt")
CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What a converter lets pass but nothing is called; and what it does not take, or no database can hold.
MISSING = {
    "slug": ["no-such-thing", "0", "x" * 3000],
    "str": ["no-such-thing", "' OR 1=1--", "﷽" * 200],
    "int": ["0", "98765", "9" * 40],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"],
}
MALFORMED = {
    "slug": ["%00", "%E6%96%87", "a.b", "%FF", "..%2F..%2Fetc", "<b>", "a%0D%0Ab"],
    "str": ["%00", "a%00b"],
    "int": ["-1", "1e3", "%D9%A1", "1.0", "%00"],
    "uuid": ["not-a-key", "0", "00000000-0000-0000-0000-00000000000G", "%00"],
}


@dataclass(frozen=True)
class Row:
    """One line of the table: ten letters each for GET and POST of an own and of another's object."""

    name: str
    get_own: str
    get_other: str
    post_own: str
    post_other: str
    own: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def has_other(self) -> bool:
        return bool(self.other)


@dataclass(frozen=True)
class Address:
    """A pattern as the resolver holds it."""

    name: str
    route: str

    @cached_property
    def converters(self) -> list[str]:
        return [found[1] or "str" for found in CONVERTER.finditer(self.route)]

    def path(self, values: list[str]) -> str:
        left = iter(values)
        return "/" + CONVERTER.sub(lambda _found: next(left), self.route)


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver()), key=lambda one: one.name)


def _walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        place = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry, place, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", place)


def rows() -> dict[str, Row]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [_row(line) for line in lines if line.strip() and not line.startswith("#")]
    assert len({row.name for row in found}) == len(found), "an address has two rows"
    return {row.name: row for row in found}


def _row(line: str) -> Row:
    name, get_own, get_other, post_own, post_other, *objects = line.split()
    own, _bar, other = " ".join(objects).partition(" | ")
    return Row(name, get_own, get_other, post_own, post_other, _words(own), _words(other))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.strip().split("/") if word)


def spoiled(
    values: list[str], words: tuple[str, ...], converters: list[str], turn: int, kind: str
) -> list[str]:
    """`values` with one of them missing or malformed; which one and how goes by `turn`, so that roles differ."""
    places = [place for place, word in enumerate(words) if not word.startswith("=")]
    place = places[turn % len(places)]
    choice = (MISSING if kind == "missing" else MALFORMED)[converters[place]]
    return [*values[:place], choice[turn % len(choice)], *values[place + 1 :]]
