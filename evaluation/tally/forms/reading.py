"""What one form says, once it has been judged by its rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from evaluation.tally.exact import Exact


class Reading(NamedTuple):
    """A form on one entry. `fate` is valid, blank or invalid, the last with its `reason`.

    In the base `value` counts, times the reader's scale; `marks` are the answers' values by item, 0 where `given`
    has 0; `good` of `asked` answers are on levels marked good; `word` is the vote on a motion.
    """

    fate: str = "valid"
    reason: str = ""
    in_base: bool = True
    value: Exact = 0
    marks: tuple[Exact, ...] = ()
    given: tuple[int, ...] = ()
    good: int = 0
    asked: int = 0
    word: str = ""


BLANK = Reading("blank", in_base=False)


def invalid(reason: str) -> Reading:
    return Reading("invalid", reason, in_base=False)


@dataclass(frozen=True, slots=True)
class WideReading:
    """A form that spans entries: what became of it, and what it gives to the entries it names."""

    fate: str
    reason: str = ""
    points: Mapping[str, Exact] = field(default_factory=dict)
    recused: frozenset[str] = frozenset()


class Reader(Protocol):
    """Judges the forms of one channel; the values of its readings are `scale` times too large."""

    scale: int

    def read(self, answers: str) -> Reading: ...
