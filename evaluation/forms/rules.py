"""A rules document typed, pasted or brought in a file; and the forms that begin a round with one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.forms import PortalForm
from evaluation.forms.rounds import RoundStartForm

LONGEST = 200_000
# What office programs of the last twenty years write; the first that reads the whole file is meant.
ENCODINGS = ("utf-8-sig", "gb18030")


class RulesTextForm(PortalForm):
    """Either a text or a file; where both are given the file counts."""

    text_of_file = ""

    rules = forms.CharField(
        label=gettext_lazy("Rules document"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "bp-mono", "spellcheck": "false"}),
        help_text=gettext_lazy("TOML or JSON; numbers are written plainly, as in 0.5 or 100."),
    )
    document = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("A .toml or .json file, at most 200 KB; it takes the place of the text."),
        widget=forms.FileInput(attrs={"accept": ".toml,.json,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        stored = cleaned.get("document")
        if stored is not None:
            cleaned["rules"] = self._read(stored)
        elif not str(cleaned.get("rules", "")).strip() and "rules" not in self.errors:
            self.add_error("rules", _("Type or paste the rules document, or choose a file."))
        return cleaned

    def _read(self, stored: Any) -> str:
        if stored.size > LONGEST:
            self.add_error("document", _("The file is larger than 200 KB. Choose the rules document itself."))
            return ""
        data = stored.read()
        for encoding in ENCODINGS:
            try:
                self.text_of_file = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return self.text_of_file
        self.add_error("document", _("The file is no text. Choose a TOML or JSON file."))
        return ""


class RoundImportForm(RoundStartForm, RulesTextForm):
    """The facts of a new round and the rules it runs on."""

    field_order = ("code", "document", "rules")

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"document", "rules"}}
