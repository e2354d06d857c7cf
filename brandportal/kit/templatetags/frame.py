"""Tags of the frame around every page: the portal’s name, language, parts drawn once and error summary."""

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from brandportal.kit import display
from brandportal.kit.drawn import drawn

register = template.Library()
register.simple_tag(drawn)

# Rooms above the ground, by name only; one that is not built in is left out.
PUBLIC_PAGES = (
    ("naming:list-index", _("Naming lists")),
    ("naming:brand-list", _("Register of brands")),
    ("naming:certificate-check", _("Check a certificate")),
    ("naming:notice-list", _("Public notices")),
    ("applications:round-list", _("Rounds and their rules")),
    ("evaluation:ballot-entry", _("Rate a service with your code")),
    ("naming:feed", _("News as a feed (Atom)")),
)


@register.simple_tag
def html_lang() -> str:
    return "en" if display.is_english() else "zh-Hans"


@register.simple_tag
def portal_name() -> str:
    names: dict[str, str] = settings.PORTAL_NAME
    return names["en" if display.is_english() else "zh-hans"]


@register.simple_tag
def other_language() -> dict[str, str]:
    """The language to switch to, named in itself."""
    if display.is_english():
        return {"code": "zh-hans", "lang": "zh-Hans", "label": "简体中文"}
    return {"code": "en", "lang": "en", "label": "English"}


@register.simple_tag
def public_pages() -> list[tuple[str, str]]:
    """(address, label) of what anyone may read."""
    found = []
    for name, label in PUBLIC_PAGES:
        try:
            found.append((reverse(name), str(label)))
        except NoReverseMatch:
            continue
    return found


@register.filter
def error_count(form: BaseForm) -> int:
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def field_error_count(form: BaseForm | None) -> int:
    """How many faults have a field; without one the refusal is of the whole deed."""
    return error_count(form) - len(form.non_field_errors()) if isinstance(form, BaseForm) else 0


@register.simple_tag
def error_line(field: BoundField, error: str) -> SafeString:
    """A line of the error summary: names its field, unless the sentence does, and leads to it."""
    label = str(field.label)
    named = str(error).startswith(label)
    text = (
        error
        if named or not label
        else format_html("{}{}{}", label, ": " if display.is_english() else "：", error)
    )
    return format_html('<a href="#{}">{}</a>', field.id_for_label or field.auto_id, text)
