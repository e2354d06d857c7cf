"""Forms of the round's set-up. They clean, the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm

FIRST_YEAR, LAST_YEAR = 2000, 2199


class RoundFactsForm(PortalForm):
    """What the notice of a round says: titles, bodies, calendar, texts."""

    title_zh = CleanTextField(label=gettext_lazy("Title"), max_length=80)
    title_en = CleanTextField(label=gettext_lazy("English title"), max_length=160, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric"}),
    )
    document_number = CleanTextField(
        label=gettext_lazy("Document number"),
        max_length=60,
        help_text=gettext_lazy("As on the notice, for example 〔2026〕7号."),
    )
    naming_body = CleanTextField(
        label=gettext_lazy("Naming body"),
        max_length=80,
        help_text=gettext_lazy("The body in whose name brands are designated."),
    )
    organizer_name = CleanTextField(label=gettext_lazy("Organizing department"), max_length=80)
    complaint_contact = CleanTextField(
        label=gettext_lazy("Contact for complaints"),
        max_length=200,
        help_text=gettext_lazy("Telephone or address; it stands on every public page of the round."),
    )
    filing_opens = DateTextField(label=gettext_lazy("Filing opens"))
    filing_closes = DateTextField(
        label=gettext_lazy("Filing closes"), help_text=gettext_lazy("The day counts to its end, 24:00.")
    )
    correction_closes = DateTextField(
        label=gettext_lazy("Corrections close"),
        help_text=gettext_lazy("Until then units mend what was returned to them."),
    )
    rating_opens = DateTextField(label=gettext_lazy("Rating opens"))
    rating_closes = DateTextField(label=gettext_lazy("Rating closes"))
    review_opens = DateTextField(label=gettext_lazy("Review opens"))
    review_closes = DateTextField(label=gettext_lazy("Review closes"))
    decision_on = DateTextField(label=gettext_lazy("Committee decides on"))
    call_text = CleanTextField(
        label=gettext_lazy("Text of the call"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Shown on the public page of the round."),
    )


class RoundStartForm(RoundFactsForm):
    """The same with the round's code, which is chosen once."""

    code = forms.SlugField(
        label=gettext_lazy("Code of the round"),
        max_length=40,
        help_text=gettext_lazy(
            "Latin letters, digits and hyphens; it stands in addresses and never changes."
        ),
    )
    field_order: tuple[str, ...] = ("code",)


class RoundFileForm(PortalForm):
    """A blank form that units download."""

    title = CleanTextField(label=gettext_lazy("Title of the form"), max_length=80)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, or a PNG or JPEG picture; at most 20 MB.")
    )


class OpeningForm(PortalForm):
    """The organizer's word that the points shown are meant."""

    meant = forms.BooleanField(
        label=gettext_lazy("I have read the points above; they are meant so."),
        error_messages={
            "required": gettext_lazy("Tick that the points are meant so, or go back and change the rules.")
        },
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["meant"]
