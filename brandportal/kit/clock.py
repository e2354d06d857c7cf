"""The one clock: the database's, so that two web machines never disagree about a deadline."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

ZONE = ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return the database's time, aware, in UTC (SQLite has none of its own: the machine's)."""
    if connection.vendor != "postgresql":
        return machine_now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def machine_now() -> datetime:
    """Return this machine's time, for what is only shown; a deadline asks `now()`."""
    return datetime.now(UTC)  # noqa: TID251  the one place


def today(at: datetime | None = None) -> date:
    return (at or machine_now()).astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """24:00 of `day` in the portal's time zone: the first moment after it."""
    return datetime.combine(day + timedelta(days=1), time.min, ZONE)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
