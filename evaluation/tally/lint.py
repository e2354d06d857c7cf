"""Examine a rules document as a whole: what the keys say together, and every default spelled out."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.tally.canonical import member_path, plain_document
from evaluation.tally.exact import parse_amount, parse_whole, plain
from evaluation.tally.faults import Fault, RulesError
from evaluation.tally.kinds import Findings
from evaluation.tally.lint_channel import check_channel
from evaluation.tally.lint_doubts import check_doubts
from evaluation.tally.schema import DOCUMENT

Members = Mapping[str, Any]

# The least number of forms from clients or the public behind any published figure.
FEWEST = 5


def lint(document: Members) -> list[Fault]:
    """All errors and warnings of a document, sorted by path."""
    return examine(document)[1]


def spell_out(document: Members) -> dict[str, Any]:
    """The same document with every default written; RulesError when it has errors."""
    spelled, faults = examine(document)
    if any(fault.level == "error" for fault in faults):
        raise RulesError(faults)
    return spelled


def examine(document: Members) -> tuple[dict[str, Any], list[Fault]]:
    """The document with its defaults, as far as they are clear, and the findings."""
    plain, faults = plain_document(document)
    found = Findings(faults)
    spelled: dict[str, Any] = DOCUMENT.read(plain, "", found)
    _check_channels(spelled, found)
    _check_stages(spelled, found)
    _check_select(spelled, found)
    _check_ties(spelled, found)
    if not found.has_errors:
        check_doubts(spelled, found)
    return spelled, sorted(found.faults)


def secrecy_faults(document: Members) -> list[Fault]:
    """Channels, and groups of them, whose opinions could be guessed from the result.

    The engine counts them all the same; the portal opens no round with one.
    """
    return _secrecy_faults(examine(document)[0])


def lint_for_portal(document: Members) -> list[Fault]:
    """As :func:`lint` and :func:`secrecy_faults` together, with the document examined once."""
    spelled, faults = examine(document)
    return [*faults, *_secrecy_faults(spelled)]


def _secrecy_faults(spelled: Members) -> list[Fault]:
    found = Findings()
    channels = _rows(spelled, "channel")
    for index, channel in enumerate(channels):
        if channel.get("raters") in ("client", "public"):
            _check_secrecy(channel, member_path("channel", channels, index), found)
    return sorted(found.faults)


def _check_secrecy(channel: Members, path: str, found: Findings) -> None:
    groups = _rows(channel, "groups")
    places = [(member_path(f"{path}.groups", groups, index), group) for index, group in enumerate(groups)]
    for place, row in [(path, channel), *places]:
        least = parse_whole(row["min_valid"]) if isinstance(row.get("min_valid"), str) else None
        if least is not None and least < FEWEST:
            found.error(f"{place}.min_valid", "few_for_secrecy")


def strata_of(spelled: Members) -> list[Any]:
    entries = spelled.get("entries")
    return _rows(entries, "strata") if isinstance(entries, Mapping) else []


def _rows(table: Members, name: str) -> list[Any]:
    """The rows that can be told apart; the others have their fault already."""
    rows = table.get(name)
    told = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [row for row in told if isinstance(row.get("key"), str)]


def _keys(rows: list[Any]) -> list[str]:
    return [row["key"] for row in rows]


def _words(table: Members, name: str) -> list[str]:
    words = table.get(name)
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


def _check_channels(spelled: Members, found: Findings) -> None:
    rows = _rows(spelled, "channel")
    for index, channel in enumerate(rows):
        path = member_path("channel", rows, index)
        if not found.errors_below(path):
            check_channel(channel, path, found, has_strata=bool(strata_of(spelled)))


def _check_stages(spelled: Members, found: Findings) -> None:
    rows, channels = _rows(spelled, "stage"), _keys(_rows(spelled, "channel"))
    used: set[str] = set()
    for index, stage in enumerate(rows):
        path = member_path("stage", rows, index)
        use = _words(stage, "use")
        used |= set(use)
        for key in use:
            if key not in channels:
                found.error(f"{path}.use", "unknown_channel", value=key)
        if not found.errors_below(f"{path}.keep"):
            _check_cut(stage, path, found, last=index == len(rows) - 1)
    _check_weights(spelled, rows, used, found)


def _check_cut(stage: dict[str, Any], path: str, found: Findings, *, last: bool) -> None:
    keep = stage["keep"]
    if len(keep) != 1 or keep.get("all") is False:
        found.error(f"{path}.keep", "keep_one")
        return
    if last and "all" not in keep:
        found.warn(f"{path}.keep", "last_keeps_all")
    if not last and ("top" in keep or "share" in keep):
        stage.setdefault("tie_at_cut", "include_all")
    elif "tie_at_cut" in stage:
        found.warn(f"{path}.tie_at_cut", "unused_key")


def _check_weights(spelled: Members, stages: list[Any], used: set[str], found: Findings) -> None:
    channels = _rows(spelled, "channel")
    for index, channel in enumerate(channels):
        if stages and channel.get("key") not in used:
            found.warn(member_path("channel", channels, index), "unused_channel")
    last = _words(stages[-1], "use") if stages else []
    weights = [_amount(row.get("weight")) for row in channels if row["key"] in last]
    total = sum((weight for weight in weights if weight is not None), start=Fraction(0))
    if None not in weights and last and total != 100:
        found.warn(member_path("stage", stages, len(stages) - 1), "weights_sum", total=plain(total))


def _check_select(spelled: Members, found: Findings) -> None:
    select = spelled.get("select")
    mode = select.get("mode") if isinstance(select, Mapping) else None
    _check_strata(spelled, mode, found)
    levels = _rows(spelled, "level")
    if mode == "levels" and not levels:
        found.error("level", "missing_key")
    elif mode != "levels" and levels:
        found.warn("level", "unused_key")
    if mode == "levels":
        _check_levels(levels, found)
    if mode == "motion":
        _check_motion(spelled, found)


def _check_strata(spelled: Members, mode: object, found: Findings) -> None:
    strata = strata_of(spelled)
    if mode == "strata" and not strata:
        found.error("entries.strata", "strata_needed")
    for index, stratum in enumerate(strata):
        path = member_path("entries.strata", strata, index)
        if mode == "strata" and "quota" not in stratum:
            found.error(f"{path}.quota", "missing_key")
        elif mode != "strata" and "quota" in stratum:
            found.warn(f"{path}.quota", "unused_key")


def _check_levels(levels: list[Any], found: Findings) -> None:
    keys = [level.get("key") for level in levels]
    for index, level in enumerate(levels):
        path = member_path("level", levels, index)
        target = level.get("otherwise")
        if target is not None and target not in keys[index + 1 :]:
            found.error(f"{path}.otherwise", "not_a_lower_level", value=target)
        low, below = _amount(level.get("min")), _amount(level.get("below"))
        if low is not None and below is not None and low >= below:
            found.error(f"{path}.below", "not_above", value=level["below"], bound=level["min"])


def _check_motion(spelled: Members, found: Findings) -> None:
    stages = _rows(spelled, "stage")
    forms = {row.get("key"): row.get("form") for row in _rows(spelled, "channel")}
    if stages and not any(forms.get(key) == "motion" for key in _words(stages[-1], "use")):
        found.error("select.mode", "motion_needed")


def _check_ties(spelled: Members, found: Findings) -> None:
    tie = spelled.get("tie")
    channels = {row["key"]: row for row in _rows(spelled, "channel")}
    for name in _words(tie, "order") if isinstance(tie, Mapping) else []:
        _check_tie_name(name, channels, found)


def _check_tie_name(name: str, channels: Members, found: Findings) -> None:
    key, dot, item = name.partition(".")
    channel = channels.get(key)
    if channel is None:
        found.error("tie.order", "unknown_channel", value=key)
    elif dot and channel.get("form") not in ("items", "levels"):
        found.error("tie.order", "no_items_to_compare", value=name)
    elif dot and item not in _keys(_rows(channel, "items")):
        found.error("tie.order", "unknown_item", value=name)


def _amount(value: object) -> Fraction | None:
    return parse_amount(value) if isinstance(value, str) else None
