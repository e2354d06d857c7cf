"""What can be wrong with a rules document or with the input of a tally, and the errors that carry it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, order=True)
class Fault:
    """One finding about a rules document; `code` keys the sentence in messages.py."""

    path: str
    code: str
    params: dict[str, str] = field(default_factory=dict, compare=False)
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True, order=True)
class InputFault:
    """One place where the structure of the input is broken; `row` counts the header as 1, 0 names the file."""

    file: str
    row: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}: {self.reason}"


class TallyError(Exception):
    """Whatever makes a tally impossible."""


class RulesError(TallyError):
    """The rules document has errors; `faults` holds errors and warnings."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in self.faults))


class InputError(TallyError):
    """The input's structure is broken; `faults` names every place."""

    def __init__(self, faults: Iterable[InputFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("; ".join(str(fault) for fault in self.faults))
