"""What a trial run is made of: read from the address, so that a trial can be shown again."""

from django import forms
from django.utils.translation import gettext_lazy

from brandportal.kit.forms import PortalForm
from evaluation.trial import LARGEST_FIELD

LARGEST_SEED = 999_999


class TrialForm(PortalForm):
    """Number of entries and seed of the made forms."""

    entries = forms.IntegerField(
        label=gettext_lazy("Number of entries"),
        min_value=2,
        max_value=LARGEST_FIELD,
        widget=forms.TextInput(attrs={"class": "form-control bp-w-short", "inputmode": "numeric"}),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=1,
        max_value=LARGEST_SEED,
        widget=forms.TextInput(attrs={"class": "form-control bp-w-short", "inputmode": "numeric"}),
        help_text=gettext_lazy("The same seed makes the same forms."),
    )
