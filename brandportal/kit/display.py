"""How figures, dates and times left are written in the two languages. Plain functions, no query."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

NOTHING = "—"
THIN_SPACE = "\u202f"
CODE_GROUPS = 4

Number = int | Decimal | Fraction | str


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def exact(value: Number) -> Fraction:
    """The number as it is; text may be "63/1", "63.25" or "63". Raises ValueError for anything else."""
    return Fraction(value)


def places(value: Number, digits: int = 2) -> str:
    """Rounded half up (away from zero), always with its places: 88.5 -> "88.50"."""
    number = exact(value)
    scale = 10**digits
    units = (2 * abs(number.numerator) * scale + number.denominator) // (2 * number.denominator)
    whole, rest = divmod(units, scale)
    sign = "−" if number < 0 and units else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def thin(value: Number) -> str:
    """Digits in groups of three from four digits on: a thin space in Chinese, a comma in English."""
    whole, dot, rest = str(value).partition(".")
    if not re.fullmatch(r"[-−]?\d{4,}", whole):
        return str(value)
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", "," if is_english() else THIN_SPACE, whole)
    return f"{grouped}{dot}{rest}"


def fingerprint(digest: str) -> str:
    """The first 16 hexadecimal digits in four groups: enough to compare by eye."""
    head = str(digest or "")[: 4 * CODE_GROUPS]
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4)) or NOTHING


def local_date(value: dt.date) -> dt.date:
    """The day in the portal's time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _clock(value: dt.date) -> str:
    if not isinstance(value, dt.datetime):
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}"


def _english(day: dt.date, form: str) -> str:
    short = f"{day.day} {MONTHS[day.month]}"
    return short if form in {"day", "daytime"} else f"{short} {day.year}"


def _chinese(day: dt.date, form: str) -> str:
    short = f"{day.month}月{day.day}日"
    return short if form in {"day", "daytime"} else f"{day.year}年{short}"


def date_text(value: dt.date, form: str = "") -> str:
    """
    One day or moment in the portal's time zone.

    "" 2026年9月18日 · "day" 9月18日 · "time" with the clock · "daytime" 9月18日 18:00 · "weekday" named ·
    "md" 09-18 · "iso" 2026-09-18 · "clock" 18:00; English: 18 September 2026.
    """
    day = local_date(value)
    if form in {"md", "iso", "clock"}:
        return {"md": f"{day:%m-%d}", "iso": f"{day:%Y-%m-%d}", "clock": _clock(value)}[form]
    english = is_english()
    text = _english(day, form) if english else _chinese(day, form)
    if form == "weekday":
        weekday = WEEKDAYS[day.weekday()]
        return f"{weekday}, {text}" if english else f"{text} {weekday}"
    if form in {"time", "daytime"} and (clock := _clock(value)):
        return f"{text}, {clock}" if english else f"{text} {clock}"
    return text


def span_text(first: dt.date | None, last: dt.date | None, form: str = "day") -> str:
    """Two days with the dash of the language; one day when both are the same or one is missing."""
    shown = [date_text(day, form) for day in dict.fromkeys((first, last)) if day]
    return (" – " if is_english() else "—").join(shown)


def days_left(last: dt.date, today: dt.date) -> str:
    """Until the end of the last day, which still counts."""
    days = (local_date(last) - today).days
    if days < 0:
        return pgettext("deadline", "closed")
    if days == 0:
        return _("closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def time_left(until: dt.datetime, now: dt.datetime) -> str:
    """Until a moment: days from two days on, then hours, then minutes."""
    minutes = int((until - now).total_seconds() // 60)
    if minutes < 0:
        return pgettext("deadline", "closed")
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    if hours:
        return ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
    return ngettext("%(minutes)d minute left", "%(minutes)d minutes left", minutes) % {"minutes": minutes}
