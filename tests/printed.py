"""Looking at printed documents: how many pages, and that nothing but the sheet's ground reaches its edges."""

import io

import pikepdf
from PIL import Image

EDGE = 12


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def has_clear_edges(png: bytes) -> bool:
    """Return whether a page, as a picture, keeps a white border: nothing ran off the sheet."""
    image = Image.open(io.BytesIO(png)).convert("L")
    width, height = image.size
    strips = (
        (0, 0, width, EDGE),
        (0, height - EDGE, width, height),
        (0, 0, EDGE, height),
        (width - EDGE, 0, width, height),
    )
    return all(image.crop(box).getextrema()[0] > 250 for box in strips)
