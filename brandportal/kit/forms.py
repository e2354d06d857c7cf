"""Base forms: one look, one error summary, fields that clean as the kit does."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from brandportal.kit.dates import parse_date
from brandportal.kit.errors import DomainError
from brandportal.kit.numbers import parse_score
from brandportal.kit.text import clean_text

# What Django would say with the fault alone, said with the way out; the summary of the page puts the label before it.
EVERY: dict[str, Any] = {
    "required": _("It is empty. Fill it in."),
    "max_length": _("%(show_value)d characters are too many, at most %(limit_value)d are kept. Shorten it."),
    "max_value": _("It is too large. Write a number of at most %(limit_value)s."),
    "min_value": _("It is too small. Write a number of at least %(limit_value)s."),
}
SAID: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: EVERY,
    forms.IntegerField: {"invalid": _("This is no whole number. Write digits only, as in 2026.")},
    forms.EmailField: {"invalid": _("This is no e-mail address. Write it as in name@example.org.")},
    forms.SlugField: {
        "invalid": _(
            "Only Latin letters, digits, hyphens and underlines are taken. Leave other characters out."
        )
    },
    forms.ChoiceField: {
        "required": _("Nothing is chosen. Choose one."),
        "invalid_choice": _("“%(value)s” cannot be chosen. Choose one of the list."),
    },
    forms.ModelChoiceField: {"invalid_choice": _("This cannot be chosen. Choose one of the list.")},
    forms.FileField: {
        "required": _("No file is chosen. Choose one."),
        "empty": _("The file is empty. Choose it again."),
    },
}


class PortalFormMixin:
    """The crispy helper of the house: no form tag (the page writes it), labels and errors above the control."""

    fields: dict[str, forms.Field]

    helper: FormHelper

    def dress(self) -> None:
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        for field in self.fields.values():
            _speak(field)


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


def _speak(field: forms.Field) -> None:
    """Give `field` the sentences of the house where it has none of its own."""
    plain: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        plain |= getattr(kind, "default_error_messages", {})
    own = {key for key, text in field.error_messages.items() if text != plain.get(key)}
    for kind, said in SAID.items():
        if isinstance(field, kind):
            field.error_messages |= {key: text for key, text in said.items() if key not in own}


def _or_invalid(read: Any) -> Any:
    try:
        return read()
    except DomainError as error:
        raise ValidationError(str(error), code=error.code) from error
