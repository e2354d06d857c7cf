"""Forms of declarations and of what the organizer decides on ties that were found."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Application
from brandportal.kit.forms import CleanTextField
from evaluation.forms.desk import ReasonForm

FREE, NAMED = "free", "named"
LONGEST_REASON = 300


class DeclarationForm(forms.Form):
    """Free to judge all, or named applications with a reason each; the page draws its rows by itself."""

    freedom = forms.ChoiceField(
        label=_("Your declaration"),
        choices=(
            (FREE, _("I have no conflict of interest with any of the applications.")),
            (NAMED, _("I name the applications that I must not judge.")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Your declaration: choose one of the two sentences.")},
    )
    named = forms.MultipleChoiceField(
        label=_("Applications that I must not judge"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, applications: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = {one.code: one for one in applications}
        self.fields["named"].choices = [(one.code, one.brand_name) for one in applications]  # type: ignore[attr-defined]
        for one in applications:
            self.fields[reason_field(one)] = CleanTextField(
                label=f"{one}: {_('Reason')}", required=False, max_length=LONGEST_REASON
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named, freedom = data.get("named", []), data.get("freedom")
        if freedom == FREE and named:
            sentence = ngettext(
                "Your declaration: %(count)d application is ticked. Choose the second sentence, or take the tick off.",
                "Your declaration: %(count)d applications are ticked. Choose the second sentence, or take the ticks off.",
                len(named),
            )
            self.add_error("freedom", sentence % {"count": len(named)})
        if freedom == NAMED and not named and "named" not in self.errors:
            self.add_error(
                "named",
                ValidationError(
                    _("Applications: tick those that you must not judge, or choose the first sentence.")
                ),
            )
        return data

    @property
    def reasons(self) -> dict[Application, str]:
        """The applications that were named, each with its reason as typed."""
        chosen = [self.applications[code] for code in self.cleaned_data["named"]]
        return {one: self.cleaned_data.get(reason_field(one), "") for one in chosen}


class DecideForm(ReasonForm):
    """What follows from a tie that was found."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("confirm", _("The rater is recused from this application.")),
            ("dismiss", _("There is no conflict of interest; the rater may judge.")),
        ),
        widget=forms.RadioSelect,
    )
    field_order = ("decision", "reason")


def reason_field(application: Application) -> str:
    return f"reason-{application.code}"
