"""The rules' chapter `process`: what it says about committee, notice and numbers, and its checker."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brandportal.rulebook import Fault
from naming.enums import Majority, VoteBase

DAYS = re.compile(r"[1-9]\d?", re.ASCII)
PREFIX = re.compile(r"[A-Z]{1,6}(-[A-Z]{1,6})?", re.ASCII)
USUAL_DAYS = "5"
QUORUM = re.compile(r"[1-9]\d{0,2}|(?P<above>[1-9])/(?P<below>[2-9])", re.ASCII)


@dataclass(frozen=True)
class NoticeRules:
    """How long a notice lies open: working days, and whether the day of publication is one of them."""

    days: int
    counts_first_day: bool


@dataclass(frozen=True)
class CommitteeRules:
    """How the committee votes by the rules; what is None is entered with each meeting."""

    quorum: str | None = None
    base: str | None = None
    majority: str | None = None


def committee_rules(process: Any) -> CommitteeRules:
    """Return what the chapter says about quorum ("7" or "2/3"), base of the votes and majority."""
    chapter = process.get("committee", {}) if isinstance(process, dict) else {}
    return CommitteeRules(**{key: chapter[key] for key in ("quorum", "base", "majority") if key in chapter})


def notice_rules(process: Any) -> NoticeRules:
    """Return the rules of the notice; what the chapter leaves out is five days, the first not counted."""
    chapter = process.get("notice", {}) if isinstance(process, dict) else {}
    days = str(chapter.get("days", USUAL_DAYS))
    return NoticeRules(
        int(days) if DAYS.fullmatch(days) else int(USUAL_DAYS), chapter.get("first_day_counted") is True
    )


def check_process(document: dict[str, Any]) -> list[Fault]:
    chapter = document.get("process", {})
    if not isinstance(chapter, dict):
        return [_no_table("process")]
    return [*_table(chapter, "committee"), *_table(chapter, "notice"), *_prefix(chapter)]


def _table(chapter: dict[str, Any], name: str) -> Iterator[Fault]:
    table = chapter.get(name, {})
    if not isinstance(table, dict):
        yield _no_table(f"process.{name}")
        return
    for key, is_sound, message in TABLES[name]:
        value = table.get(key)
        if value is not None and not is_sound(value):
            yield Fault(f"process.{name}.{key}", message() % {"value": value})


def _is_quorum(value: Any) -> bool:
    found = QUORUM.fullmatch(str(value))
    return bool(found and (not found["above"] or found["above"] < found["below"]))


def _prefix(chapter: dict[str, Any]) -> Iterator[Fault]:
    prefix = chapter.get("number_prefix")
    if prefix is not None and not PREFIX.fullmatch(str(prefix)):
        message = _(
            "“%(value)s” cannot begin a certificate number. Write one or two groups of capital letters, as in DT-TB."
        )
        yield Fault("process.number_prefix", message % {"value": prefix})


def _no_table(path: str) -> Fault:
    message = _("This must be a table. Write [%(path)s] and its keys below it.")
    return Fault(path, message % {"path": path})


Key = tuple[str, Callable[[Any], bool], Callable[[], str]]
COMMITTEE_KEYS: tuple[Key, ...] = (
    (
        "quorum",
        _is_quorum,
        lambda: _(
            "“%(value)s” is no quorum. Write a number of members, or a share of them such as 1/2 or 2/3."
        ),
    ),
    (
        "base",
        lambda value: value in VoteBase.values,
        lambda: _("“%(value)s” is no base of a vote. Write members for all of them, or present."),
    ),
    (
        "majority",
        lambda value: value in Majority.values,
        lambda: _("“%(value)s” is no majority. Write half for more than half, or two_thirds."),
    ),
)
NOTICE_KEYS: tuple[Key, ...] = (
    (
        "days",
        lambda value: bool(DAYS.fullmatch(str(value))),
        lambda: _("“%(value)s” is no number of days. Write a whole number from 1 to 99."),
    ),
    (
        "unit",
        lambda value: value == "workday",
        lambda: _('Notices are counted in working days here. Write unit = "workday" instead of “%(value)s”.'),
    ),
    (
        "first_day_counted",
        lambda value: isinstance(value, bool),
        lambda: _("Write true or false, without quotation marks, instead of “%(value)s”."),
    ),
)
TABLES = {"committee": COMMITTEE_KEYS, "notice": NOTICE_KEYS}
