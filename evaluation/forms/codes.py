"""Forms of the desk that gives out codes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from brandportal.kit.forms import CleanTextField, PortalForm
from evaluation.enums import ChangeKind
from evaluation.models.stages import RaterGroup
from evaluation.services.code_changes import Wanted
from evaluation.services.codes import MOST_AT_ONCE


class EntryField(forms.ModelChoiceField):
    """An application with its code, brand and unit; empty stands for all of them."""

    def label_from_instance(self, application: Any) -> str:
        return f"{application.code} {application.brand_name} ({application.unit.name})"


class IssueForm(PortalForm):
    """How many codes, and for whom."""

    application = EntryField(
        label=_("For which application"),
        queryset=Application.objects.none(),
        required=False,
        empty_label=_("Every application, the same number each"),
    )
    number = forms.IntegerField(
        label=_("Codes for each application"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    group = forms.ChoiceField(label=_("For which group of voters"), help_text=_("The slips say it too."))
    field_order = ("application", "group", "number")

    def __init__(
        self,
        *args: Any,
        applications: QuerySet[Application] | None,
        groups: Sequence[RaterGroup],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, applications)
        if applications is None:
            self.fields["number"].label = _("How many codes")
        offer_groups(self, groups)


def offer_groups(form: forms.Form, groups: Sequence[RaterGroup]) -> None:
    """Let `form` choose among `groups` of voters; without any the field is not there."""
    if not groups:
        del form.fields["group"]
        return
    field: Any = form.fields["group"]
    field.choices = [("", "—"), *((group.key, group.title) for group in groups)]


def offer(form: forms.Form, applications: QuerySet[Application] | None) -> None:
    """Let `form` choose among `applications`; None where codes are for no single one of them."""
    if applications is None:
        del form.fields["application"]
    else:
        form.fields["application"].queryset = applications  # type: ignore[attr-defined]


class RevokeForm(PortalForm):
    """One code by its serial number, with the reason."""

    serial = CleanTextField(label=_("Serial number"), max_length=40)
    reason = CleanTextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("It is kept on record under your name."),
    )

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("It stands on the slip, for example %(serial)s.") % {"serial": example}
        self.fields["serial"].help_text = told


def _number_field(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        required=False,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=help_text,
    )


class ChangeForm(PortalForm):
    """What two people are to do to the codes of one application."""

    kind = forms.ChoiceField(
        label=_("What is to be done"), choices=ChangeKind.choices, widget=forms.RadioSelect
    )
    application = EntryField(
        label=_("For which application"), queryset=Application.objects.none(), empty_label=_("Choose one")
    )
    group = forms.ChoiceField(
        label=_("For which group of voters"), required=False, help_text=_("Only for more codes.")
    )
    quantity = _number_field(_("How many new codes"), _("Only for more codes."))
    first = _number_field(_("From serial number"), "")
    last = _number_field(_("To serial number"), _("Leave empty for a single code."))
    reason = CleanTextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count-limit": 300}),
        help_text=_("It stands under your name on the public page of the ballot box."),
    )

    def __init__(
        self,
        *args: Any,
        applications: QuerySet[Application] | None,
        groups: Sequence[RaterGroup],
        example: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, applications)
        offer_groups(self, groups)
        told = _("Only where slips are taken back: 42 stands for %(serial)s.") % {"serial": example}
        self.fields["first"].help_text = told

    @property
    def wanted(self) -> Wanted:
        data = self.cleaned_data
        first = data["first"] or 0
        issues = data["kind"] == ChangeKind.ISSUE
        return Wanted(
            data["kind"],
            data.get("application"),
            quantity=(data["quantity"] or 0) if issues else 0,
            group=data.get("group", "") if issues else "",
            first=0 if issues else first,
            last=0 if issues else data["last"] or first,
        )
