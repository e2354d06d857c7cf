"""What approver and organizer write when they send something back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from applications.selectors.parts import parts_of
from brandportal.kit.forms import CleanTextField, PortalForm


class SendBackForm(PortalForm):
    """Why the approver gives a draft back."""

    reason = CleanTextField(
        label=_("What is to be changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is to be changed, so that the drafter can do it.")},
    )


class ReturnForm(PortalForm):
    """One field for each part of the application: what stands in them together is the complete list of defects."""

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts_of(round)
        for part in self.parts:
            self.fields[part.key] = CleanTextField(
                label=part.label,
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 1, "class": "bp-grow"}),
            )

    def defects(self) -> list[dict[str, str]]:
        """Return what was written, in the order of the form."""
        data = self.cleaned_data
        return [{"part": part.key, "text": data[part.key]} for part in self.parts if data.get(part.key)]
