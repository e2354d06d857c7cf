"""The rules document of a round: read, checked by every floor for its own chapters, frozen, fingerprinted."""

from brandportal.rulebook.checks import Fault, check, freeze, register_chapters, register_filler
from brandportal.rulebook.document import canonical, fingerprint, is_json, read_rules
from brandportal.rulebook.places import line_of, lines_of
from brandportal.rulebook.shapes import ANY, FLAG, PLAIN_TEXT, TEXT, misfits, row_path
from brandportal.rulebook.toml_text import toml_text

__all__ = [
    "ANY",
    "FLAG",
    "PLAIN_TEXT",
    "TEXT",
    "Fault",
    "canonical",
    "check",
    "fingerprint",
    "freeze",
    "is_json",
    "line_of",
    "lines_of",
    "misfits",
    "read_rules",
    "register_chapters",
    "register_filler",
    "row_path",
    "toml_text",
]
