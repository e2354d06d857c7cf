"""The committee's resolution: its facts, and a line for each application of the final ranking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from naming.models import Proposal
from naming.services import Resolved


def is_place(typed: str) -> bool:
    """Full-width digits are digits too; empty means: not on the list."""
    return not typed or (typed.isdecimal() and int(typed) > 0)


class ResolutionForm(PortalForm):
    """Facts of the meeting; the lines are `place-<code>` (empty: not on the list) and `reason-<code>`."""

    body = CleanTextField(label=_("Resolving body"), max_length=80)
    meeting_title = CleanTextField(label=_("Meeting"), max_length=120)
    held_on = DateTextField(label=_("Held on"))
    minutes_number = CleanTextField(label=_("Number of the minutes"), max_length=60)
    text = CleanTextField(
        label=_("Text of the resolution"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(proposal.items.select_related("application__unit", "application__round"))
        self.facts = list(self.fields)
        for item in self.items:
            code = item.application.code
            self.fields[f"place-{code}"] = forms.CharField(
                label=_("Place on the list"),
                required=False,
                max_length=4,
                initial=item.position or "",
                widget=forms.TextInput(attrs={"class": "form-control bp-w-short", "inputmode": "numeric"}),
            )
            self.fields[f"reason-{code}"] = CleanTextField(
                label=_("Reason for a deviation"), max_length=500, required=False
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "item": item,
                "place": self[f"place-{item.application.code}"],
                "reason": self[f"reason-{item.application.code}"],
            }
            for item in self.items
        ]

    @property
    def fact_fields(self) -> list[Any]:
        return [self[name] for name in self.facts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.items:
            name = f"place-{item.application.code}"
            if name not in self.errors and not is_place(data[name]):
                self.add_error(
                    name,
                    _("“%(value)s” is no place on the list. Write a whole number from 1, or leave it empty.")
                    % {"value": data[name]},
                )
        return data

    def resolved(self) -> list[Resolved]:
        """Return the lines, once the form is valid."""
        return [self._line(item.application.code) for item in self.items]

    def _line(self, code: str) -> Resolved:
        typed = self.cleaned_data[f"place-{code}"]
        return Resolved(code, bool(typed), int(typed) if typed else None, self.cleaned_data[f"reason-{code}"])
