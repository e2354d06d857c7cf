"""What a filed version consists of, as canonical JSON."""

import hashlib
import json
from typing import Any

from applications.models import Application
from brandportal.kit.models import StoredFile

FIELDS = (
    "object_kind",
    "sub_unit",
    "brand_name",
    "meaning",
    "slogan",
    "main_text",
    "contact_name",
    "contact_phone",
)


def content_of(application: Application) -> str:
    """Return everything that is filed: texts, self-assessment, and the digests of logo and attachments."""
    body: dict[str, Any] = {name: getattr(application, name) for name in FIELDS}
    body["unit"] = application.unit.name_zh
    if application.stratum:
        body["stratum"] = application.stratum
    body["logo"] = (
        {"name": application.logo.name, "sha256": application.logo.sha256, "key": application.logo.key.hex}
        if application.logo
        else {}
    )
    body["self_check"] = [
        {"key": row.key, "finding": row.finding, "measure": row.measure}
        for row in application.self_checks.order_by("pk")
    ]
    body["attachments"] = [
        {"title": row.title, "name": row.file.name, "sha256": row.file.sha256, "key": row.file.key.hex}
        for row in application.attachments.select_related("file")
    ]
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def files_of(application: Application) -> list[StoredFile]:
    """Return the logo and the attached files, which a filed version keeps."""
    attached = [row.file for row in application.attachments.select_related("file")]
    return [application.logo, *attached] if application.logo else attached


def digest_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
