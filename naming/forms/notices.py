"""Forms of the notice, of objections, and of the naming."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
    title = CleanTextField(label=_("Title"), max_length=160, required=False)
    body = CleanTextField(
        label=_("Text"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )


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
