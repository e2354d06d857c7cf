"""Sentences with marks: `{word}` is a word of the unit, `<3~9>` a figure in that range, `<p3~9>` one of its people."""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.profiles import DATA

FIGURE = re.compile(r"<(p?)(\d+)(?:\.(\d))?~(\d+)(?:\.(\d))?>")
LARGE = 120
WORD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Paragraph:
    """One sentence is taken from each slot; `always` keeps the paragraph in every text."""

    slots: tuple[tuple[str, ...], ...]
    always: bool


@cache
def phrases(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "phrases" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def paragraphs(name: str) -> tuple[Paragraph, ...]:
    rows = phrases(name)["paragraph"]
    return tuple(Paragraph(tuple(map(tuple, row["slots"])), row.get("always", False)) for row in rows)


def expand(sentence: str, words: Mapping[str, str], rng: random.Random) -> str:
    """Return `sentence` with its words filled in and its figures drawn."""
    filled = WORD.sub(lambda mark: words[mark[1]], sentence)
    return FIGURE.sub(lambda mark: _figure(mark, int(words.get("staff", LARGE)), rng), filled)


def compose(paragraph: Paragraph, words: Mapping[str, str], rng: random.Random) -> str:
    return "".join(expand(rng.choice(slot), words, rng) for slot in paragraph.slots)


def _figure(mark: re.Match[str], staff: int, rng: random.Random) -> str:
    people, low, low_tenth, high, high_tenth = mark.groups()
    if low_tenth is None and high_tenth is None:
        return str(_whole(int(low), int(high), min(staff, LARGE) if people else LARGE, rng))
    tenths = rng.randint(int(low + (low_tenth or "0")), int(high + (high_tenth or "0")))
    return f"{tenths // 10}.{tenths % 10}"


def _whole(low: int, high: int, staff: int, rng: random.Random) -> int:
    """A whole figure; what counts a unit's own people shrinks with a unit smaller than `LARGE`."""
    if staff == LARGE:
        return rng.randint(low, high)
    least = max(2, low * staff // LARGE)
    return rng.randint(least, max(least + 1, high * staff // LARGE))
