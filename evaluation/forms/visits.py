"""Forms of site visits: plan, record with its checklist, photograph."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brandportal.accounts.models import User
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm
from evaluation.enums import Seen
from evaluation.forms.desk import PeopleField
from evaluation.selectors.visits import CheckLine

LONGEST_NOTE = 300


class PlanForm(PortalForm):
    """When a visit takes place and who goes."""

    day = DateTextField(label=_("Planned day"))
    hour = forms.TimeField(
        label=_("Time"),
        input_formats=("%H:%M", "%H：%M", "%H:%M:%S"),
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("On the 24-hour clock, for example 9:30."),
        error_messages={"invalid": _("Time: write hours and minutes, for example 9:30 or 14:00.")},
    )
    stop = forms.IntegerField(
        label=_("Order of the day"),
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("1 is the first visit of that day."),
        error_messages={"invalid": _("Order of the day: write a whole number, for example 1.")},
    )
    team = PeopleField(
        label=_("Team"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two members of the panel. Whoever is recused is not offered."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = people  # type: ignore[attr-defined]


class VisitForm(PortalForm):
    """The record of a site visit; the checklist has two fields for each of its lines."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    visited_on = DateTextField(label=_("Date of the visit"))
    place = CleanTextField(
        label=_("Place"), max_length=120, help_text=_("Where the panel was: building, window, office.")
    )
    members = PeopleField(
        label=_("Members present"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two members of the panel."),
    )
    findings = CleanTextField(
        label=_("Findings"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "data-count-limit": 1000}),
        help_text=_("What was seen and heard, with facts; the points are given on each member’s own sheet."),
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], checklist: Sequence[CheckLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        self.checklist = checklist
        for line in checklist:
            self.fields[f"seen-{line.key}"] = forms.ChoiceField(
                label=line.title,
                choices=[("", _("choose")), *Seen.choices],
                error_messages={
                    "required": _("%(line)s: choose what was found; “not looked at” is an answer too.")
                    % {"line": line.title}
                },
            )
            self.fields[f"note-{line.key}"] = CleanTextField(
                label=_("Note on %(line)s") % {"line": line.title}, required=False, max_length=LONGEST_NOTE
            )
        keys = [name for line in checklist for name in (f"seen-{line.key}", f"note-{line.key}")]
        self.order_fields(["revision", "visited_on", "place", "members", *keys, "findings"])

    @property
    def rows(self) -> list[tuple[CheckLine, Any, Any]]:
        return [(line, self[f"seen-{line.key}"], self[f"note-{line.key}"]) for line in self.checklist]

    @property
    def checks(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {line.key: (data[f"seen-{line.key}"], data[f"note-{line.key}"]) for line in self.checklist}


class PhotoForm(PortalForm):
    """One photograph from the spot."""

    title = CleanTextField(label=_("What it shows"), max_length=80)
    file = forms.FileField(
        label=_("Photograph"),
        help_text=_("JPEG or PNG, at most 5 MB. Where and with what it was taken is removed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
