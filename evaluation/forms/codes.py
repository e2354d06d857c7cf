"""Forms of the desk that gives out codes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.kit.forms import CleanTextField, PortalForm
from evaluation.services.codes import MOST_AT_ONCE


class EntryField(forms.ModelChoiceField):
    """An application with its code, brand and unit; empty stands for all of them."""

    def label_from_instance(self, application: Any) -> str:
        return f"{application.code} {application.brand_name} ({application.unit.name})"


class IssueForm(PortalForm):
    """How many codes, and for whom."""

    application = EntryField(
        label=_("For which application"),
        queryset=Application.objects.none(),
        required=False,
        empty_label=_("Every application, the same number each"),
    )
    number = forms.IntegerField(
        label=_("Codes for each application"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, applications: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications  # type: ignore[attr-defined]


class RevokeForm(PortalForm):
    """One code by its serial number, with the reason."""

    serial = CleanTextField(
        label=_("Serial number"), max_length=40, help_text=_("It stands on the slip, for example A001-0042.")
    )
    reason = CleanTextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("It is kept on record under your name."),
    )
