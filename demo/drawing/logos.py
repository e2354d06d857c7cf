"""A mark per brand: one plain shape, two colours, one character."""

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from demo.drawing.motifs import EDGE, MIDDLE, MOTIFS, PAPER
from demo.profiles import DATA

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
PRINTED = 480
# Where the character's middle stands, for shapes whose dark ground is not in the middle.
GROUND = {
    "roof": (480, 645),
    "steps": (440, 540),
    "lens": (430, 430),
    "bars": (470, 610),
    "sunsea": (480, 400),
}
GROUND |= {
    "arch": (480, 520),
    "bridge": (480, 360),
    "drop": (480, 580),
    "balance": (480, 545),
    "hills": (360, 660),
}
GROUND |= {"cube": (480, 650), "leaf": (470, 440), "book": (480, 460), "shield": (480, 470)}
SIZE = {
    "hills": 250,
    "bridge": 330,
    "cube": 300,
    "window": 330,
    "link": 330,
    "arcs": 350,
    "globe": 330,
    "balance": 400,
}


@dataclass(frozen=True)
class Mark:
    """How a brand's mark is drawn; colours as #rrggbb."""

    character: str
    motif: str
    colour: str
    accent: str


@lru_cache(maxsize=1)
def marks() -> dict[str, Mark]:
    with (DATA / "marks.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("key"): Mark(**row) for row in csv.DictReader(file)}


@lru_cache(maxsize=8)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.otf"), size)


@lru_cache(maxsize=64)
def logo_png(key: str) -> bytes:
    """Return the mark of unit `key` as a PNG of 480 pixels; drawn at twice the size for smooth edges."""
    mark = marks()[key]
    image = Image.new("RGB", (EDGE, EDGE), PAPER)
    draw = ImageDraw.Draw(image)
    MOTIFS[mark.motif](draw, mark.colour, mark.accent)
    place, size = GROUND.get(mark.motif, (MIDDLE, MIDDLE)), SIZE.get(mark.motif, 380)
    draw.text(place, mark.character, font=font("NotoSerifSC-Regular", size), fill=PAPER, anchor="mm")
    file = io.BytesIO()
    image.reduce(EDGE // PRINTED).quantize(64).save(file, "PNG", optimize=False)
    return file.getvalue()
