"""The figures of a rules document as a form: a field's name is its key path, the linter's sentence stands beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.forms import CleanTextField, PortalForm
from brandportal.rulebook import Fault
from evaluation.selectors.figures import Figure, sections_of

LONGEST_NUMBER, LONGEST_TEXT = 12, 300


class FiguresForm(PortalForm):
    """Weights, points, least numbers, cuts, seats and policies of a draft's rules."""

    def __init__(
        self, *args: Any, document: Mapping[str, Any], faults: Sequence[Fault] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sections = sections_of(document)
        assumed = [str(path) for path in document.get("source", {}).get("assumed", [])]
        for figure in (figure for section in sections for figure in section.figures):
            self.fields[figure.path] = _field(figure, _help(figure, faults, assumed))
        self.helper.layout = Layout(
            *(
                Fieldset(
                    section.title, Div(*(figure.path for figure in section.figures), css_class="bp-figures")
                )
                for section in sections
            )
        )

    @property
    def figures(self) -> dict[str, str]:
        """What was typed, spaces off: numbers stay as written."""
        return {path: str(text).strip() for path, text in self.cleaned_data.items()}


def not_beside_a_field(faults: Sequence[Fault], paths: Sequence[str]) -> list[Fault]:
    """Return the faults that no field of `paths` is about."""
    return [fault for fault in faults if not any(is_about(fault, path) for path in paths)]


def is_about(fault: Fault, path: str) -> bool:
    """A fault of the key itself; a reason that lacks is asked for where it is written."""
    return fault.path in {path, path.removesuffix(".zh")}


def _field(figure: Figure, help_text: str) -> forms.Field:
    required = not figure.is_optional
    if figure.choices:
        return forms.ChoiceField(
            label=figure.label,
            choices=figure.choices,
            initial=figure.value,
            required=required,
            help_text=help_text,
        )
    if figure.is_text:
        return forms.CharField(
            label=figure.label,
            initial=figure.value,
            required=required,
            max_length=LONGEST_TEXT,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    return forms.CharField(
        label=figure.label,
        initial=figure.value,
        required=required,
        max_length=LONGEST_NUMBER,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "bp-w-short", "inputmode": "decimal", "autocomplete": "off"}),
    )


def _help(figure: Figure, faults: Sequence[Fault], assumed: Sequence[str]) -> str:
    told = [fault.message for fault in faults if is_about(fault, figure.path)]
    if any(figure.path == path or figure.path.startswith(f"{path}.") for path in assumed):
        told.insert(0, _("Assumed: the source leaves it open."))
    return " ".join([figure.help_text, *told]).strip()


class AmendmentForm(FiguresForm):
    """The same figures of an open round, with the reason for changing them."""

    reason = CleanTextField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands beside the new version for ever; at least 10 characters."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout.append("reason")

    @property
    def figures(self) -> dict[str, str]:
        figures = super().figures
        del figures["reason"]
        return figures
