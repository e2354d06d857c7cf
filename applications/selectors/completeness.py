"""What is still missing or too long in an application, each with the step where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.enums import Step, Subject
from applications.models import Application, Round
from applications.selectors.rules import rules_chapter
from applications.selectors.strata import is_placed
from applications.selectors.titles import localized
from brandportal.kit.text import count_characters


@dataclass(frozen=True)
class Gap:
    """One thing to mend before the application can be sent for sign-off; `field` is the input's name."""

    step: Step
    field: str
    message: str


def gaps_of(application: Application) -> list[Gap]:
    """Return all gaps, in the order of the steps; an empty list means that it may be sent for sign-off."""
    return [
        *_unit_gaps(application),
        *_brand_gaps(application),
        *_self_check_gaps(application),
        *_text_gaps(application),
    ]


def limit_of(round: Round, name: str) -> int:
    """Return the most characters (or attachments) that the rules allow in field `name`; 0 means no limit."""
    filing = rules_chapter(round, "filing")
    table = filing.get("main_text", {}) if name == "main_text" else filing.get("fields", {}).get(name, {})
    return int(table.get("max", "0"))


def check_items(round: Round) -> list[dict[str, str]]:
    """Return key, title and question of each item of the self-assessment, in the reader's language."""
    return [
        {
            "key": item["key"],
            "title": localized(item["title"]),
            "question": localized(item.get("question", "")),
        }
        for item in rules_chapter(round, "filing").get("self_check", [])
    ]


def _unit_gaps(application: Application) -> Iterator[Gap]:
    if application.object_kind != Subject.UNIT and not application.sub_unit.strip():
        yield _missing(Step.UNIT, "sub_unit", _("Section, window or partners"))
    if not is_placed(application):
        yield _missing(Step.UNIT, "stratum", _("Division"))
    if not application.contact_name.strip():
        yield _missing(Step.UNIT, "contact_name", _("Contact person"))
    if not application.contact_phone.strip():
        yield _missing(Step.UNIT, "contact_phone", _("Telephone"))


def _brand_gaps(application: Application) -> Iterator[Gap]:
    for name, label in (("brand_name", _("Brand name")), ("meaning", _("Meaning of the name"))):
        if not getattr(application, name).strip():
            yield _missing(Step.BRAND, name, label)
        yield from _overrun(application, Step.BRAND, name, label)
    yield from _overrun(application, Step.BRAND, "slogan", _("Slogan"))
    if application.logo_id is None:
        yield _missing(Step.BRAND, "logo", _("Logo"))


def _self_check_gaps(application: Application) -> Iterator[Gap]:
    rows = {row.key: row for row in application.self_checks.all()}
    for item in check_items(application.round):
        row = rows.get(item["key"])
        for part, label in (("finding", _("Finding")), ("measure", _("Measure"))):
            if row is None or not getattr(row, part).strip():
                title = _("%(item)s, %(part)s") % {"item": item["title"], "part": label}
                yield _missing(Step.SELF_CHECK, f"{item['key']}-{part}", title)


def _text_gaps(application: Application) -> Iterator[Gap]:
    if not application.main_text.strip():
        yield _missing(Step.TEXT, "main_text", _("Main text"))
    yield from _overrun(application, Step.TEXT, "main_text", _("Main text"))


def _missing(step: Step, field: str, label: str) -> Gap:
    return Gap(step, field, _("%(label)s is not filled in yet.") % {"label": label})


def _overrun(application: Application, step: Step, name: str, label: str) -> Iterator[Gap]:
    most, count = limit_of(application.round, name), count_characters(getattr(application, name))
    if most and count > most:
        yield Gap(
            step,
            name,
            _("%(label)s: %(count)d characters, at most %(most)d. Shorten it by %(over)d.")
            % {"label": label, "count": count, "most": most, "over": count - most},
        )
