"""The checker of the chapters that the tally reads (channel, stage, select, tie, rounding) for the rulebook."""

from collections.abc import Iterator, Mapping
from typing import Any

from brandportal.kit.display import is_english
from brandportal.rulebook import Fault
from evaluation import tally
from evaluation.enums import RaterKind
from evaluation.tally.canonical import member_path

LEAST_FOR_SECRECY = 5
ANONYMOUS = {RaterKind.CLIENT.value, RaterKind.PUBLIC.value}


def check_chapters(document: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with the chapters that the tally reads; sentences in the page's language.

    The portal asks for more than the engine: an anonymous channel, or a group of it, with fewer than five forms
    would let an opinion be guessed.
    """
    found = [*tally.lint(document), *_too_few_for_secrecy(document)]
    return [Fault(fault.path, sentence(fault), fault.level) for fault in found]


def sentence(fault: tally.Fault) -> str:
    return tally.message(fault) if is_english() else tally.message_zh(fault)


def spell_out(document: dict[str, Any]) -> dict[str, Any]:
    """Write out every default of the tally's chapters, so that the frozen document leaves nothing open."""
    return tally.spell_out(document)


def _too_few_for_secrecy(document: Mapping[str, Any]) -> Iterator[tally.Fault]:
    rows = _tables(document.get("channel"))
    for index, channel in enumerate(rows):
        if channel.get("raters") not in ANONYMOUS:
            continue
        path = member_path("channel", rows, index)
        yield from _few(channel, path)
        groups = _tables(channel.get("groups"))
        for place, group in enumerate(groups):
            yield from _few(group, member_path(f"{path}.groups", groups, place))


def _few(table: Mapping[str, Any], path: str) -> Iterator[tally.Fault]:
    least = str(table.get("min_valid", "1"))
    # What is no number at all is the engine's own finding.
    if least.isascii() and least.isdigit() and int(least) < LEAST_FOR_SECRECY:
        yield tally.Fault(f"{path}.min_valid", "few_for_secrecy")


def _tables(rows: object) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
