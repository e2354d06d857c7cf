"""The rules' chapter `process`: what it says about committee, notice, objections and numbers, and its checker."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brandportal.rulebook import ANY, PLAIN_TEXT, TEXT, Fault, misfits
from naming.enums import Majority, VoteBase

DAYS = re.compile(r"[1-9]\d?", re.ASCII)
WHOLE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
# Whether values are published with the result, or its outcome alone.
PUBLISH = ("values", "outcome")
PREFIX = re.compile(r"[A-Z]{1,6}(-[A-Z]{1,6})?", re.ASCII)
USUAL_DAYS = "5"
QUORUM = re.compile(r"[1-9]\d{0,2}|(?P<above>[1-9])/(?P<below>[2-9])", re.ASCII)

# Validity, stars and review are told in the words of each scheme; nothing reads them by key.
PROCESS = {
    "approving_body": TEXT,
    "naming_body": TEXT,
    "panel_members": ANY,
    "publish": ANY,
    "number_prefix": ANY,
    "committee": {"quorum": ANY, "base": ANY, "majority": ANY},
    "notice": {"days": ANY, "unit": ANY, "first_day_counted": ANY, "title": TEXT},
    "objection": {
        "window": ANY,
        "real_name": ANY,
        "verify_within_days": ANY,
        "reply_within_days": ANY,
        "ways": [{"key": PLAIN_TEXT, "title": TEXT}],
    },
    "validity": ANY,
    "stars": ANY,
    "review": ANY,
}


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


@dataclass(frozen=True)
class ObjectionRules:
    """What an objection must give, and within how many working days it is looked into and answered (None: not said)."""

    real_name: bool = False
    verify_days: int | None = None
    reply_days: int | None = None


def objection_rules(process: Any) -> ObjectionRules:
    """Return what the chapter says about objections; by default they are taken with a name or without."""
    chapter = process.get("objection", {}) if isinstance(process, dict) else {}
    verify, reply = (_days_or_none(chapter.get(f"{key}_within_days")) for key in ("verify", "reply"))
    return ObjectionRules(chapter.get("real_name") is True, verify, reply)


def _days_or_none(value: Any) -> int | None:
    return int(value) if DAYS.fullmatch(str(value)) else None


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
    return [
        *misfits(chapter, PROCESS, "process"),
        *_publish(chapter),
        *_panel(chapter),
        *(fault for name in TABLES for fault in _table(chapter, name)),
        *_prefix(chapter),
    ]


def _publish(chapter: dict[str, Any]) -> Iterator[Fault]:
    word = chapter.get("publish", PUBLISH[0])
    if word not in PUBLISH:
        message = _("“%(value)s” is not known. Write one of: %(known)s.")
        yield Fault("process.publish", message % {"value": word, "known": ", ".join(PUBLISH)})


def _panel(chapter: dict[str, Any]) -> Iterator[Fault]:
    value = chapter.get("panel_members")
    if value is not None and not WHOLE.fullmatch(str(value)):
        message = _("“%(value)s” is no whole number above 0. Write one, such as 9.")
        yield Fault("process.panel_members", message % {"value": value})


def _table(chapter: dict[str, Any], name: str) -> Iterator[Fault]:
    table = chapter.get(name, {})
    if not isinstance(table, dict):
        return  # told with the other keys of the chapter
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
OBJECTION_KEYS: tuple[Key, ...] = (
    (
        "window",
        lambda value: value == "notice",
        lambda: _(
            'Objections are taken while the notice runs. Write window = "notice" instead of “%(value)s”.'
        ),
    ),
    (
        "real_name",
        lambda value: isinstance(value, bool),
        lambda: _("Write true or false, without quotation marks, instead of “%(value)s”."),
    ),
    *(
        (
            f"{key}_within_days",
            lambda value: bool(DAYS.fullmatch(str(value))),
            lambda: _("“%(value)s” is no number of days. Write a whole number from 1 to 99."),
        )
        for key in ("verify", "reply")
    ),
)
TABLES = {"committee": COMMITTEE_KEYS, "notice": NOTICE_KEYS, "objection": OBJECTION_KEYS}
