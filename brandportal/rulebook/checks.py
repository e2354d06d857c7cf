"""Each floor registers the checker of its own chapters; opening a round asks all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from brandportal.kit.errors import DomainError, InputErrors
from brandportal.rulebook.document import canonical


@dataclass(frozen=True)
class Fault:
    """A place in the document: its key path and a translated sentence that says what to change."""

    path: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


Checker = Callable[[dict[str, Any]], list[Fault]]
Filler = Callable[[dict[str, Any]], dict[str, Any]]
_checkers: dict[str, Checker] = {}
_fillers: dict[str, Filler] = {}


def register_chapters(name: str, checker: Checker) -> None:
    _checkers[name] = checker


def register_filler(name: str, filler: Filler) -> None:
    """`filler` writes out every default of its floor's chapters, so that the frozen document is complete."""
    _fillers[name] = filler


def check(document: dict[str, Any]) -> list[Fault]:
    """Return all faults of all chapters, errors first; every checker sees the whole document."""
    faults = [fault for name in sorted(_checkers) for fault in _checkers[name](document)]
    return sorted(faults, key=lambda fault: (fault.level != "error", fault.path))


def freeze(document: dict[str, Any]) -> str:
    """Return the canonical text that a round keeps, every default spelled out.

    Raises InputErrors naming each faulty key path.
    """
    errors = [fault for fault in check(document) if fault.level == "error"]
    if errors:
        raise InputErrors(DomainError(str(fault), field="rules") for fault in errors)
    for name in sorted(_fillers):
        document = _fillers[name](document)
    return canonical(document)
