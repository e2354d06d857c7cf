"""The checker of the chapters that the tally reads (channel, stage, select, tie, rounding), and of `source`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from brandportal.kit.display import is_english
from brandportal.rulebook import ANY, TEXT, Fault, misfits
from evaluation import tally
from evaluation.row_limits import too_long
from evaluation.tally.exact import parse_whole

# `year` may be masked in the source, as in 201x.
SOURCE = {"place": TEXT, "year": ANY, "document": TEXT, "assumed": [ANY]}


def check_chapters(document: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with the chapters that the tally reads; sentences in the page's language.

    The portal asks for more than the engine: an anonymous channel, or a group of it, with fewer than five forms
    would let an opinion be guessed.
    """
    found = tally.lint_for_portal(document)
    told = [Fault(fault.path, sentence(fault), fault.level) for fault in found]
    return [*told, *_source(document.get("source", {})), *_panel(document), *too_long(document)]


def _source(chapter: Any) -> list[Fault]:
    faults = misfits(chapter, SOURCE, "source") if isinstance(chapter, Mapping) else []
    if faults or not isinstance(chapter, Mapping):
        return faults
    if not isinstance(chapter.get("year", ""), str):
        faults.append(Fault("source.year", _("Write the year as a number or as text.")))
    for index, path in enumerate(chapter.get("assumed", []), start=1):
        if not isinstance(path, str):
            faults.append(Fault(f"source.assumed[{index}]", _("Write a key path, such as select.seats.")))
    return faults


def _panel(document: dict[str, Any]) -> list[Fault]:
    """The panel's size stands in another chapter; its channel cannot wait for more forms than that."""
    process, channels = document.get("process"), document.get("channel")
    size = parse_whole(str(process.get("panel_members", ""))) if isinstance(process, Mapping) else None
    rows = [row for row in channels if isinstance(row, Mapping)] if isinstance(channels, list) else []
    return [
        _too_few(row, size)
        for row in rows
        if size is not None and row.get("raters") == "panel" and "invited" not in row and _least(row) > size
    ]


def _least(row: Mapping[str, Any]) -> int:
    return parse_whole(str(row.get("min_valid", "1"))) or 0


def _too_few(row: Mapping[str, Any], size: int) -> Fault:
    fault = tally.Fault(
        f"channel.{row.get('key', '')}.min_valid",
        "above_raters",
        {"value": str(row["min_valid"]), "raters": str(size)},
        "warning",
    )
    return Fault(fault.path, sentence(fault), "warning")


def sentence(fault: tally.Fault) -> str:
    return tally.message(fault) if is_english() else tally.message_zh(fault)


def spell_out(document: dict[str, Any]) -> dict[str, Any]:
    """Write out every default of the tally's chapters, so that the frozen document leaves nothing open."""
    return tally.spell_out(document)
