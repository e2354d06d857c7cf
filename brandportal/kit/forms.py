"""Base forms: one look, one error summary, fields that clean as the kit does."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from brandportal.kit.dates import parse_date
from brandportal.kit.errors import DomainError
from brandportal.kit.numbers import parse_score
from brandportal.kit.text import clean_text


class PortalFormMixin:
    """The crispy helper of the house: no form tag (the page writes it), labels and errors above the control."""

    helper: FormHelper

    def dress(self) -> None:
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True


class PortalForm(PortalFormMixin, forms.Form):
    """A plain form of the portal."""

    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form over a model; it cleans, the service saves."""

    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()


class CleanTextField(forms.CharField):
    """Text normalised to NFC, with invisible characters refused by their code point."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return str(_or_invalid(lambda: clean_text(text, self.label or "")))


class DateTextField(forms.CharField):
    """A date typed as offices write it; what was typed stays on the form when it is refused."""

    widget = forms.TextInput(attrs={"class": "bp-w-date", "inputmode": "numeric", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _or_invalid(lambda: parse_date(text, self.label or ""))


class ScoreField(forms.CharField):
    """A score from 0 to `max` on `step`; empty is None, which is not 0."""

    widget = forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, max: Decimal, step: Decimal = Decimal(1), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max, self.step = max, step

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _or_invalid(lambda: parse_score(text, max=self.max, step=self.step, label=self.label or ""))


def _or_invalid(read: Any) -> Any:
    try:
        return read()
    except DomainError as error:
        raise ValidationError(str(error), code=error.code) from error
