"""The checker of the chapters that the tally reads (channel, stage, select, tie, rounding) for the rulebook."""

from typing import Any

from brandportal.kit.display import is_english
from brandportal.rulebook import Fault
from evaluation import tally


def check_chapters(document: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with the chapters that the tally reads; sentences in the page's language.

    The portal asks for more than the engine: an anonymous channel, or a group of it, with fewer than five forms
    would let an opinion be guessed.
    """
    found = [*tally.lint(document), *tally.secrecy_faults(document)]
    return [Fault(fault.path, sentence(fault), fault.level) for fault in found]


def sentence(fault: tally.Fault) -> str:
    return tally.message(fault) if is_english() else tally.message_zh(fault)


def spell_out(document: dict[str, Any]) -> dict[str, Any]:
    """Write out every default of the tally's chapters, so that the frozen document leaves nothing open."""
    return tally.spell_out(document)
