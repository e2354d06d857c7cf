"""The forms of the stepped application; they keep whatever is typed, overruns and all."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.enums import Subject
from applications.models import Application
from applications.selectors.completeness import limit_of
from applications.selectors.rules import rules_chapter
from applications.selectors.titles import localized
from brandportal.kit.forms import CleanTextField, PortalForm

Label = str | Promise


def counted(rows: int, limit: int) -> forms.Textarea:
    attrs: dict[str, Any] = {"rows": rows}
    return forms.Textarea(attrs=attrs | ({"data-count-limit": limit} if limit else {}))


class BrandForm(PortalForm):
    """The brand, what is to be honoured, and whom to ask."""

    brand_name = CleanTextField(label=_("Brand name"), max_length=200, required=False)
    meaning = CleanTextField(label=_("Meaning of the name"), max_length=20_000, required=False)
    slogan = CleanTextField(label=_("Slogan"), max_length=300, required=False)
    object_kind = forms.ChoiceField(label=_("To be honoured"), widget=forms.RadioSelect)
    sub_unit = CleanTextField(
        label=_("Section or window"),
        max_length=60,
        required=False,
        help_text=_("Only if a section, a window or several units are to be honoured: their full names."),
    )
    contact_name = CleanTextField(label=_("Contact person"), max_length=60, required=False)
    contact_phone = CleanTextField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Used by the organizing department only."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = rules_chapter(application.round, "entries").get("subjects", ["unit"])
        self.fields["object_kind"].choices = [
            (one.value, one.label) for one in Subject if one.value in allowed
        ]
        name, meaning, slogan = (
            limit_of(application.round, key) for key in ("brand_name", "meaning", "slogan")
        )
        self.fields["brand_name"].widget.attrs |= {"data-count-limit": name} if name else {}
        self.fields["slogan"].widget.attrs |= {"data-count-limit": slogan} if slogan else {}
        self.fields["meaning"].widget = counted(6, meaning)
        self.fields["meaning"].help_text = _("How the name fits the unit's duties and those whom it serves.")


class SelfCheckForm(PortalForm):
    """The items of the self-assessment; each has the fields `<key>-finding` and `<key>-measure`."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = rules_chapter(application.round, "filing").get("self_check", [])
        for item in self.items:
            self._add(f"{item['key']}-finding", _("Finding"), 4)
            self._add(f"{item['key']}-measure", _("Measure"), 2)

    def _add(self, name: str, label: Label, rows: int) -> None:
        self.fields[name] = CleanTextField(
            label=label, max_length=5000, required=False, widget=counted(rows, 0)
        )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return title, question and the two bound fields of each item."""
        return [
            {
                "key": item["key"],
                "title": localized(item["title"]),
                "question": localized(item.get("question", "")),
                "finding": self[f"{item['key']}-finding"],
                "measure": self[f"{item['key']}-measure"],
            }
            for item in self.items
        ]

    def texts(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {
            item["key"]: {part: data[f"{item['key']}-{part}"] for part in ("finding", "measure")}
            for item in self.items
        }


class MainTextForm(PortalForm):
    """The main text."""

    main_text = CleanTextField(label=_("Main text"), max_length=60_000, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["main_text"].widget = counted(28, limit_of(application.round, "main_text"))
        parts = rules_chapter(application.round, "filing").get("parts", [])
        if parts:
            titles = "、".join(localized(part["title"]) for part in parts)
            self.fields["main_text"].help_text = _("In these parts: %(parts)s.") % {"parts": titles}


class LogoForm(PortalForm):
    """The logo."""

    file = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG, JPEG or WebP, at most 5 MB, 64 to 6000 pixels a side. It is checked and drawn anew."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class AttachmentForm(PortalForm):
    """A document that supports the application."""

    title = CleanTextField(label=_("Title of the attachment"), max_length=80)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF up to 20 MB, or a PNG or JPEG picture up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )
