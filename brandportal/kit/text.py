"""Text as people write it: normalised, counted as they count, refused where it cannot be kept."""

import re
import unicodedata

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence

# Zero-width (non-)joiners and variation selectors belong to names and emoji sequences; line breaks and tabs to text.
COUNTED = re.compile(r"[!-~]+|\S")
KEPT = {"\n", "\t", "\u200c", "\u200d"}
REFUSED = {"Cc", "Cf", "Cs", "Cn"}
BLANKS_THAT_LOOK_EMPTY = {"\u3164", "\u115f", "\u1160", "\uffa0"}


def normalise(text: str) -> str:
    """NFC, with one kind of line break."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def count_characters(text: str) -> int:
    """Count as the 字数 of office programs does: each Chinese character or mark is one, so is each run of ASCII."""
    return len(COUNTED.findall(normalise(text)))


def clean_text(text: str, label: Sentence, *, field: str | None = None) -> str:
    """Return `text` normalised and trimmed; refuse characters that cannot be seen, naming the first one."""
    cleaned = normalise(text).strip().removeprefix("\ufeff")
    for position, character in enumerate(cleaned, start=1):
        if _is_refused(character):
            raise DomainError(
                _(
                    "%(label)s: character %(position)d is the invisible character U+%(code)s. "
                    "Delete it or type the passage again."
                )
                % {"label": label, "position": position, "code": f"{ord(character):04X}"},
                field=field,
                code="invisible",
            )
    return cleaned


def squash(text: str) -> str:
    """One line: every run of blanks becomes one space."""
    return " ".join(normalise(text).split())


def _is_refused(character: str) -> bool:
    if character in KEPT:
        return False
    return character in BLANKS_THAT_LOOK_EMPTY or unicodedata.category(character) in REFUSED
