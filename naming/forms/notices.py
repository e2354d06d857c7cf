"""Forms of the notice, of objections, and of the naming."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brandportal.kit.dates import parse_date
from brandportal.kit.errors import DomainError
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from naming.enums import Effect
from naming.models import Notice

NAMED, ANONYMOUS = "named", "anonymous"
WANTED_OF_THE_NAMED = {
    "name": _("Your name: it is missing. Write it, or choose to object without a name."),
    "contact": _(
        "Telephone or e-mail: it is missing. Write where you can be reached, or object without a name."
    ),
}


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


class ObjectionForm(PortalForm):
    """An objection by anybody."""

    application = forms.ChoiceField(label=_("Against which brand"))
    identity = forms.ChoiceField(
        label=_("In whose name"),
        choices=(
            (NAMED, _("With my name: the handlers may ask back, and you are told the finding")),
            (
                ANONYMOUS,
                _("Without a name: it is looked into if its facts can be checked; ask with the receipt"),
            ),
        ),
        widget=forms.RadioSelect,
    )
    text = CleanTextField(
        label=_("Objection and its facts"),
        max_length=4000,
        help_text=_("What happened, when, where, and how it can be checked."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = CleanTextField(
        label=_("Your name"),
        max_length=60,
        required=False,
        help_text=_("Only if you object with your name."),
    )
    contact = CleanTextField(
        label=_("Telephone or e-mail"),
        max_length=120,
        required=False,
        help_text=_("Seen by those who look into the objection, and by nobody else."),
    )

    def __init__(self, *args: Any, notice: Notice, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"] = forms.ChoiceField(label=_("Against which brand"), choices=choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("identity") == ANONYMOUS:
            # Nothing is kept that could tell who objected.
            return data | {"name": "", "contact": ""}
        if data.get("identity") == NAMED:
            for name, message in WANTED_OF_THE_NAMED.items():
                if name not in self.errors and not data.get(name):
                    self.add_error(name, str(message))
        return data


class ReceiptForm(PortalForm):
    """The receipt of an objection, as its holder types it."""

    receipt = CleanTextField(label=_("Receipt"), max_length=40)

    def clean_receipt(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["receipt"])
        return "".join(typed.split()).replace("-", "").upper()


class FindingForm(PortalForm):
    """What came of an objection."""

    upheld = forms.ChoiceField(
        label=_("Result"), choices=(("0", _("Not upheld")), ("1", _("Upheld"))), widget=forms.RadioSelect
    )
    finding = CleanTextField(
        label=_("Finding"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was examined, how, and what it showed. Whoever holds the receipt reads it."),
    )
    effect = forms.ChoiceField(
        label=_("Effect, if upheld"), choices=Effect.choices, initial=Effect.KEEP, widget=forms.RadioSelect
    )


class DesignationForm(PortalForm):
    """The number of the decision by which the brands are named."""

    document_number = CleanTextField(label=_("Number of the decision"), max_length=60)
