"""The closing days of a round's calendar, as the raters meet them."""

from datetime import datetime

from django.utils.translation import gettext as _

from brandportal.kit.clock import end_of
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError
from evaluation.models import Stage
from evaluation.selectors.calendar import closing_day


def refuse_after_deadline(stage: Stage, at: datetime) -> None:
    day = closing_day(stage)
    if day is not None and at >= end_of(day):
        raise DomainError(
            _(
                "The time for rating ended on %(day)s at 24:00. Nothing more is accepted. "
                "What you have typed is still on this page; the organizing department can extend the time."
            )
            % {"day": date_text(day)},
            code="deadline",
        )
