"""What the channels and the selection of a rules document say beyond points and levels, in words for a page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.kit.display import is_english
from evaluation.selectors.sheet_words import REJECTS, WHOLE

Row = Mapping[str, Any]


def words(row: Row, name: str = "title") -> str:
    """Return a title of the document in the page's language, the key where there is none."""
    title = row.get(name) or row.get("key", "")
    if not isinstance(title, Mapping):
        return str(title)
    return str((is_english() and title.get("en")) or title.get("zh") or row.get("key", ""))


def listed(parts: list[str]) -> str:
    return (", " if is_english() else "、").join(parts)


def channel_words(row: Row) -> list[tuple[str, str, str]]:
    """Return (key of the channel, term, value) for each option of its form and for what is done with the forms."""
    told = [
        (key, term(), says(row[key])) for key, term, says in OPTIONS if isinstance(row.get(key), _kind(key))
    ]
    return [one for one in told if one[2]]


def _kind(key: str) -> type:
    """What the option holds in a sound document; anything else is left out."""
    return {"across": str, "groups": list}.get(key, dict)


def outcome_words(document: Row) -> str:
    """Return in a few words what the selection ends in."""
    select = document.get("select", {})
    mode = select.get("mode", "top")
    if mode == "levels":
        count = len(document.get("level", []))
        return ngettext("%(count)d level", "%(count)d levels", count) % {"count": count}
    if mode == "motion":
        return _("those that the vote passes")
    seats = select.get("seats") if mode == "top" else _seats(document, mode)
    return _("%(seats)s seats") % {"seats": seats}


def selection_words(document: Row) -> list[tuple[str, str, str]]:
    """Return (key path, term, value) for each list, level or class of award."""
    mode = document.get("select", {}).get("mode", "top")
    if mode == "strata":
        rows = _strata(document)
        return [
            ("entries.strata", words(row), _("%(seats)s seats") % {"seats": row.get("quota", "")})
            for row in rows
        ]
    if mode == "medals":
        rows = document["select"].get("medals", [])
        return [
            ("select.medals", words(row), _("%(seats)s seats") % {"seats": row.get("seats", "")})
            for row in rows
        ]
    if mode == "levels":
        return [_level(row, _flags(document)) for row in document.get("level", [])]
    return []


def _strata(document: Row) -> list[Row]:
    rows: list[Row] = document.get("entries", {}).get("strata", [])
    return rows


def _seats(document: Row, mode: str) -> int:
    strata = mode == "strata"
    rows = _strata(document) if strata else document.get("select", {}).get("medals", [])
    numbers = [str(row.get("quota" if strata else "seats", "0")) for row in rows]
    return sum(int(number) for number in numbers if number.isdecimal())


def _flags(document: Row) -> dict[str, str]:
    rows = document.get("entries", {}).get("flags", [])
    return {str(row.get("key", "")): words(row) for row in rows}


def _level(row: Row, names: Mapping[str, str]) -> tuple[str, str, str]:
    bounds: dict[str, Callable[[Any], str]] = {
        "min": lambda amount: _("%(amount)s points and more") % {"amount": amount},
        "below": lambda amount: _("below %(amount)s points") % {"amount": amount},
        "share": lambda amount: _("share of all %(amount)s") % {"amount": amount},
        "requires": lambda flags: (
            _("asks for %(flags)s") % {"flags": listed([names.get(flag, flag) for flag in flags])}
        ),
    }
    parts = [says(row[key]) for key, says in bounds.items() if row.get(key)]
    known = "min" if "min" in row else "below"
    return f"level.{row['key']}.{known}", words(row), listed(parts)


def _picks(row: Row) -> str:
    written = str(row.get("exactly", row.get("at_most", "")))
    number = int(written) if written.isdecimal() else 0
    sentence = (
        ngettext("exactly %(number)s entry", "exactly %(number)s entries", number)
        if "exactly" in row
        else ngettext("at most %(number)s entry", "at most %(number)s entries", number)
    )
    parts = [sentence % {"number": written}]
    if row.get("at_least_one_per"):
        parts.append(_("one at least of each list"))
    return listed(parts)


def _motion(row: Row) -> str:
    of: dict[str, Callable[[], str]] = {
        "full": lambda: _("of all members"),
        "present": lambda: _("of those present"),
        "cast": lambda: _("of the votes for and against"),
    }
    base = of[row.get("base", "full")]()
    share = {"share": row.get("pass", ""), "base": base}
    return (_("more than %(share)s %(base)s") if row.get("over") else _("%(share)s %(base)s")) % share


def _figure(row: Row) -> str:
    if "min" in row and "max" in row:
        return _("from %(min)s to %(max)s") % row
    return _("from %(min)s") % row if "min" in row else _("any number")


def _overall(row: Row) -> str:
    title = words(row)
    told = {
        "title": words({"title": WHOLE}) if title in {"", row.get("key", "overall")} else title,
        "word": words({"title": REJECTS}),
    }
    if row.get("in_base", True):
        return _("“%(title)s”: with “%(word)s” a form counts as 0, and nothing else on it is read") % told
    return (
        _("“%(title)s”: with “%(word)s” a form is left out of the score, and nothing else on it is read")
        % told
    )


def _ledger(row: Row) -> str:
    starts = [f"{words(item)} {item.get('start', '')}" for item in row.get("items", [])]
    return listed(starts)


def _transform(row: Row) -> str:
    if row.get("kind") == "ratio_to_max":
        return _("the best has %(to)s points, the others in proportion") % {"to": row.get("to", "100")}
    if row.get("kind") == "bands":
        return listed(
            [_("from %(least)s: %(points)s") % {"least": one, "points": two} for one, two in row["bands"]]
        )
    if row.get("table"):
        return _("points by place: %(points)s") % {"points": listed(row["table"])}
    return _("the first place has %(first)s points, each further place %(step)s") % {
        "first": row.get("first", ""),
        "step": row.get("step", ""),
    }


def _trim(row: Row) -> str:
    return _("the %(high)s highest and the %(low)s lowest leave") % {
        "high": row.get("high", "0"),
        "low": row.get("low", "0"),
    }


def _groups(rows: list[Row]) -> str:
    return listed([f"{words(row)} {row.get('weight', '')}" for row in rows])


def _across(kind: str) -> str:
    known: dict[str, Callable[[], str]] = {
        "median": lambda: _("the median counts"),
        "sum": lambda: _("the sum counts"),
        "share": lambda: _("the share of good answers counts"),
    }
    return known[kind]() if kind in known else ""


OPTIONS: tuple[tuple[str, Callable[[], str], Callable[[Any], str]], ...] = (
    ("overall", lambda: _("Asked last"), _overall),
    ("picks", lambda: _("Each form marks"), _picks),
    ("motion", lambda: _("Passed with"), _motion),
    ("figure", lambda: _("Bounds"), _figure),
    ("ledger", lambda: _("Starts with"), _ledger),
    ("groups", lambda: _("Groups and weights"), _groups),
    ("trim", lambda: _("Left out"), _trim),
    ("across", lambda: _("Together"), _across),
    ("transform", lambda: _("Points"), _transform),
)
