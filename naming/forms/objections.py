"""Forms of an objection: filed by anybody, asked about with its receipt, settled by its handlers."""

import unicodedata
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.kit.errors import DomainError
from brandportal.kit.files import Checked, check_attachment, display_name
from brandportal.kit.forms import CleanTextField, PortalForm
from naming.enums import Effect
from naming.selectors.succession import Ways

NAMED, ANONYMOUS = "named", "anonymous"
IDENTITIES = (
    (NAMED, gettext_lazy("With my name: the handlers may ask back, and you are told the finding")),
    (
        ANONYMOUS,
        gettext_lazy("Without a name: it is looked into if its facts can be checked; ask with the receipt"),
    ),
)
WANTED_OF_THE_NAMED = {
    "name": gettext_lazy("Your name: it is missing. Write it, or choose to object without a name."),
    "contact": gettext_lazy(
        "Telephone or e-mail: it is missing. Write where you can be reached, or object without a name."
    ),
}
MOST_FILES, MOST_MEGABYTES = 5, 20


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """PDFs and pictures as they may be kept: looked into, pictures drawn anew; nothing is stored by looking."""

    widget = ManyFilesInput(attrs={"accept": "application/pdf,image/png,image/jpeg"})

    def clean(self, data: Any, initial: Any = None) -> tuple[Checked, ...]:
        uploads: Sequence[UploadedFile] = [one for one in (data or []) if one]
        if len(uploads) > MOST_FILES:
            message = _(
                "Evidence: %(n)d files were chosen, at most %(most)d are taken. Put them together or leave some out."
            )
            raise ValidationError(message % {"n": len(uploads), "most": MOST_FILES})
        megabytes = sum(one.size or 0 for one in uploads) / 1024 / 1024
        if megabytes > MOST_MEGABYTES:
            message = _(
                "Evidence: the files have %(size)s MB together, at most %(most)d MB are taken. Save them smaller."
            )
            raise ValidationError(message % {"size": f"{megabytes:.1f}", "most": MOST_MEGABYTES})
        return tuple(self._checked(uploads))

    def _checked(self, uploads: Sequence[UploadedFile]) -> list[Checked]:
        checked, faults = [], []
        for upload in uploads:
            label = _("Evidence “%(name)s”") % {"name": display_name(upload.name or "", "")}
            try:
                checked.append(check_attachment(upload, label=label))
            except DomainError as error:
                faults.append(ValidationError(str(error), code=error.code))
        if faults:
            raise ValidationError(faults)
        return checked


class ObjectionForm(PortalForm):
    """An objection by anybody."""

    application = forms.ChoiceField(label=gettext_lazy("Against which brand"))
    identity = forms.ChoiceField(
        label=gettext_lazy("In whose name"),
        choices=IDENTITIES,
        widget=forms.RadioSelect,
    )
    text = CleanTextField(
        label=gettext_lazy("Objection and its facts"),
        max_length=4000,
        help_text=gettext_lazy("What happened, when, where, and how it can be checked."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    evidence = EvidenceField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, at most 5 files and 20 MB. Places and devices are taken out of pictures; whoever objects "
            "without a name should see that the papers do not tell it."
        ),
    )
    name = CleanTextField(
        label=gettext_lazy("Your name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only if you object with your name."),
    )
    contact = CleanTextField(
        label=gettext_lazy("Telephone or e-mail"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Seen by those who look into the objection, and by nobody else."),
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], real_name: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if real_name:
            identity = cast("forms.ChoiceField", self.fields["identity"])
            identity.choices = IDENTITIES[:1]
            identity.initial = NAMED
        # Nothing is chosen beforehand: whom it is about is the objector's own word.
        self.fields["application"] = forms.ChoiceField(
            label=_("Against which brand"), choices=[("", _("Choose the brand")), *choices]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("identity") == ANONYMOUS:
            # Nothing is kept that could tell who objected.
            return data | {"name": "", "contact": ""}
        if data.get("identity") == NAMED:
            for name, message in WANTED_OF_THE_NAMED.items():
                if name not in self.errors and not data.get(name):
                    self.add_error(name, str(message))
        return data


class ReceiptForm(PortalForm):
    """The receipt of an objection, as its holder types it."""

    receipt = CleanTextField(label=gettext_lazy("Receipt"), max_length=40)

    def clean_receipt(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["receipt"])
        return "".join(typed.split()).replace("-", "").upper()


class FindingForm(PortalForm):
    """What came of an objection, with the effects that the list allows.

    Who moves up is asked only where several share the next rank.
    """

    upheld = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=(("0", gettext_lazy("Not upheld")), ("1", gettext_lazy("Upheld"))),
        widget=forms.RadioSelect,
    )
    finding = CleanTextField(
        label=gettext_lazy("Finding"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "What was examined, how, and what it showed. Whoever holds the receipt reads it."
        ),
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("Effect, if upheld"),
        initial=Effect.KEEP,
        widget=forms.RadioSelect,
    )
    successor = forms.ChoiceField(label=gettext_lazy("Who moves up"), required=False)
    committee_word = CleanTextField(
        label=gettext_lazy("The committee's word"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Needed if somebody moves up: which meeting agreed, when, with what number of the minutes."
        ),
    )

    def __init__(self, *args: Any, ways: Ways, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effect = cast("forms.ChoiceField", self.fields["effect"])
        effect.choices = [(one.value, one.label) for one in ways.effects]
        if len(ways.waiting) > 1:
            choices = [("", "—"), *((one.application.code, str(one.application)) for one in ways.waiting)]
            self.fields["successor"] = forms.ChoiceField(
                label=_("Who moves up"), choices=choices, required=False
            )
        else:
            del self.fields["successor"]
        if ways.medals:
            self.fields["level"] = forms.ChoiceField(
                label=_("Medal"),
                choices=[("", "—"), *ways.medals],
                required=False,
                help_text=_(
                    "Of whoever moves up: the rules do not decide it. The committee's word says why."
                ),
            )


class IdentityForm(PortalForm):
    """Why the sealed identity is opened."""

    reason = CleanTextField(
        label=gettext_lazy("Why it must be opened"),
        max_length=300,
        help_text=gettext_lazy("It stands in the audit trail with your name; the identity does not."),
    )
