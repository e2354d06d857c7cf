"""Working days of the Chinese calendar: weekends, holidays and the make-up days that are worked instead.

Sources: the General Office's yearly notice on holidays, as package `chinesecalendar` carries it; the count that leaves
out the first day follows article 201 of the Civil Code. For a year that the package lacks, the organizer enters the
days from that year's notice; what is not entered counts Monday to Friday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import chinese_calendar
from chinese_calendar.constants import holidays

SATURDAY = 5
WEEK = 7
LAST_KNOWN_YEAR = max(holidays).year
Kind = Literal["work", "make_up", "weekend", "holiday"]


@dataclass(frozen=True)
class Entered:
    """Days entered by hand: worked instead of others, and free on a weekday. They win over the calendar."""

    worked: frozenset[date] = frozenset()
    free: frozenset[date] = frozenset()

    @classmethod
    def of(cls, worked: Iterable[str], free: Iterable[str]) -> "Entered":
        """Return the days that were kept as 2027-02-06."""
        return cls(frozenset(map(date.fromisoformat, worked)), frozenset(map(date.fromisoformat, free)))

    def __bool__(self) -> bool:
        return bool(self.worked or self.free)


NOTHING_ENTERED = Entered()


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


def knows(day: date) -> bool:
    """Return whether the calendar has the year of `day`."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date, entered: Entered = NOTHING_ENTERED) -> bool:
    """Return whether `day` is worked, by what was entered, by the calendar, else from Monday to Friday."""
    if day in entered.worked:
        return True
    if day in entered.free:
        return False
    return bool(chinese_calendar.is_workday(day)) if knows(day) else day.weekday() < SATURDAY


def kind_of(day: date, entered: Entered = NOTHING_ENTERED) -> Kind:
    """Return what kind of day it is: worked as usual, worked instead of another, weekend, or holiday."""
    if is_working_day(day, entered):
        return "work" if day.weekday() < SATURDAY else "make_up"
    return "holiday" if day.weekday() < SATURDAY else "weekend"


def notice_end(
    first_day: date, days: int, *, counts_first_day: bool, entered: Entered = NOTHING_ENTERED
) -> NoticeEnd:
    """Return the last day of a notice of `days` working days (1 or more) published on `first_day`."""
    if days < 1:
        msg = "a notice has at least one working day"
        raise ValueError(msg)
    day, counted, known = first_day, 0, True
    if not counts_first_day:
        day += timedelta(days=1)
    while True:
        known = known and knows(day)
        counted += is_working_day(day, entered)
        if counted == days:
            return NoticeEnd(day, known)
        day += timedelta(days=1)


def working_days_left(today: date, last_day: date, entered: Entered = NOTHING_ENTERED) -> int:
    """Return how many working days from `today` to `last_day` are still to run, today itself included."""
    span = (last_day - today).days + 1
    return sum(is_working_day(today + timedelta(days=one), entered) for one in range(max(span, 0)))


def weeks_of(
    first_day: date, last_day: date, *, counts_first_day: bool, entered: Entered = NOTHING_ENTERED
) -> list[NoticeDay]:
    """Return the whole weeks, Monday to Sunday, in which the notice lies."""
    monday = first_day - timedelta(days=first_day.weekday())
    sunday = last_day + timedelta(days=WEEK - 1 - last_day.weekday())
    from_day = first_day if counts_first_day else first_day + timedelta(days=1)
    days = (monday + timedelta(days=one) for one in range((sunday - monday).days + 1))
    return [
        NoticeDay(day, kind_of(day, entered), from_day <= day <= last_day and is_working_day(day, entered))
        for day in days
    ]
