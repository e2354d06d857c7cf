"""A form of the meeting as it is kept while it is filled in, and what two windows hold against each other."""

from django import forms
from django.utils.translation import gettext as _

from applications.selectors.conflicts import Difference
from brandportal.kit.text import normalise
from naming.forms.meetings import ALL, MeetingForm


def typed_in(form: MeetingForm) -> dict[str, str]:
    """Return what a posted form holds, field by field as typed, with the number of its rows."""
    typed = {name: str(form.data[name]) for name in form.fields if name in form.data}
    return typed | {"members": str(form.member_rows), "recusals": str(form.recusal_rows)}


def differences(form: MeetingForm, stored: MeetingForm) -> list[Difference]:
    """Return the fields in which a posted form differs from the one that would be shown now; rows count to the longer."""
    found = []
    for name, field in {**stored.fields, **form.fields}.items():
        kept, typed = (_value(one, name, field) for one in (stored, form))
        if kept != typed:
            longer = form if name in form.fields else stored
            found.append(Difference(_label(longer, name), _shown(field, kept), _shown(field, typed)))
    return found


def _value(form: MeetingForm, name: str, field: forms.Field) -> str:
    """Return what the page sends for the field: a choice that nobody made is the first of its list."""
    value = form[name].value() if name in form.fields else None
    if (choices := _choices(field)) and not value:
        return next(iter(choices))
    return "" if value is None else normalise(str(value)).strip()


def _shown(field: forms.Field, value: str) -> str:
    return _choices(field).get(value, value)


def _choices(field: forms.Field) -> dict[str, str]:
    return {str(key): str(label) for key, label in getattr(field, "choices", ())}


def _label(form: MeetingForm, name: str) -> str:
    """Name the row and the field: a list of forty “For” would help nobody."""
    label = str(form.fields[name].label)
    kind, _dash, rest = name.partition("-")
    if kind in {"member", "recusal"}:
        number = rest.partition("-")[0]
        row = _("Member %(n)s") if kind == "member" else _("Recusal %(n)s")
        return _("%(row)s: %(field)s") % {"row": row % {"n": number}, "field": label}
    brands = {item.application.code: str(item.application) for item in form.items} | {
        ALL: _("Vote on the whole list")
    }
    return _("%(row)s: %(field)s") % {"row": brands[rest], "field": label} if rest in brands else label
