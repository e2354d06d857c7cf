"""What the corpus counts: files that belong to nobody, and the sentences of a refusal."""

import html
import re

from django.conf import settings

from brandportal.kit.models import StoredFile

REFUSALS = re.compile(
    r'<(?:ul|p|div|span)[^>]*class="[^"]*(?:bp-refusal|invalid-feedback)[^"]*"[^>]*>(.*?)</(?:ul|p|div|span)>',
    re.DOTALL,
)
SUMMARY = re.compile(r'<div class="bp-errors".*?</div>', re.DOTALL)
LINE = re.compile(r"<li>(.*?)</li>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def orphans() -> list[str]:
    """Rows of files that nothing points to, files on disk without a row, rows without their file."""
    fields = StoredFile._meta.get_fields(include_hidden=True)
    held: set[object] = set()
    for one in fields:
        if one.auto_created and not one.concrete and one.related_model:
            name = one.field.name
            held |= set(one.related_model._base_manager.values_list(name, flat=True))
    rows = {str(key): path for key, path in StoredFile.objects.values_list("key", "path")}
    loose = [f"row {key}" for key in rows if key not in {str(one) for one in held}]
    disk = {
        path.relative_to(settings.MEDIA_ROOT).as_posix()
        for path in settings.MEDIA_ROOT.rglob("*")
        if path.is_file()
    }
    return sorted([*loose, *(f"file {one}" for one in disk ^ set(rows.values()))])


def sentences(page: str) -> list[str]:
    """The lines in which a page says what is wrong."""
    found = [line for block in SUMMARY.findall(page) for line in LINE.findall(block)] or REFUSALS.findall(
        page
    )
    plain = (html.unescape(TAG.sub("", one)).strip() for one in found)
    return list(dict.fromkeys(one for one in plain if one))


def shows(page: str, value: str) -> bool:
    """Whether `value` stands on the page as somebody typed it (browsers keep no carriage return, pages escape)."""
    return value in html.unescape(page)
