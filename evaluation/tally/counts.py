"""How forms are counted, and what is known of a channel once its forms have been counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from operator import mul
from typing import Any

from evaluation.tally.exact import Exact
from evaluation.tally.forms.reading import Reading


@dataclass
class Counts:
    """Forms by what became of them; `returned` is the sum of all."""

    valid: int = 0
    blank: int = 0
    recused: int = 0
    invalid: Counter[str] = field(default_factory=Counter)
    void: Counter[str] = field(default_factory=Counter)

    @property
    def returned(self) -> int:
        return self.valid + self.blank + self.recused + self.invalid.total() + self.void.total()

    def add(self, fate: str, reason: str, number: int) -> None:
        if fate in {"invalid", "void"}:
            getattr(self, fate)[reason] += number
        else:
            setattr(self, fate, getattr(self, fate) + number)

    def merge(self, other: "Counts") -> None:
        self.valid += other.valid
        self.blank += other.blank
        self.recused += other.recused
        self.invalid.update(other.invalid)
        self.void.update(other.void)

    def as_json(self) -> dict[str, Any]:
        return {
            "returned": self.returned,
            "valid": self.valid,
            "invalid": {reason: number for reason, number in sorted(self.invalid.items()) if number},
            "blank": self.blank,
            "void": {reason: number for reason, number in sorted(self.void.items()) if number},
            "recused": self.recused,
        }


@dataclass
class Pile:
    """The forms of one group on one entry: their counts, and what those in the base say and how often.

    Two lists beside each other instead of a dictionary: sums over them run without a step of Python per form.
    """

    counts: Counts = field(default_factory=Counts)
    readings: list[Reading] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def lay(self, reading: Reading, number: int) -> None:
        self.readings.append(reading)
        self.numbers.append(number)

    @property
    def base(self) -> int:
        return sum(self.numbers)

    def weighed(self, column: Iterable[Exact]) -> Exact:
        """The sum of a column, one member per reading, each as often as its reading was given."""
        total: Exact = sum(map(mul, column, self.numbers))
        return total

    def histogram(self) -> Counter[Exact]:
        """How often each value was given."""
        counted: Counter[Exact] = Counter()
        for reading, number in zip(self.readings, self.numbers, strict=True):
            counted[reading.value] += number
        return counted


@dataclass(frozen=True)
class Part:
    """One group's share of an entry (the whole where the channel has no groups); `value` is that after `across`."""

    counts: Counts
    base: int
    value: Fraction | None


@dataclass(frozen=True)
class Measured:
    """One entry in one channel: its parts by group, and its item means."""

    parts: dict[str, Part]
    items: dict[str, Fraction]

    @property
    def counts(self) -> Counts:
        total = Counts()
        for part in self.parts.values():
            total.merge(part.counts)
        return total

    @property
    def base(self) -> int:
        return sum(part.base for part in self.parts.values())

    @property
    def established(self) -> bool:
        return any(part.value is not None for part in self.parts.values())


@dataclass(frozen=True)
class Measure:
    """A channel after its forms have been counted: its own counts, and what each entry of the stage has."""

    counts: Counts
    entries: dict[str, Measured]
