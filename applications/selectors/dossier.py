"""An application as it is read: the same shape for the draft and for every filed version."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from applications.enums import Subject
from applications.models import Application, Filing, Round
from applications.selectors.completeness import check_items, limit_of
from applications.selectors.content import content_of, files_of
from applications.selectors.strata import stratum_title
from brandportal.kit.models import StoredFile
from brandportal.kit.text import count_characters


@dataclass(frozen=True)
class Check:
    """One item of the self-assessment."""

    title: str
    question: str
    finding: str
    measure: str


@dataclass(frozen=True)
class Paper:
    """One attachment; `file` is None only if its bytes are gone."""

    title: str
    file: StoredFile | None


@dataclass(frozen=True)
class Dossier:
    """All that was written. `main_paragraphs` are the lines of the main text; `stratum` is a title, "" without any."""

    unit: str
    object_kind: str
    sub_unit: str
    stratum: str
    brand_name: str
    slogan: str
    meaning: str
    main_text: str
    main_limit: int
    contact_name: str
    contact_phone: str
    logo: StoredFile | None
    checks: list[Check]
    papers: list[Paper]

    @property
    def main_paragraphs(self) -> list[str]:
        return [line.strip() for line in self.main_text.splitlines() if line.strip()]

    @property
    def main_count(self) -> int:
        return count_characters(self.main_text)

    @property
    def main_over(self) -> int:
        return max(0, self.main_count - self.main_limit) if self.main_limit else 0


def draft_dossier(application: Application) -> Dossier:
    """What the unit has written so far."""
    return _dossier(json.loads(content_of(application)), files_of(application), application.round)


def filed_dossier(filing: Filing) -> Dossier:
    """What was filed as this version."""
    return _dossier(filing.document, list(filing.files.all()), filing.application.round)


def last_filing(application: Application) -> Filing | None:
    """Return the version that counts now, None before the first filing."""
    filing = application.filings.select_related("drafted_by", "approved_by").order_by("-number").first()
    if filing is not None:
        filing.application = application
    return filing


def _dossier(content: Mapping[str, Any], files: Sequence[StoredFile], round: Round) -> Dossier:
    by_key = {stored.key.hex: stored for stored in files}
    rows = {row["key"]: row for row in content["self_check"]}
    return Dossier(
        unit=content["unit"],
        object_kind=str(Subject(content["object_kind"]).label),
        sub_unit=content["sub_unit"],
        stratum=stratum_title(round, content.get("stratum", "")),
        brand_name=content["brand_name"],
        slogan=content["slogan"],
        meaning=content["meaning"],
        main_text=content["main_text"],
        main_limit=limit_of(round, "main_text"),
        contact_name=content["contact_name"],
        contact_phone=content["contact_phone"],
        logo=by_key.get(content["logo"].get("key", "")),
        checks=[
            Check(
                item["title"],
                item["question"],
                rows.get(item["key"], {}).get("finding", ""),
                rows.get(item["key"], {}).get("measure", ""),
            )
            for item in check_items(round)
        ],
        papers=[Paper(row["title"], by_key.get(row["key"])) for row in content["attachments"]],
    )
