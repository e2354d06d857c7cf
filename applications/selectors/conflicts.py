"""A stale page: what it holds against what is on record."""

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm

from brandportal.kit.text import normalise


@dataclass(frozen=True)
class Difference:
    """A field with two values; `typed` is only shown, the form itself still holds it."""

    label: str
    stored: str
    typed: str


def differences(form: BaseForm) -> list[Difference]:
    """Return the fields of a posted form that differ from its initial values, which are those on record."""
    return [
        Difference(str(field.label), _text(form.initial.get(name)), _text(form[name].value()))
        for name, field in form.fields.items()
        if name in form.initial and _text(form.initial[name]) != _text(form[name].value())
    ]


def _text(value: Any) -> str:
    return normalise(str(value or "")).strip()
