"""Forms of raters and recusals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from evaluation.models import Rater
from evaluation.models.stages import RaterGroup


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


class GroupedRatersForm(RatersForm):
    """The same where the rules have groups of raters: each has one, by name or as the group of all the others.

    `present` are the groups of those who are assigned already, by user id.
    """

    others = forms.ChoiceField(label=_("Group of those ticked who have none yet"), required=False)

    def __init__(
        self, *args: Any, groups: Sequence[RaterGroup], present: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((group.key, group.title) for group in groups)]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        self.people = list(self.fields["users"].queryset)  # type: ignore[attr-defined]
        for person in self.people:
            self.fields[f"group-{person.pk}"] = forms.ChoiceField(
                label=_("Group of %(name)s") % {"name": person.name},
                choices=choices,
                required=False,
                initial=present.get(person.pk, ""),
            )
        self.dress()

    def rows(self) -> list[tuple[Any, Any]]:
        """Each tick with the field of its group."""
        return [(box, self[f"group-{box.data['value']}"]) for box in self["users"]]

    @property
    def groups(self) -> dict[int, str]:
        """User id → group, for those who are ticked."""
        data = self.cleaned_data
        return {user.pk: data.get(f"group-{user.pk}") or data["others"] for user in data["users"]}
