"""Forms of the round's set-up. They clean, the services decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.display import is_english
from brandportal.kit.forms import CleanTextField, DateTextField, PortalForm

FIRST_YEAR, LAST_YEAR = 2000, 2199


class RoundFactsForm(PortalForm):
    """What the notice of a round says: titles, bodies, calendar, texts."""

    title_zh = CleanTextField(label=gettext_lazy("Title"), max_length=80)
    title_en = CleanTextField(label=gettext_lazy("English title"), max_length=160, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "numeric"}),
    )
    document_number = CleanTextField(
        label=gettext_lazy("Document number"),
        max_length=60,
        help_text=gettext_lazy("As on the notice, for example 〔2026〕7号."),
    )
    naming_body = CleanTextField(
        label=gettext_lazy("Naming body"),
        max_length=80,
        help_text=gettext_lazy("The body in whose name brands are designated."),
    )
    organizer_name = CleanTextField(label=gettext_lazy("Organizing department"), max_length=80)
    complaint_contact = CleanTextField(
        label=gettext_lazy("Contact for complaints"),
        max_length=200,
        help_text=gettext_lazy("Telephone or address; it stands on every public page of the round."),
    )
    filing_opens = DateTextField(label=gettext_lazy("Filing opens"))
    filing_closes = DateTextField(
        label=gettext_lazy("Filing closes"), help_text=gettext_lazy("The day counts to its end, 24:00.")
    )
    correction_closes = DateTextField(
        label=gettext_lazy("Corrections close"),
        help_text=gettext_lazy("Until then units mend what was returned to them."),
    )
    rating_opens = DateTextField(label=gettext_lazy("Rating opens"))
    rating_closes = DateTextField(label=gettext_lazy("Rating closes"))
    review_opens = DateTextField(label=gettext_lazy("Review opens"))
    review_closes = DateTextField(label=gettext_lazy("Review closes"))
    decision_on = DateTextField(label=gettext_lazy("Committee decides on"))
    call_text = CleanTextField(
        label=gettext_lazy("Text of the call"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Shown on the public page of the round."),
    )


class RoundStartForm(RoundFactsForm):
    """The same with the round's code, which is chosen once."""

    code = forms.SlugField(
        label=gettext_lazy("Code of the round"),
        max_length=40,
        help_text=gettext_lazy(
            "Latin letters, digits and hyphens; it stands in addresses and never changes."
        ),
    )
    field_order = ("code",)


class FiguresForm(PortalForm):
    """Weights, least numbers, cut and seats of a draft's rules; a field's name is the key path."""

    def __init__(self, *args: Any, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for path, label, value in figures_of(document):
            self.fields[path] = forms.CharField(
                label=label,
                initial=value,
                max_length=12,
                widget=forms.TextInput(
                    attrs={"class": "bp-w-short", "inputmode": "decimal", "autocomplete": "off"}
                ),
            )


def figures_of(document: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (key path, label, number) of what the organizer may change in a form."""
    found = []
    for channel in document.get("channel", []):
        name, path = title_of(channel), f"channel.{channel['key']}"
        found.append((f"{path}.weight", _("%(name)s: weight") % {"name": name}, channel["weight"]))
        least = channel.get("min_valid", "1")
        found.append((f"{path}.min_valid", _("%(name)s: least number of forms") % {"name": name}, least))
    for stage in document.get("stage", []):
        if "top" in stage.get("keep", {}):
            label = _("%(name)s: how many go on") % {"name": title_of(stage)}
            found.append((f"stage.{stage['key']}.keep.top", label, stage["keep"]["top"]))
    if "seats" in document.get("select", {}):
        found.append(("select.seats", _("Seats"), document["select"]["seats"]))
    return found


def title_of(row: Mapping[str, Any]) -> str:
    title = row.get("title") or row["key"]
    if isinstance(title, str):
        return title
    return str((is_english() and title.get("en")) or title.get("zh") or row["key"])


class RulesTextForm(PortalForm):
    """The rules document as text."""

    rules = forms.CharField(
        label=gettext_lazy("Rules document"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "bp-mono", "spellcheck": "false"}),
        help_text=gettext_lazy("JSON or TOML; numbers are written plainly, as in 0.5 or 100."),
    )


class RoundFileForm(PortalForm):
    """A blank form that units download."""

    title = CleanTextField(label=gettext_lazy("Title of the form"), max_length=80)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, or a PNG or JPEG picture; at most 20 MB.")
    )


class OpeningForm(PortalForm):
    """The organizer's word that the points shown are meant."""

    meant = forms.BooleanField(
        label=gettext_lazy("I have read the points above; they are meant so."),
        error_messages={
            "required": gettext_lazy("Tick that the points are meant so, or go back and change the rules.")
        },
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["meant"]
