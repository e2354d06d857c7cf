"""What one form says, once it has been judged by its rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from evaluation.tally.counts import Exact


@dataclass(frozen=True, slots=True)
class Reading:
    """A form on one entry; with a `reason` it is invalid, else `value` counts where it is in the base.

    `answers` are the texts whose item means are taken, "" for those left out; `good` of `asked` answers are on
    levels marked good.
    """

    reason: str = ""
    in_base: bool = True
    value: Exact = 0
    answers: tuple[str, ...] = ()
    good: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class WideReading:
    """A form that spans entries: what became of it, and what it gives to the entries it names."""

    fate: str
    reason: str = ""
    points: Mapping[str, Exact] = field(default_factory=dict)
    recused: frozenset[str] = frozenset()


class Reader(Protocol):
    """Judges the forms of one channel."""

    def is_blank(self, answers: str) -> bool: ...

    def read(self, answers: str) -> Reading: ...
