"""Forms of units and accounts."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from brandportal.accounts.enums import Role
from brandportal.accounts.models import Unit, User
from brandportal.kit.forms import PortalForm, PortalFormMixin, PortalModelForm


class SignInForm(PortalFormMixin, AuthenticationForm):
    """Name and password; the refusal is the same whichever of the two is wrong."""

    error_messages = {
        "invalid_login": _(
            "Sign-in name or password is wrong. Check both, or ask the administrator to reset it."
        ),
        "inactive": _("Sign-in name or password is wrong. Check both, or ask the administrator to reset it."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
        self.fields["password"].label = _("Password")
        self.dress()


class PasswordForm(PortalForm):
    """A new password, typed twice."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters; a sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") != data.get("again"):
            self.add_error("again", _("The two new passwords differ. Type the new one twice."))
        return data


class CodeForm(PortalForm):
    """The code that the app shows; where the page says so, a recovery code does too."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "bp-w-short",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


class RosterForm(PortalForm):
    """A file with units or people."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "XLSX or CSV, at most 500 rows and 5 MB. Nothing is taken over before you have seen the check."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("File: none was chosen. Choose an XLSX or CSV file.")},
    )


class UnitForm(PortalModelForm):
    """A unit."""

    class Meta:
        model = Unit
        fields = ("name_zh", "name_en", "code", "category", "sort_key", "is_active")
        error_messages: ClassVar = {
            "name_zh": {
                "unique": _("Another unit has this name. Change that unit, or write the name in full.")
            },
            "code": {"unique": _("Another unit has this code. Choose another one.")},
        }
        help_texts = {
            "code": _("Latin letters, digits and hyphens; it stands in addresses."),
            "sort_key": _(
                "Pinyin by which lists are sorted; correct it where a character is read otherwise."
            ),
        }


class UserForm(PortalModelForm):
    """An account and its roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("username", "name", "unit", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.initial["roles"] = sorted(self.instance.roles)
