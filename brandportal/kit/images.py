"""Pictures from outside: verified, bounded, drawn anew. What leaves here carries no metadata and no appended bytes."""

import io
import warnings
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from brandportal.kit.errors import DomainError, Sentence

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 25_000_000
MAX_BYTES = 5 * 1024 * 1024
MIN_EDGE = 64
MAX_EDGE = 6000
KEPT_EDGE = 1600
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
BOMB = (Image.DecompressionBombWarning, Image.DecompressionBombError)


@dataclass(frozen=True)
class ReencodedImage:
    """Clean bytes of a picture; edges in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


def reencode_image(
    upload: UploadedFile, *, label: Sentence, min_edge: int = MIN_EDGE, kept_edge: int = KEPT_EDGE
) -> ReencodedImage:
    """Return `upload` as a fresh PNG or JPEG, upright, at most `kept_edge` pixels a side.

    Refuses (DomainError) what is empty, over 5 MB, no PNG/JPEG/WebP, broken, too small, or over 6000 pixels a side
    or 25 million in all: the size is read from the header before anything is decoded.
    """
    data = _read(upload, label)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _draw_anew(data, label, min_edge, kept_edge)
        except BOMB as error:
            raise DomainError(_too_large(label, 0, 0), field="file", code="pixels") from error
        except BROKEN as error:
            raise DomainError(_unreadable(label), field="file", code="image") from error


def _read(upload: UploadedFile, label: Sentence) -> bytes:
    size = upload.size or 0
    if not size:
        raise DomainError(
            _("%(label)s: the file is empty. Choose the picture again.") % {"label": label},
            field="file",
            code="empty",
        )
    if size > MAX_BYTES:
        raise DomainError(
            _("%(label)s: the file has %(size)s MB, at most 5 MB are taken. Save the picture smaller.")
            % {"label": label, "size": f"{size / 1024 / 1024:.1f}"},
            field="file",
            code="size",
        )
    upload.seek(0)
    data: bytes = upload.read()
    return data


def _draw_anew(data: bytes, label: Sentence, min_edge: int, kept_edge: int) -> ReencodedImage:
    with Image.open(io.BytesIO(data), formats=FORMATS) as probe:
        width, height = probe.size
        _check_edges(label, width, height, min_edge)
        probe.verify()
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        # A JPEG can be decoded at a fraction of its size; that also bounds the memory.
        image.draft(None, (kept_edge, kept_edge))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((kept_edge, kept_edge))
        return _encode(upright, is_photo=image.format == "JPEG")


def _check_edges(label: Sentence, width: int, height: int, min_edge: int) -> None:
    if max(width, height) > MAX_EDGE or width * height > MAX_PIXELS:
        raise DomainError(_too_large(label, width, height), field="file", code="pixels")
    if min(width, height) < min_edge:
        raise DomainError(
            _(
                "%(label)s: the picture has %(width)d × %(height)d pixels. Choose one of at least %(least)d × %(least)d."
            )
            % {"label": label, "width": width, "height": height, "least": min_edge},
            field="file",
            code="small",
        )


def _encode(image: Image.Image, *, is_photo: bool) -> ReencodedImage:
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    # Photographs stay JPEG; drawings, whose edges that would blur, become PNG.
    photo = is_photo and not transparent
    clean = image.convert("RGB" if not transparent else "RGBA")
    clean.info = {}
    out = io.BytesIO()
    if photo:
        clean.save(out, "JPEG", quality=88)
    else:
        clean.save(out, "PNG", optimize=False)
    return ReencodedImage(out.getvalue(), "image/jpeg" if photo else "image/png", clean.width, clean.height)


def _unreadable(label: Sentence) -> str:
    return _(
        "%(label)s: the file is no picture that can be read. Save it as PNG or JPEG and choose it again "
        "(HEIC, SVG, TIFF and ICO are not taken)."
    ) % {"label": label}


def _too_large(label: Sentence, width: int, height: int) -> str:
    if not width:
        return _("%(label)s: the picture has too many pixels. Save it with at most 6000 pixels a side.") % {
            "label": label
        }
    return _(
        "%(label)s: the picture has %(width)d × %(height)d pixels. Save it with at most 6000 pixels a side."
    ) % {
        "label": label,
        "width": width,
        "height": height,
    }
