"""Forms of raters and recusals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from evaluation.models import Rater


class ReasonForm(PortalForm):
    """Why something is done that needs a reason."""

    reason = CleanTextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("It is kept on record under your name."),
    )


class ExtensionForm(ReasonForm):
    """More time for the raters of an open stage."""

    until = DateTextField(
        label=_("New closing day"), help_text=_("It counts to its end, 24:00. Ballots keep to the calendar.")
    )
    field_order = ("until", "reason")


class RecusalForm(ReasonForm):
    """The organizer records that a rater may not judge an application."""

    rater = forms.ModelChoiceField(label=_("Rater"), queryset=Rater.objects.none())
    application = forms.ModelChoiceField(label=_("Application"), queryset=Application.objects.none())
    field_order = ("rater", "application", "reason")

    def __init__(
        self, *args: Any, raters: QuerySet[Rater], applications: QuerySet[Application], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rater"].queryset = raters  # type: ignore[attr-defined]
        self.fields["application"].queryset = applications  # type: ignore[attr-defined]


class PeopleField(forms.ModelMultipleChoiceField):
    """People with what tells two of the same name apart."""

    def label_from_instance(self, user: Any) -> str:
        return f"{user.name} ({user.unit.name})" if user.unit else f"{user.name} ({user.username})"


class RatersForm(PortalForm):
    """Who rates in a channel."""

    users = PeopleField(
        label=_("Raters"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = people  # type: ignore[attr-defined]
