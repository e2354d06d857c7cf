"""What is still missing or too long in an application, each with the step where it is mended."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors.rules import rules_chapter
from applications.selectors.titles import localized
from brandportal.kit.text import count_characters


@dataclass(frozen=True)
class Gap:
    """One thing to mend before the application can be signed off."""

    step: str
    field: str
    message: str


def gaps_of(application: Application) -> list[Gap]:
    """Return all gaps, in the order of the steps; an empty list means that it may be sent for sign-off."""
    return [*_brand_gaps(application), *_self_check_gaps(application), *_text_gaps(application)]


def limit_of(application: Application, name: str) -> int:
    """Return the most characters that the rules allow in field `name`; 0 means no limit."""
    filing = rules_chapter(application.round, "filing")
    table = filing.get("main_text", {}) if name == "main_text" else filing.get("fields", {}).get(name, {})
    return int(table.get("max", "0"))


def _brand_gaps(application: Application) -> list[Gap]:
    gaps = [
        Gap("brand", name, _("%(label)s is missing.") % {"label": label})
        for name, label in (
            ("brand_name", _("Brand name")),
            ("meaning", _("Meaning of the name")),
            ("contact_name", _("Contact person")),
            ("contact_phone", _("Telephone")),
        )
        if not getattr(application, name).strip()
    ]
    if application.logo is None:
        gaps.append(Gap("logo", "logo", _("The logo is missing.")))
    for name, label in (
        ("brand_name", _("Brand name")),
        ("meaning", _("Meaning of the name")),
        ("slogan", _("Slogan")),
    ):
        gaps += _overrun(application, "brand", name, label)
    return gaps


def _self_check_gaps(application: Application) -> list[Gap]:
    titles = {
        item["key"]: localized(item["title"])
        for item in rules_chapter(application.round, "filing")["self_check"]
    }
    return [
        Gap(
            "self_check",
            row.key,
            _("Self-assessment “%(item)s”: the finding is missing.") % {"item": titles[row.key]},
        )
        for row in application.self_checks.order_by("pk")
        if row.key in titles and not row.finding.strip()
    ]


def _text_gaps(application: Application) -> list[Gap]:
    if not application.main_text.strip():
        return [Gap("text", "main_text", _("The main text is missing."))]
    return _overrun(application, "text", "main_text", _("Main text"))


def _overrun(application: Application, step: str, name: str, label: str) -> list[Gap]:
    most, count = limit_of(application, name), count_characters(getattr(application, name))
    if not most or count <= most:
        return []
    return [
        Gap(
            step,
            name,
            _("%(label)s: %(count)d characters, at most %(most)d. Shorten it by %(over)d.")
            % {"label": label, "count": count, "most": most, "over": count - most},
        )
    ]
