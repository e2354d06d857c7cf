"""The margin ruler: all totals on one scale, with the cut; the geometry, the template draws it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.selectors.standings import Row

MARGIN = 24
FOOT = 46
HEAD = 34
STEPS = (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5), Fraction(10), Fraction(20))


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    text_y: str
    rank: int
    is_in: bool


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Ruler:
    """One drawing; x and y are user units of its viewBox."""

    name: str
    width: int
    height: int
    base: int
    tick_end: int
    label_y: int
    radius: int
    is_numbered: bool
    dots: list[Dot]
    ticks: list[Tick]
    cut_x: str
    cut_label_x: str
    cut_anchor: str


def rulers(rows: Sequence[Row], cut: Fraction | None) -> list[Ruler]:
    """Return the wide and the narrow drawing; none without totals."""
    ranked = [row for row in rows if row.total is not None and row.rank is not None]
    if not ranked:
        return []
    return [_ruler("wide", ranked, cut, 1200, 12, 12), _ruler("phone", ranked, cut, 358, 5, 6)]


def _ruler(name: str, rows: Sequence[Row], cut: Fraction | None, width: int, radius: int, most: int) -> Ruler:
    totals = [row.total for row in rows if row.total is not None]
    step = _step(max(totals) - min(totals), most)
    low, high = math.floor(min(totals) / step) * step, math.ceil(max(totals) / step) * step
    high = high if high > low else low + step
    scale = Fraction(width - 2 * MARGIN) / (high - low)

    def x_of(value: Fraction) -> Fraction:
        return MARGIN + (value - low) * scale

    placed = _levels([x_of(total) for total in totals], 2 * radius + 2)
    base = HEAD + (max(placed) + 1) * (2 * radius + 3)
    dots = [
        _dot(row, x_of(row.total or Fraction(0)), level, base, radius)
        for row, level in zip(rows, placed, strict=True)
    ]
    count = int((high - low) / step) + 1
    ticks = [Tick(_at(x_of(low + step * number)), _number(low + step * number)) for number in range(count)]
    cut_x = x_of(cut) if cut is not None else None
    to_left = cut_x is not None and cut_x > Fraction(width, 2)
    return Ruler(
        name=name,
        width=width,
        height=base + FOOT,
        base=base,
        tick_end=base + 12,
        label_y=base + 34,
        radius=radius,
        is_numbered=radius > 10,
        dots=dots,
        ticks=ticks,
        cut_x=_at(cut_x) if cut_x is not None else "",
        cut_label_x=_at(cut_x + (-8 if to_left else 8)) if cut_x is not None else "",
        cut_anchor="end" if to_left else "start",
    )


def _step(span: Fraction, most: int) -> Fraction:
    return next((step for step in STEPS if span / step <= most), STEPS[-1])


def _levels(places: Sequence[Fraction], room: int) -> list[int]:
    """Return on which level each dot finds room, the lowest first, so that none hides another."""
    rightmost: list[list[Fraction]] = []
    levels = []
    for x in places:
        level = next(
            (
                number
                for number, taken in enumerate(rightmost)
                if all(abs(x - other) >= room for other in taken)
            ),
            len(rightmost),
        )
        if level == len(rightmost):
            rightmost.append([])
        rightmost[level].append(x)
        levels.append(level)
    return levels


def _dot(row: Row, x: Fraction, level: int, base: int, radius: int) -> Dot:
    y = base - radius - 4 - level * (2 * radius + 3)
    return Dot(_at(x), str(y), str(y + 4), row.rank or 0, row.is_in)


def _at(value: Fraction) -> str:
    return f"{float(value):.1f}"


def _number(value: Fraction) -> str:
    return f"{float(value):.1f}".removesuffix(".0")
