"""The 49 units: name and brand as published, and the profile that the texts are written from."""

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Profile:
    """One unit; `key` is its code in the portal, the lists hold sentences with the marks of `phrases.expand`."""

    key: str
    city: str
    name: str
    name_en: str
    short: str
    category: str
    brand: str
    former_name: str
    object_kind: str
    sub_unit: str
    self: str
    whole: str
    sections: str
    staff: int
    client: str
    clients: str
    place: str
    duties: str
    slogan: str
    meaning: str
    culture: str
    innovation: tuple[tuple[str, str], ...]
    results: tuple[str, ...]
    conduct: str
    story: str

    @property
    def words(self) -> dict[str, str]:
        """What stands for the marks in a sentence."""
        named = ("self", "whole", "sections", "client", "clients", "place", "duties", "brand", "slogan")
        figures = {"staff": str(self.staff), "section_count": str(max(3, min(14, self.staff // 8)))}
        return {name: getattr(self, name) for name in named} | {"unit": self.name} | figures


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Return all units in the order of the published lists."""
    written: dict[str, dict[str, object]] = {}
    for path in sorted((DATA / "profiles").glob("*.toml")):
        written |= tomllib.loads(path.read_text(encoding="utf-8"))
    with (DATA / "units.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_profile(row, written[row["key"]]) for row in csv.DictReader(file))


def _profile(row: dict[str, str], written: dict[str, object]) -> Profile:
    published = {name: row[name] for name in row.keys() - {"list", "unit"}}
    lists = {name: tuple(map(_frozen, value)) for name, value in written.items() if isinstance(value, list)}
    return Profile(**(published | written | lists))  # type: ignore[arg-type]


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
