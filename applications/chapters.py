"""The checker of the rules' chapters `entries` (who may be honoured) and `filing` (what is filed)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from applications.enums import Subject
from brandportal.rulebook import Fault

WHOLE = re.compile(r"\d{1,6}", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
FIELDS = ("brand_name", "slogan", "meaning", "attachments")
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
    if not isinstance(chapter, dict):
        return [Fault("filing", _("This must be a table. Write [filing] and its keys below it."))]
    fields = chapter.get("fields", {})
    if not isinstance(fields, dict):
        return [
            Fault("filing.fields", _("This must be a table. Write [filing.fields] and its keys below it."))
        ]
    faults = _whole(chapter.get("main_text", {}), "max", "filing.main_text.max")
    for name, table in fields.items():
        path = f"filing.fields.{name}"
        if name not in FIELDS:
            faults.append(
                Fault(
                    path,
                    _("This field is not known. Write one of: %(known)s.") % {"known": ", ".join(FIELDS)},
                )
            )
        else:
            faults += _whole(table, "max", f"{path}.max", HIGHEST[name])
    return [*faults, *_self_check(chapter.get("self_check", []))]


def _not_a_list() -> str:
    return _("This must be a list. Write it in square brackets.")


def _self_check(items: Any) -> list[Fault]:
    if not isinstance(items, list):
        return [Fault("filing.self_check", _not_a_list())]
    faults, seen = [], set()
    for index, item in enumerate(items):
        path, key = f"filing.self_check[{index}]", item.get("key", "") if isinstance(item, dict) else ""
        if not isinstance(key, str) or not KEY.fullmatch(key):
            faults.append(
                Fault(f"{path}.key", _("Write a key of Latin letters, digits, hyphens or underscores."))
            )
        elif key in seen:
            faults.append(
                Fault(f"{path}.key", _("The key “%(key)s” stands twice. Change one.") % {"key": key})
            )
        elif not item.get("title"):
            faults.append(Fault(f"{path}.title", _("The title is missing. Write it in Chinese and English.")))
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
