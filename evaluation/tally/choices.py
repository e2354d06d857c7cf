"""Tables with a key and a title, and tables whose keys depend on a word that they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.tally.kinds import Field, Findings, Key, Table, Text, Title, Word

KEYED = {"key": Field(Key(), required=True), "title": Field(Title())}


def keyed(**fields: Field) -> Table:
    return Table({**KEYED, **fields})


@dataclass(frozen=True)
class Chosen:
    """A table whose other keys depend on the word that stands at `by`."""

    by: str
    tables: Mapping[str, Table]

    def read(self, value: Any, path: str, found: Findings) -> Any:
        choice = value.get(self.by) if isinstance(value, Mapping) else None
        table = self.tables.get(choice) if isinstance(choice, str) else None
        return (table or self._undecided(choice)).read(value, path, found)

    def _undecided(self, choice: object) -> Table:
        known = {name: Field(Text()) for table in self.tables.values() for name in table.fields}
        any_kind = {name: Field(Anything()) for name in known}
        return Table({**any_kind, self.by: Field(Word(tuple(self.tables)), required=choice is None)})


@dataclass(frozen=True)
class Anything:
    def read(self, value: Any, path: str, found: Findings) -> Any:
        return value


def chosen(by: str, common: Mapping[str, Field], options: Mapping[str, Mapping[str, Field]]) -> Chosen:
    """Build a table that changes with its own word; what another choice would read is known but unused."""
    word = {by: Field(Word(tuple(options)), required=True)}
    every = {name for fields in options.values() for name in fields}
    return Chosen(
        by,
        {
            choice: Table({**word, **common, **fields}, sorted(every - set(fields) - set(common)))
            for choice, fields in options.items()
        },
    )
