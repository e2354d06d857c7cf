"""The forms of the stepped application; they keep whatever is typed, overruns and all."""

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import Step, Subject
from applications.models import Application, Round
from applications.selectors.completeness import check_items, limit_of
from applications.selectors.rules import rules_chapter, subjects_of
from applications.selectors.strata import strata_of
from applications.selectors.titles import localized
from brandportal.kit.forms import CleanTextField, PortalForm

PICTURES = "image/png,image/jpeg,image/webp"


class StepForm(PortalForm):
    """One step; `from_application` are its fields that are columns."""

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.stored(application))
        super().__init__(*args, **kwargs)
        self.adapt(application.round)

    @classmethod
    def stored(cls, application: Application) -> dict[str, str]:
        """Return what is on record, by field."""
        return {name: getattr(application, name) for name in cls.columns}

    def adapt(self, round: Round) -> None:
        """Take limits and choices from the round's rules."""

    def changes(self) -> dict[str, Any]:
        """Return the arguments of `save_application`."""
        return {"fields": {name: self.cleaned_data[name] for name in self.columns if name in self.fields}}

    def limit(self, name: str, most: int) -> None:
        if most:
            self.fields[name].widget.attrs["data-count-limit"] = str(most)


class UnitForm(StepForm):
    """Who is to be honoured, and whom to ask."""

    columns = ("object_kind", "sub_unit", "stratum", "contact_name", "contact_phone")
    object_kind = forms.ChoiceField(label=gettext_lazy("Who is to be honoured"), widget=forms.RadioSelect)
    sub_unit = CleanTextField(
        label=gettext_lazy("Section, window or partners"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only where it is not the unit as a whole: the full names."),
    )
    stratum = forms.ChoiceField(
        label=gettext_lazy("Division"),
        required=False,
        help_text=gettext_lazy("The application is ranked within its division, which has seats of its own."),
        widget=forms.RadioSelect,
    )
    contact_name = CleanTextField(
        label=gettext_lazy("Contact person"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "autocomplete": "name"}),
    )
    contact_phone = CleanTextField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For the organizing department only; raters do not see it."),
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def adapt(self, round: Round) -> None:
        allowed = subjects_of(round)
        field: Any = self.fields["object_kind"]
        field.choices = [(one.value, one.label) for one in Subject if one.value in allowed]
        self.offer_strata(round)

    def offer_strata(self, round: Round) -> None:
        """The field stands only in rounds whose rules have strata."""
        strata: Any = strata_of(round)
        if not strata:
            del self.fields["stratum"]
            return
        field: Any = self.fields["stratum"]
        field.choices = [(one.key, one.title) for one in strata]
        if not any(one.quota for one in strata):
            field.help_text = _("The application is ranked and rated within its division.")

    def clean_contact_phone(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["contact_phone"])


class BrandForm(StepForm):
    """The brand: name, slogan, meaning, logo."""

    columns = ("brand_name", "slogan", "meaning")
    brand_name = CleanTextField(
        label=gettext_lazy("Brand name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "As it is to stand on the certificate: easy to understand, remember and recognise."
        ),
    )
    slogan = CleanTextField(label=gettext_lazy("Slogan (optional)"), max_length=300, required=False)
    meaning = CleanTextField(
        label=gettext_lazy("Meaning of the name"),
        max_length=20_000,
        required=False,
        help_text=gettext_lazy("How the name fits the unit’s duties and those whom it serves."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, at most 5 MB, 64 to 6000 pixels a side. It is checked and drawn anew."
        ),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"empty": gettext_lazy("Logo: the file is empty. Choose the picture again.")},
    )

    def adapt(self, round: Round) -> None:
        for name in self.columns:
            self.limit(name, limit_of(round, name))


class SelfCheckForm(StepForm):
    """The items of the self-assessment; fields are `<key>-finding` and `<key>-measure`."""

    @classmethod
    def stored(cls, application: Application) -> dict[str, str]:
        return {
            f"{row.key}-{part}": getattr(row, part)
            for row in application.self_checks.all()
            for part in ("finding", "measure")
        }

    def adapt(self, round: Round) -> None:
        self.items = check_items(round)
        for item in self.items:
            self._add(f"{item['key']}-finding", gettext_lazy("What was found"), 4)
            self._add(f"{item['key']}-measure", gettext_lazy("What is done about it"), 3)

    def _add(self, name: str, label: Any, rows: int) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        self.fields[name] = CleanTextField(label=label, max_length=5000, required=False, widget=widget)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return each item with its two bound fields."""
        return [
            item | {part: self[f"{item['key']}-{part}"] for part in ("finding", "measure")}
            for item in self.items
        ]

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        texts = {
            item["key"]: {part: data[f"{item['key']}-{part}"] for part in ("finding", "measure")}
            for item in self.items
        }
        return {"self_checks": texts}


class MainTextForm(StepForm):
    """The main text."""

    columns = ("main_text",)
    main_text = CleanTextField(
        label=gettext_lazy("Main text"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 26}),
    )

    def adapt(self, round: Round) -> None:
        self.limit("main_text", limit_of(round, "main_text"))
        parts = [localized(part["title"]) for part in rules_chapter(round, "filing").get("parts", [])]
        if parts:
            self.fields["main_text"].help_text = _(
                "In these parts: %(parts)s. A paragraph is a line; Chinese characters and marks count one each, "
                "a word or number in Latin letters counts one."
            ) % {"parts": _(", ").join(parts)}


class AttachmentForm(PortalForm):
    """A paper that proves what the text says."""

    title = CleanTextField(label=gettext_lazy("Title of the attachment"), max_length=80)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF up to 20 MB and 300 pages, or a PNG, JPEG or WebP picture up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": f"application/pdf,{PICTURES}"}),
        error_messages={
            "required": gettext_lazy("File: none is chosen. Choose a PDF or a picture."),
            "empty": gettext_lazy("File: the file is empty. Choose it again."),
        },
    )


FORMS: dict[str, type[StepForm]] = {
    Step.UNIT: UnitForm,
    Step.BRAND: BrandForm,
    Step.SELF_CHECK: SelfCheckForm,
    Step.TEXT: MainTextForm,
}
