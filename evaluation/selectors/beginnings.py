"""What last year's round hands on to the next: texts as they are, the calendar a year later."""

import calendar
import datetime as dt
from typing import Any

from applications.models import Round
from applications.models.rounds import CALENDAR

TITLES = ("title_zh", "title_en")
HANDED_ON = (*TITLES, "naming_body", "organizer_name", "complaint_contact", "call_text")


def next_year(source: Round) -> dict[str, Any]:
    """Return the facts of a round like `source` a year later; a new document number is left to people."""
    old, new = str(source.year), str(source.year + 1)
    facts: dict[str, Any] = {name: getattr(source, name) for name in HANDED_ON}
    facts |= {name: facts[name].replace(old, new) for name in TITLES}
    facts |= {name: a_year_later(getattr(source, name)) for name in CALENDAR}
    return facts | {"year": source.year + 1, "code": source.code.replace(old, new), "document_number": ""}


def a_year_later(day: dt.date) -> dt.date:
    """The same day of the next year; 29 February becomes the 28th."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))
