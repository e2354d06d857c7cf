"""Forms of tallies and of the committee's decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.kit.forms import CleanTextField, PortalForm


class StartForm(PortalForm):
    """Why a stage is tallied again; not asked the first time."""

    reason = CleanTextField(
        label=_("Reason for another tally"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("The earlier result stays on record beside the new one."),
    )

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["reason"]


class TieForm(PortalForm):
    """A place for each of the tied, and the committee's reason."""

    reason = CleanTextField(
        label=_("Reason given by the committee"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("It goes into the bundle, where everybody who checks the result reads it."),
    )

    def __init__(self, *args: Any, applications: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", "—"), *((str(place), str(place)) for place in range(1, len(applications) + 1))]
        for one in applications:
            label = f"{one.code} {one.brand_name} ({one.unit.name})"
            select = forms.Select(attrs={"class": "bp-w-short"})
            self.fields[one.code] = forms.ChoiceField(label=label, choices=places, widget=select)
        self.codes = [one.code for one in applications]
        self.order_fields([*self.codes, "reason"])

    @property
    def places(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[code]) for code in self.codes}
