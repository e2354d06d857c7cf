"""What is read beside a score sheet: the version that was filed and accepted, never the unit's later draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from applications.models import Application, Filing
from applications.selectors import rules_chapter
from brandportal.kit.display import is_english
from brandportal.kit.models import StoredFile
from brandportal.kit.text import count_characters


@dataclass(frozen=True)
class Check:
    """One line of the self-assessment."""

    title: str
    finding: str
    measure: str


@dataclass(frozen=True)
class Dossier:
    application: Application
    filing: Filing | None
    meaning: str
    slogan: str
    paragraphs: list[str]
    characters: int
    checks: list[Check]
    logo: StoredFile | None
    pictures: list[Any]
    papers: list[Any]


def dossier_of(application: Application) -> Dossier:
    """Return the last filed version of `application` with its files, in four queries."""
    filing = application.filings.order_by("-number").first()
    content: Mapping[str, Any] = json.loads(filing.content) if filing else {}
    attached = list(application.attachments.select_related("file"))
    text = str(content.get("main_text", application.main_text))
    return Dossier(
        application=application,
        filing=filing,
        meaning=str(content.get("meaning", application.meaning)),
        slogan=str(content.get("slogan", application.slogan)),
        paragraphs=[line.strip() for line in text.splitlines() if line.strip()],
        characters=count_characters(text),
        checks=_checks(application, content),
        logo=application.logo,
        pictures=[one for one in attached if one.file.is_image],
        papers=[one for one in attached if not one.file.is_image],
    )


def _checks(application: Application, content: Mapping[str, Any]) -> list[Check]:
    language = "en" if is_english() else "zh"
    titles = {
        row["key"]: row["title"].get(language) or row["title"].get("zh", "")
        for row in rules_chapter(application.round, "filing").get("self_check", [])
    }
    return [
        Check(titles.get(row["key"], row["key"]), row.get("finding", ""), row.get("measure", ""))
        for row in content.get("self_check", [])
        if row.get("finding") or row.get("measure")
    ]
