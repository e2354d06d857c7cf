"""The rules document of a round: read, checked by every floor for its own chapters, frozen, fingerprinted."""

from brandportal.rulebook.checks import Fault, check, freeze, register_chapters, register_filler
from brandportal.rulebook.document import canonical, fingerprint, read_rules

__all__ = [
    "Fault",
    "canonical",
    "check",
    "fingerprint",
    "freeze",
    "read_rules",
    "register_chapters",
    "register_filler",
]
