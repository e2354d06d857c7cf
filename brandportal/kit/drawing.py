"""Small drawings as inline SVG: geometry in attributes, colour by class, as the strict policy asks."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from brandportal.kit.display import Number, exact

WIDTH = 1000
GAP = 3
_TWO_SIDES = ("bp-cut-halo", "bp-cut")


def _at(value: Fraction) -> str:
    """A coordinate with one decimal, as short as it can be."""
    return f"{float(value):.1f}".removesuffix(".0")


def meter(value: Number, full: Number) -> SafeString:
    """A thin bar for a share of a known target; amber for what goes beyond it."""
    goal = max(exact(full), Fraction(1))
    share = min(max(exact(value), Fraction(0)) / goal, Fraction(2))
    beyond = _at(max(share - 1, Fraction(0)) * WIDTH)
    over = format_html('<rect class="o" width="{}" height="6"/>', beyond) if share > 1 else ""
    return format_html(
        '<svg class="bp-meter" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="t" width="1000" height="6"/><rect class="v" width="{}" height="6"/>{}</svg>',
        _at(min(share, Fraction(1)) * WIDTH),
        over,
    )


def _segments(parts: Sequence[Number], scale: Fraction) -> SafeString:
    boxes: list[tuple[int, str, str]] = []
    start = Fraction(0)
    for number, part in enumerate(parts):
        width = max(exact(part) * scale - (GAP if number else 0), Fraction(0))
        boxes.append((number % 3 + 1, _at(start + (GAP if number else 0)), _at(width)))
        start += exact(part) * scale
    return format_html_join("", '<rect class="bp-c{}" x="{}" y="18" width="{}" height="20"/>', boxes)


def _cut_line(cut: Number | None, scale: Fraction) -> SafeString:
    if cut is None or cut == "":
        return mark_safe("")
    x = _at(exact(cut) * scale)
    lines = [(css, x, x) for css in _TWO_SIDES]
    return format_html_join("", '<line class="{}" x1="{}" x2="{}" y1="0" y2="56"/>', lines)


def bar(parts: Sequence[Number], label: str, cut: Number | None = None, full: Number = 100) -> SafeString:
    """
    What each channel contributes, stacked on zero, with the cut line through it.

    `label` says all figures in words: the drawing alone is never the only place where they stand.
    """
    scale = Fraction(WIDTH) / max(exact(full), Fraction(1))
    return format_html(
        '<svg class="bp-bar" viewBox="0 0 1000 56" preserveAspectRatio="none" role="img" aria-label="{}">'
        "{}{}</svg>",
        label,
        _segments(parts, scale),
        _cut_line(cut, scale),
    )


def spread(value: Number, label: str, least: Number, most: Number) -> SafeString:
    """
    One figure as a bar from zero, to the right or to the left of it, on a scale that all rows of a table share.

    The scale runs from `least`, at most 0, to `most`, at least 0; `label` says the figure in words.
    """
    low, high = min(exact(least), Fraction(0)), max(exact(most), Fraction(0))
    scale = Fraction(WIDTH) / ((high - low) or Fraction(1))
    zero, end = -low * scale, (exact(value) - low) * scale
    return format_html(
        '<svg class="bp-bar" viewBox="0 0 1000 56" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="bp-c{}" x="{}" y="18" width="{}" height="20"/>'
        '<line class="bp-ax bp-ax-strong" x1="{}" x2="{}" y1="6" y2="50"/></svg>',
        label,
        2 if end < zero else 1,
        _at(min(zero, end)),
        _at(abs(end - zero)),
        _at(zero),
        _at(zero),
    )
