"""The rules document of a round: read, checked by every floor for its own chapters, frozen, fingerprinted."""

from brandportal.rulebook.checks import Fault, check, freeze, register_chapters, register_filler
from brandportal.rulebook.document import canonical, fingerprint, is_json, read_rules
from brandportal.rulebook.shapes import ANY, FLAG, TEXT, misfits, row_path

__all__ = [
    "ANY",
    "FLAG",
    "TEXT",
    "Fault",
    "canonical",
    "check",
    "fingerprint",
    "freeze",
    "is_json",
    "misfits",
    "read_rules",
    "register_chapters",
    "register_filler",
    "row_path",
]
