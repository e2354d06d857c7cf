"""Working days of the Chinese calendar: weekends, holidays and the make-up days that are worked instead.

Sources: the General Office's yearly notice on holidays, as package `chinesecalendar` carries it; the count that leaves
out the first day follows article 201 of the Civil Code.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


@dataclass(frozen=True)
class NoticeEnd:
    """When a notice ends, and whether every year of it is in the calendar (else Monday to Friday were counted)."""

    last_day: date
    is_known: bool


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
