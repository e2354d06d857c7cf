"""Plain shapes on a square of 960: each gives a dark ground in its middle on which one white character stands."""

import math
from collections.abc import Callable

from PIL.ImageDraw import ImageDraw

EDGE, MIDDLE = 960, 480
PAPER = "#ffffff"
Motif = Callable[[ImageDraw, str, str], None]


def _disc(draw: ImageDraw, radius: int, fill: str, x: int = MIDDLE, y: int = MIDDLE) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def ring(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.arc((60, 60, 900, 900), 300, 210, fill=colour, width=46)
    draw.arc((60, 60, 900, 900), 228, 282, fill=accent, width=46)
    _disc(draw, 310, colour)


def arcs(draw: ImageDraw, colour: str, accent: str) -> None:
    for step, ink in enumerate((accent, colour, accent)):
        reach = 430 - 58 * step
        box = (MIDDLE - reach, MIDDLE - reach, MIDDLE + reach, MIDDLE + reach)
        draw.arc(box, 200 + 40 * step, 20 + 40 * step, fill=ink, width=30)
    _disc(draw, 262, colour)


def roof(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.polygon([(MIDDLE, 60), (920, 380), (40, 380)], fill=accent)
    draw.polygon([(MIDDLE, 150), (760, 352), (200, 352)], fill=colour)
    draw.rectangle((170, 420, 790, 880), fill=colour)


def steps(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rounded_rectangle((90, 200, 790, 880), 36, fill=colour)
    draw.line([(90, 150), (330, 150), (330, 90), (600, 90), (600, 40), (890, 40)], fill=accent, width=34)
    draw.line([(873, 40), (873, 880)], fill=accent, width=34)


def leaf(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rounded_rectangle((110, 80, 830, 800), 400, fill=colour, corners=(True, False, True, False))
    draw.line((126, 784, 40, 870), fill=accent, width=40)


def diamond(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.polygon([(MIDDLE, 30), (930, MIDDLE), (MIDDLE, 930), (30, MIDDLE)], fill=accent)
    draw.polygon([(MIDDLE, 76), (884, MIDDLE), (MIDDLE, 884), (76, MIDDLE)], fill=PAPER)
    draw.polygon([(MIDDLE, 112), (848, MIDDLE), (MIDDLE, 848), (112, MIDDLE)], fill=colour)


def link(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rounded_rectangle((40, 210, 620, 790), 120, outline=accent, width=44)
    draw.rounded_rectangle((340, 170, 920, 750), 120, outline=colour, width=44)
    _disc(draw, 252, colour, MIDDLE, MIDDLE)


def waves(draw: ImageDraw, colour: str, accent: str) -> None:
    _disc(draw, 420, colour)
    for row in range(3):
        points = [(x, 748 + 54 * row + 20 * math.sin(x / 66 + row)) for x in range(60, 901, 6)]
        draw.line(points, fill=PAPER, width=16, joint="curve")
    _disc(draw, 66, accent, 778, 168)


def globe(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.ellipse((50, 50, 910, 910), outline=colour, width=22)
    for inset in (190, 330):
        draw.ellipse((inset, 50, EDGE - inset, 910), outline=accent, width=14)
    for y in (250, 710):
        draw.line((110, y, 850, y), fill=accent, width=14)
    _disc(draw, 250, colour)


def book(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.polygon([(MIDDLE, 820), (50, 700), (50, 790), (MIDDLE, 910)], fill=accent)
    draw.polygon([(MIDDLE, 820), (910, 700), (910, 790), (MIDDLE, 910)], fill=accent)
    draw.polygon([(MIDDLE, 190), (90, 80), (90, 660), (MIDDLE, 780), (870, 660), (870, 80)], fill=colour)


def shield(draw: ImageDraw, colour: str, accent: str) -> None:
    outer = [(110, 70), (850, 70), (850, 520), (720, 770), (MIDDLE, 920), (240, 770), (110, 520)]
    inner = [(158, 118), (802, 118), (802, 508), (690, 734), (MIDDLE, 862), (270, 734), (158, 508)]
    draw.polygon(outer, fill=accent)
    draw.polygon(inner, fill=PAPER)
    draw.polygon(
        [(x + (20 if x < MIDDLE else -20 if x > MIDDLE else 0), y + 14) for x, y in inner], fill=colour
    )


def lens(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.line((640, 640, 880, 880), fill=accent, width=84)
    _disc(draw, 372, colour, 430, 430)
    _disc(draw, 336, PAPER, 430, 430)
    _disc(draw, 306, colour, 430, 430)


def bars(draw: ImageDraw, colour: str, accent: str) -> None:
    for step in range(5):
        draw.rectangle((70 + 170 * step, 250 - 42 * step, 190 + 170 * step, 300), fill=accent)
    draw.rectangle((70, 330, 870, 900), fill=colour)


def sunsea(draw: ImageDraw, colour: str, accent: str) -> None:
    _disc(draw, 330, accent, MIDDLE, 400)
    _disc(draw, 268, colour, MIDDLE, 400)
    for row in range(4):
        inset = 70 + 74 * row
        draw.rounded_rectangle((inset, 742 + 50 * row, EDGE - inset, 766 + 50 * row), 12, fill=colour)


def arch(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.pieslice((110, 50, 850, 790), 180, 360, fill=accent)
    draw.rectangle((110, 418, 850, 900), fill=accent)
    draw.pieslice((160, 100, 800, 740), 180, 360, fill=colour)
    draw.rectangle((160, 418, 800, 900), fill=colour)


def bridge(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rectangle((60, 120, 900, 700), fill=colour)
    draw.pieslice((190, 590, 770, 1090), 180, 360, fill=PAPER)
    draw.arc((60, 540, 900, 1140), 196, 344, fill=accent, width=26)
    draw.line((60, 880, 900, 880), fill=accent, width=26)


def gear(draw: ImageDraw, colour: str, accent: str) -> None:
    for tooth in range(12):
        angle = math.radians(30 * tooth)
        x, y = MIDDLE + 390 * math.cos(angle), MIDDLE + 390 * math.sin(angle)
        _disc(draw, 62, accent if tooth % 3 else colour, round(x), round(y))
    _disc(draw, 356, colour)


def drop(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.polygon([(MIDDLE, 30), (748, 430), (212, 430)], fill=colour)
    _disc(draw, 324, colour, MIDDLE, 590)
    draw.arc((110, 220, 850, 960), 20, 100, fill=accent, width=26)


def balance(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rectangle((110, 110, 850, 146), fill=accent)
    for x in (110, 850):
        draw.line((x, 128, x, 330), fill=accent, width=16)
        draw.pieslice((x - 90, 250, x + 90, 430), 0, 180, fill=accent)
    draw.rounded_rectangle((230, 190, 730, 900), 24, fill=colour)


def hills(draw: ImageDraw, colour: str, accent: str) -> None:
    _disc(draw, 104, accent, 742, 190)
    draw.polygon([(20, 880), (360, 110), (700, 880)], fill=colour)
    draw.polygon([(420, 880), (690, 330), (940, 880)], fill=colour)
    draw.rectangle((20, 860, 940, 890), fill=accent)


def cube(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.polygon([(MIDDLE, 40), (880, 220), (MIDDLE, 400), (80, 220)], fill=accent)
    draw.polygon([(80, 262), (MIDDLE, 442), (880, 262), (880, 740), (MIDDLE, 920), (80, 740)], fill=colour)


def window(draw: ImageDraw, colour: str, accent: str) -> None:
    draw.rectangle((80, 80, 880, 880), outline=accent, width=44)
    for left, top in ((152, 152), (490, 152), (152, 490), (490, 490)):
        draw.rectangle((left, top, left + 318, top + 318), fill=colour)
    _disc(draw, 246, colour)


MOTIFS: dict[str, Motif] = {
    motif.__name__: motif
    for motif in (
        ring,
        arcs,
        roof,
        steps,
        leaf,
        diamond,
        link,
        waves,
        globe,
        book,
        shield,
        lens,
        bars,
        sunsea,
        arch,
        bridge,
        gear,
        drop,
        balance,
        hills,
        cube,
        window,
    )
}
