"""The rules' chapter `process`: what it says about notice and numbers, and its checker."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brandportal.rulebook import Fault

DAYS = re.compile(r"[1-9]\d?", re.ASCII)
PREFIX = re.compile(r"[A-Z]{1,6}(-[A-Z]{1,6})?", re.ASCII)
USUAL_DAYS = "5"


@dataclass(frozen=True)
class NoticeRules:
    """How long a notice lies open: working days, and whether the day of publication is one of them."""

    days: int
    counts_first_day: bool


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
    return [*_notice(chapter), *_prefix(chapter)]


def _notice(chapter: dict[str, Any]) -> Iterator[Fault]:
    notice = chapter.get("notice", {})
    if not isinstance(notice, dict):
        yield _no_table("process.notice")
        return
    for key, is_sound, message in NOTICE_KEYS:
        value = notice.get(key)
        if value is not None and not is_sound(value):
            yield Fault(f"process.notice.{key}", message() % {"value": value})


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


NOTICE_KEYS: tuple[tuple[str, Callable[[Any], bool], Callable[[], str]], ...] = (
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
