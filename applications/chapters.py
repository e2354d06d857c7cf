"""The checker of the rules' chapters `entries` (who may be honoured) and `filing` (what is filed)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from applications.enums import Subject
from brandportal.rulebook import ANY, TEXT, Fault, misfits, row_path

WHOLE = re.compile(r"\d{1,6}", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
FIELDS = ("brand_name", "slogan", "meaning", "attachments")
_TITLED = {"key": ANY, "title": TEXT}
_LIMITED = {"title": TEXT, "max": ANY}
FILING = {
    "main_text": _LIMITED,
    "parts": [_TITLED],
    "fields": dict.fromkeys(FIELDS, _LIMITED),
    "self_check": [{**_TITLED, "question": TEXT}],
    "standards": [{"key": ANY, "help": [TEXT]}],
}
# The columns behind the fields hold no more than this, whatever a scheme says.
HIGHEST = {"brand_name": 60, "slogan": 100, "meaning": 20_000, "attachments": 20}


def check_chapters(document: dict[str, Any]) -> list[Fault]:
    """Return the faults of both chapters, each with its key path."""
    return [*_entries(document.get("entries", {})), *_filing(document.get("filing", {}))]


def _entries(chapter: Any) -> list[Fault]:
    if not isinstance(chapter, dict):
        return [Fault("entries", _("This must be a table. Write [entries] and its keys below it."))]
    subjects = chapter.get("subjects", [])
    if not isinstance(subjects, list):
        return [Fault("entries.subjects", _not_a_list())]
    faults = [
        Fault(
            f"entries.subjects[{index}]",
            _("“%(value)s” is not known. Write one of: %(known)s.")
            % {"value": subject, "known": ", ".join(Subject.values)},
        )
        for index, subject in enumerate(subjects)
        if subject not in Subject.values
    ]
    return [*faults, *_whole(chapter, "max_per_unit", "entries.max_per_unit")]


def _filing(chapter: Any) -> list[Fault]:
    faults = misfits(chapter, FILING, "filing")
    if faults:
        return faults
    faults = _whole(chapter.get("main_text", {}), "max", "filing.main_text.max")
    for name, table in chapter.get("fields", {}).items():
        faults += _whole(table, "max", f"filing.fields.{name}.max", HIGHEST[name])
    for name in ("parts", "self_check", "standards"):
        faults += _keyed(chapter.get(name, []), f"filing.{name}")
    return faults


def _not_a_list() -> str:
    return _("This must be a list. Write it in square brackets.")


def _keyed(rows: list[Any], path: str) -> list[Fault]:
    """Rows have keys of their own, and a title where others but the standards are shown."""
    faults, seen = [], set()
    for index, row in enumerate(rows):
        place, key = row_path(path, rows, index), row.get("key", "")
        if not isinstance(key, str) or not KEY.fullmatch(key):
            sentence = _("Write a key of Latin letters, digits, hyphens or underscores.")
            faults.append(Fault(f"{place}.key", sentence))
        elif key in seen:
            faults.append(
                Fault(f"{place}.key", _("The key “%(key)s” stands twice. Change one.") % {"key": key})
            )
        elif not row.get("title") and "help" not in row:
            sentence = _("The title is missing. Write it in Chinese and English.")
            faults.append(Fault(f"{place}.title", sentence))
        seen.add(str(key))
    return faults


def _whole(table: Any, key: str, path: str, highest: int = 100_000) -> list[Fault]:
    value = table.get(key, "0") if isinstance(table, dict) else ""
    if not WHOLE.fullmatch(str(value)):
        return [Fault(path, _("“%(value)s” is no whole number. Write one, such as 30.") % {"value": value})]
    if int(value) > highest:
        return [
            Fault(
                path, _("%(value)s is too much. Write at most %(most)d.") % {"value": value, "most": highest}
            )
        ]
    return []
