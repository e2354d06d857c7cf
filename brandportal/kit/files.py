"""Private files: put away under a generated name, given out only to whom their purpose lets read."""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError, Sentence
from brandportal.kit.images import reencode_image
from brandportal.kit.models import StoredFile
from brandportal.kit.pdfs import check_pdf

if TYPE_CHECKING:
    Reader = Callable[[Any, StoredFile], bool]

SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "application/pdf": ".pdf"}
LONGEST_NAME = 100
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\\/:*?\"<>|]+")
_readers: dict[str, "Reader"] = {}


def register_purpose(purpose: str, reader: "Reader") -> None:
    """State who may read files of `purpose`: `reader(user, stored)`."""
    _readers[purpose] = reader


def may_read(user: object, stored: StoredFile) -> bool:
    reader = _readers.get(stored.purpose)
    return bool(reader and reader(user, stored))


def store_bytes(data: bytes, *, name: str, content_type: str, purpose: str) -> StoredFile:
    """Keep `data`; if the surrounding transaction fails, no row stays behind (and the bytes are swept with it)."""
    key = uuid.uuid4()
    path = default_storage.save(f"{purpose}/{key.hex[:2]}/{key.hex}", ContentFile(data))
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                key=key,
                name=display_name(name, content_type),
                path=path,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                content_type=content_type,
                purpose=purpose,
            )
    except BaseException:
        default_storage.delete(path)
        raise


@dataclass(frozen=True)
class Checked:
    """A file that was looked into and may be kept; nothing is stored yet, so a refusal beside it leaves nothing."""

    data: bytes
    name: str
    content_type: str


@contextmanager
def kept_if_done(stored: StoredFile) -> Iterator[StoredFile]:
    """Let go of a file again when the deed that it was kept for is refused."""
    try:
        yield stored
    except DomainError:
        default_storage.delete(stored.path)
        stored.delete()
        raise


def store_image(upload: UploadedFile, *, label: Sentence, purpose: str, min_edge: int = 64) -> StoredFile:
    return store_checked(_checked_image(upload, label, min_edge), purpose=purpose)


def store_attachment(upload: UploadedFile, *, label: Sentence, purpose: str) -> StoredFile:
    """Keep a PDF or a picture, told apart by their first bytes and never by their name."""
    return store_checked(check_attachment(upload, label=label), purpose=purpose)


def store_checked(checked: Checked, *, purpose: str) -> StoredFile:
    return store_bytes(checked.data, name=checked.name, content_type=checked.content_type, purpose=purpose)


def store_all(files: Sequence[Checked], *, purpose: str) -> list[StoredFile]:
    """Keep all of `files`; if one cannot be kept, none of them stays behind."""
    kept: list[StoredFile] = []
    try:
        # Extended one by one, so that what was kept before a failure is known.
        kept.extend(store_checked(one, purpose=purpose) for one in files)
    except BaseException:
        for stored in kept:
            default_storage.delete(stored.path)
        raise
    return kept


def check_attachment(upload: UploadedFile, *, label: Sentence) -> Checked:
    """Return a PDF or a picture as it may be kept, told apart by its first bytes and never by its name."""
    upload.seek(0)
    head = upload.read(1024)
    if not head:
        raise DomainError(
            _("%(label)s: the file is empty. Choose it again.") % {"label": label}, field="file", code="empty"
        )
    if b"%PDF-" in head:
        return Checked(check_pdf(upload, label=label), upload.name or "file", "application/pdf")
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        return _checked_image(upload, label, 1)
    raise DomainError(
        _(
            "%(label)s: “%(name)s” is neither a PDF nor a PNG or JPEG picture. Save it as PDF and choose it again."
        )
        % {"label": label, "name": display_name(upload.name or "", "")},
        field="file",
        code="kind",
    )


def _checked_image(upload: UploadedFile, label: Sentence, min_edge: int) -> Checked:
    image = reencode_image(upload, label=label, min_edge=min_edge)
    return Checked(image.data, upload.name or "image", image.content_type)


def display_name(name: str, content_type: str) -> str:
    """Return a name that is safe in a header and on a clerk's disk, with the suffix of what the file really is."""
    last = UNPRINTABLE.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or _("file")
    stem = PurePosixPath(last).stem if content_type in SUFFIXES else last
    return f"{stem[:LONGEST_NAME]}{SUFFIXES.get(content_type, '')}"
