"""What the organizer corrects and records of an application."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.selectors.strata import Stratum
from applications.services.strata import LONGEST_REASON
from brandportal.kit.forms import CleanTextField, PortalForm
from evaluation.forms.desk import ReasonForm
from evaluation.selectors.entries import Flag


class StratumForm(ReasonForm):
    """The division that an application belongs to, and why."""

    stratum = forms.ChoiceField(label=_("Division"), widget=forms.RadioSelect)
    field_order = ("stratum", "reason")

    def __init__(self, *args: Any, strata: Sequence[Stratum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stratum"]
        field.choices = [(one.key, one.title) for one in strata]
        self.fields["reason"].help_text = _("At least 10 characters. The unit reads it.")


class TitlesForm(PortalForm):
    """Which titles an application holds, and the paper that proves it."""

    held = forms.MultipleChoiceField(
        label=_("Titles that it holds"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = CleanTextField(
        label=_("Evidence, or the reason for a change"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": LONGEST_REASON}),
        help_text=_("Name the document: who awarded the title, when, under which number. The unit reads it."),
    )

    def __init__(self, *args: Any, flags: Sequence[Flag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["held"]
        field.choices = [(one.key, one.title) for one in flags]
