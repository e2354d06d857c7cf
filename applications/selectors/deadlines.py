"""Until when an application may be filed. A last day counts to 24:00 Beijing time, that moment included."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.kit import clock
from brandportal.kit.display import date_text


def last_day(application: Application) -> date:
    """Return the last day on which this application may be filed: later for one that was filed and returned."""
    round = application.round
    return round.correction_closes if application.is_correction else round.filing_closes


def too_late(application: Application, at: datetime) -> str:
    """Return the rule that keeps the application from being filed at `at`, empty while it may be."""
    day = last_day(application)
    if at <= clock.end_of(day):
        return ""
    if application.is_correction:
        return _(
            "Corrections could be filed until %(day)s, 24:00 (Beijing time). What was saved is kept, but can no longer "
            "be filed."
        ) % {"day": date_text(day)}
    return _(
        "Filing closed on %(day)s at 24:00 (Beijing time). What was saved is kept, but can no longer be filed."
    ) % {"day": date_text(day)}
