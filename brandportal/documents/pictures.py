"""Pictures of filings and visits, made small enough for a printed page."""

import base64
import io

from django.core.files.storage import default_storage
from PIL import Image

from brandportal.kit.models import StoredFile

LONGEST_EDGE = 1200
QUALITY = 85


def picture_svg(data: bytes, longest_edge: int = LONGEST_EDGE) -> str:
    """Return the PNG or JPEG `data` as SVG text for a typst template, its longer edge at most `longest_edge` pixels."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        small = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA")
        small.thumbnail((longest_edge, longest_edge))
        width, height = small.size
        kind, body = _encoded(small)
    text = base64.b64encode(body).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{text}"/></svg>'
    )


def _encoded(image: Image.Image) -> tuple[str, bytes]:
    out = io.BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    image.save(out, "JPEG", quality=QUALITY)
    return "image/jpeg", out.getvalue()


def stored_svg(stored: StoredFile | None, longest_edge: int = LONGEST_EDGE) -> str:
    """Return a kept picture as `picture_svg` does, "" where there is none or its bytes are gone."""
    if stored is None or not stored.is_image or not default_storage.exists(stored.path):
        return ""
    with default_storage.open(stored.path) as file:
        return picture_svg(file.read(), longest_edge)
