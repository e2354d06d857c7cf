"""How far a demonstration goes, and on which days its deeds fall; everything counts from one day, `today`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brandportal.kit.clock import ZONE


class Goal(StrEnum):
    """The stages of the road, in their order."""

    CALL = "call"
    FILING = "filing"
    RATING = "rating"
    SHORTLISTED = "shortlisted"
    REVIEWING = "reviewing"
    PROPOSED = "proposed"
    NOTICE = "notice"
    NAMED = "named"

    def reaches(self, other: "Goal") -> bool:
        order = list(Goal)
        return order.index(self) >= order.index(other)


LABELS: Mapping[Goal, str | Promise] = {
    Goal.CALL: _("call published, filing open"),
    Goal.FILING: _("units are filing"),
    Goal.RATING: _("supervisors and clients are rating"),
    Goal.SHORTLISTED: _("shortlist adopted"),
    Goal.REVIEWING: _("the panel is reviewing"),
    Goal.PROPOSED: _("preliminary list before the committee"),
    Goal.NOTICE: _("on public notice"),
    Goal.NAMED: _("brands named"),
}
# Days after the call, and on which of them `today` lies for each goal.
CALENDAR = {
    "filing_opens": 0,
    "filing_closes": 91,
    "correction_closes": 94,
    "rating_opens": 96,
    "rating_closes": 116,
    "review_opens": 119,
    "review_closes": 139,
    "decision_on": 147,
}
TODAY = {
    Goal.CALL: 0,
    Goal.FILING: 76,
    Goal.RATING: 108,
    Goal.SHORTLISTED: 118,
    Goal.REVIEWING: 131,
    Goal.PROPOSED: 143,
    Goal.NOTICE: 150,
    Goal.NAMED: 180,
}
NOTICE_DAY = 148


@dataclass(frozen=True)
class Days:
    """The calendar of one round: day 0 is the day of the call."""

    call: date

    @classmethod
    def of(cls, goal: Goal, today: date) -> "Days":
        return cls(today - timedelta(days=TODAY[goal]))

    def day(self, number: int) -> date:
        return self.call + timedelta(days=number)

    def at(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        return datetime.combine(self.day(number), time(hour, minute), ZONE)

    @property
    def facts(self) -> Mapping[str, date]:
        """The calendar columns of the round."""
        return {name: self.day(number) for name, number in CALENDAR.items()}


def same_day(today: date, *, years_ago: int) -> date:
    """Return the day of that year; 29 February becomes the 28th."""
    year = today.year - years_ago
    try:
        return today.replace(year=year)
    except ValueError:
        return today.replace(year=year, day=28)
