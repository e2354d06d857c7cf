"""Attached papers: a page of Chinese text as a PDF without dates or names of software, so that its bytes never vary."""

import io
from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from demo.drawing.logos import font

# A4 at 100 dots an inch: legible on the screen, small on the disk.
PAGE = (827, 1169)
LEFT, TOP, BOTTOM = 96, 110, 1070
COLUMNS = 29
INK, PALE, RED = "#172023", "#5c696d", "#b4271b"
CLOSING = "，。；：、！？”》）"


def paper_pdf(title: str, unit: str, paragraphs: Sequence[str]) -> bytes:
    """Return `paragraphs` under `title` on as many A4 pages as they need."""
    pages = list(_pages(title, unit, paragraphs))
    file = io.BytesIO()
    pages[0].save(
        file, "PDF", save_all=True, append_images=pages[1:], resolution=100, quality=60,
        creationDate=None, modDate=None,
    )  # fmt: skip
    return file.getvalue()


def _pages(title: str, unit: str, paragraphs: Sequence[str]) -> Iterator[Image.Image]:
    page, draw, y = _first_page(title, unit)
    for line in (line for paragraph in paragraphs for line in _lines(paragraph)):
        if y > BOTTOM:
            yield page
            page, draw, y = *_blank(), TOP
        draw.text((LEFT, y), line, font=font("NotoSerifSC-Regular", 22), fill=INK)
        y += 40
    yield page


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", PAGE, "#ffffff").convert("RGB")
    return page, ImageDraw.Draw(page)


def _first_page(title: str, unit: str) -> tuple[Image.Image, ImageDraw.ImageDraw, int]:
    page, draw = _blank()
    draw.text((PAGE[0] // 2, TOP), title, font=font("NotoSerifSC-Regular", 34), fill=INK, anchor="mm")
    draw.text((PAGE[0] // 2, TOP + 56), unit, font=font("NotoSansSC-Regular", 20), fill=PALE, anchor="mm")
    draw.line((LEFT, TOP + 92, PAGE[0] - LEFT, TOP + 92), fill=RED, width=2)
    return page, draw, TOP + 124


def _lines(paragraph: str) -> Iterator[str]:
    """Break at full width, figures and Latin letters counting half; a closing mark never begins a line."""
    line, width = "　　", 2.0
    for character in paragraph:
        wide = 0.5 if character.isascii() else 1.0
        if width + wide > COLUMNS and character not in CLOSING:
            yield line
            line, width = "", 0.0
        line, width = line + character, width + wide
    yield line
