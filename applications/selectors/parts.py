"""The parts of an application that a defect or a gap can name, each with the step where it is mended."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.enums import Step
from applications.models import Round
from applications.selectors.rules import rules_chapter
from applications.selectors.strata import strata_of
from applications.selectors.titles import localized

SELF_CHECK = "self_check"


@dataclass(frozen=True)
class Part:
    """`key` is what a return stores: a field, or "self_check.<key>" for one item of the self-assessment."""

    key: str
    label: str
    step: Step


def parts_of(round: Round) -> list[Part]:
    """Return all parts in the order of the form."""
    items = [
        Part(f"{SELF_CHECK}.{item['key']}", localized(item["title"]), Step.SELF_CHECK)
        for item in rules_chapter(round, "filing").get(SELF_CHECK, [])
    ]
    division = [Part("stratum", _("Division"), Step.UNIT)] if strata_of(round) else []
    return [
        Part("object", _("Who is to be honoured"), Step.UNIT),
        *division,
        Part("contact", _("Contact person and telephone"), Step.UNIT),
        Part("brand_name", _("Brand name"), Step.BRAND),
        Part("meaning", _("Meaning of the name"), Step.BRAND),
        Part("slogan", _("Slogan"), Step.BRAND),
        Part("logo", _("Logo"), Step.BRAND),
        Part(SELF_CHECK, _("Self-assessment as a whole"), Step.SELF_CHECK),
        *items,
        Part("main_text", _("Main text"), Step.TEXT),
        Part("attachments", _("Attachments"), Step.ATTACHMENTS),
    ]
