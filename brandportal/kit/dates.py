"""Dates as offices write them; a day that does not exist is refused with the length of its month."""

import calendar
import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence

SHAPES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
MONTHS = 12


def parse_date(text: str, label: Sentence, *, field: str | None = None) -> date | None:
    """Return the day that `text` writes (2026-03-05, 2026年3月5日, 2026.3.5, 20260305), None for an empty one.

    Raises DomainError when it is no date, or none that exists.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    if not typed:
        return None
    for shape in SHAPES:
        if found := shape.fullmatch(typed):
            year, month, day = map(int, found.groups())
            return _existing(year, month, day, label, field)
    raise DomainError(
        _("%(label)s: “%(value)s” is not a date. Write it as 2026-09-30 or 2026年9月30日.")
        % {"label": label, "value": text.strip()[:30]},
        field=field,
        code="date",
    )


def _existing(year: int, month: int, day: int, label: Sentence, field: str | None) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("%(label)s: the year %(year)d cannot be meant. Write a year from 1900 to 2199.")
    elif not 1 <= month <= MONTHS:
        message = _("%(label)s: there is no month %(month)d. Write a month from 1 to 12.")
    elif not 1 <= day <= calendar.monthrange(year, month)[1]:
        message = _(
            "%(label)s: %(year)d-%(month)02d-%(day)02d does not exist, that month has only %(length)d days. "
            "Write the day that is meant."
        )
    else:
        return date(year, month, day)
    length = calendar.monthrange(year, month)[1] if 1 <= month <= MONTHS and year else 0
    values = {"label": label, "year": year, "month": month, "day": day, "length": length}
    raise DomainError(message % values, field=field, code="date")
