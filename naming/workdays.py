"""Working days of the Chinese calendar: weekends, holidays and the make-up days that are worked instead.

Sources: the General Office's yearly notice on holidays, as package `chinesecalendar` carries it; the count that leaves
out the first day follows article 201 of the Civil Code.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import chinese_calendar

SATURDAY = 5
WEEK = 7
Kind = Literal["work", "make_up", "weekend", "holiday"]


@dataclass(frozen=True)
class NoticeEnd:
    """When a notice ends, and whether every year of it is in the calendar (else Monday to Friday were counted)."""

    last_day: date
    is_known: bool


@dataclass(frozen=True)
class NoticeDay:
    """A day of the calendar around a notice; `counts` says whether it is one of the working days of the notice."""

    day: date
    kind: Kind
    counts: bool


def is_working_day(
    day: date, *, worked: Collection[date] = (), free: Collection[date] = ()
) -> tuple[bool, bool]:
    """Return (is a working day, the calendar knows the year). `worked` and `free` are days entered by hand."""
    if day in worked:
        return True, True
    if day in free:
        return False, True
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < SATURDAY, False


def kind_of(day: date) -> Kind:
    """Return what kind of day it is: worked as usual, worked instead of another, weekend, or holiday."""
    works, _known = is_working_day(day)
    if works:
        return "work" if day.weekday() < SATURDAY else "make_up"
    return "holiday" if day.weekday() < SATURDAY else "weekend"


def notice_end(first_day: date, days: int, *, counts_first_day: bool) -> NoticeEnd:
    """Return the last day of a notice of `days` working days (1 or more) published on `first_day`."""
    if days < 1:
        msg = "a notice has at least one working day"
        raise ValueError(msg)
    day, counted, known = first_day, 0, True
    if not counts_first_day:
        day += timedelta(days=1)
    while True:
        works, year_is_known = is_working_day(day)
        known = known and year_is_known
        counted += works
        if counted == days:
            return NoticeEnd(day, known)
        day += timedelta(days=1)


def working_days_left(today: date, last_day: date) -> int:
    """Return how many working days from `today` to `last_day` are still to run, today itself included."""
    span = (last_day - today).days + 1
    return sum(is_working_day(today + timedelta(days=one))[0] for one in range(max(span, 0)))


def weeks_of(first_day: date, last_day: date, *, counts_first_day: bool) -> list[NoticeDay]:
    """Return the whole weeks, Monday to Sunday, in which the notice lies."""
    monday = first_day - timedelta(days=first_day.weekday())
    sunday = last_day + timedelta(days=WEEK - 1 - last_day.weekday())
    from_day = first_day if counts_first_day else first_day + timedelta(days=1)
    days = (monday + timedelta(days=one) for one in range((sunday - monday).days + 1))
    return [
        NoticeDay(day, kind_of(day), from_day <= day <= last_day and is_working_day(day)[0]) for day in days
    ]
