"""The organizer's list of defects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brandportal.kit.forms import CleanTextField, PortalForm

PARTS = (
    ("brand", _("Brand")),
    ("logo", _("Logo")),
    ("self_check", _("Self-assessment")),
    ("text", _("Main text")),
    ("attachments", _("Attachments")),
)
ROWS = 8


class ReturnForm(PortalForm):
    """Up to eight defects, each with the part it concerns; empty rows are passed over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, ROWS + 1):
            self.fields[f"part{row}"] = forms.ChoiceField(label=_("Part"), choices=PARTS, required=False)
            self.fields[f"text{row}"] = CleanTextField(
                label=_("What is to be corrected"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"number": row, "part": self[f"part{row}"], "text": self[f"text{row}"]}
            for row in range(1, ROWS + 1)
        ]

    def defects(self) -> list[dict[str, str]]:
        data = self.cleaned_data
        return [
            {"part": data[f"part{row}"] or "brand", "text": data[f"text{row}"]}
            for row in range(1, ROWS + 1)
            if data.get(f"text{row}")
        ]
