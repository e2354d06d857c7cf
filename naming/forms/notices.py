"""Forms of the notice and of the naming that follows it."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brandportal.kit.dates import parse_date
from brandportal.kit.errors import DomainError
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm

RANGE = re.compile(r"\s*(?:至|到|~|～|—|–)\s*")
LONGEST_RANGE, MOST_DAYS = 31, 60


class DaysField(forms.CharField):
    """Days, one a line or parted by commas; “2027-02-05 至 2027-02-11” is all days from the first to the last."""

    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(map(str, value or ()))

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = {day for part in re.split(r"[\n,，、;；]+", text) if part.strip() for day in self._days(part)}
        if len(found) > MOST_DAYS:
            raise ValidationError(
                _(
                    "%(label)s: %(n)d days are too many. Write those of the weeks of the notice, at most %(most)d."
                )
                % {"label": self.label, "n": len(found), "most": MOST_DAYS}
            )
        return sorted(found)

    def _days(self, part: str) -> list[date]:
        ends = [self._day(one) for one in RANGE.split(part.strip())]
        span = (ends[-1] - ends[0]).days
        if len(ends) > len(("first", "last")) or not 0 <= span <= LONGEST_RANGE:
            raise ValidationError(
                _(
                    "%(label)s: “%(value)s” is no span of days. Write its first and last day, at most %(most)d apart."
                )
                % {"label": self.label, "value": part.strip()[:40], "most": LONGEST_RANGE}
            )
        return [ends[0] + timedelta(days=one) for one in range(span + 1)]

    def _day(self, text: str) -> date:
        try:
            day = parse_date(text, self.label or "")
        except DomainError as error:
            raise ValidationError(str(error), code=error.code) from error
        if day is None:
            raise ValidationError(
                _("%(label)s: a day is missing beside the dash. Write first and last day.")
                % {"label": self.label}
            )
        return day


class NoticeForm(PortalForm):
    """The draft of a notice; title and text left empty are written from the round's data."""

    number = CleanTextField(label=_("Document number"), max_length=60)
    first_day = DateTextField(label=_("First day"), help_text=_("The day on which the notice is published."))
    days = forms.IntegerField(
        label=_("Working days"),
        min_value=1,
        max_value=99,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "bp-w-date"}),
    )
    counts_first_day = forms.BooleanField(label=_("The first day counts"), required=False)
    free_days = DaysField(
        label=_("Days off"),
        required=False,
        help_text=_(
            "Weekdays off by the yearly notice on holidays; one a line, or as 2027-02-05 至 2027-02-11."
        ),
    )
    worked_days = DaysField(
        label=_("Make-up days"),
        required=False,
        help_text=_("Saturdays and Sundays worked instead; one a line."),
    )
    title = CleanTextField(label=pgettext_lazy("notice", "Title"), max_length=160, required=False)
    body = CleanTextField(
        label=_("Text"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, asks_days: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_days:
            del self.fields["free_days"], self.fields["worked_days"]


class DesignationForm(PortalForm):
    """The number of the decision by which the brands are named."""

    document_number = CleanTextField(label=_("Number of the decision"), max_length=60)
