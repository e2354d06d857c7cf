"""What the rows that are built from the rules can hold: longer keys, titles and numbers are refused by their path."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _

from brandportal.rulebook import Fault
from evaluation.models import Channel
from evaluation.tally.canonical import member_path

CHAPTERS = ("channel", "stage", "select", "entries")
NUMBERS = ("weight", "max", "min", "step")
TITLES = {"zh": "title_zh", "en": "title_en"}


def most_of(column: str) -> int:
    field = cast("models.CharField[str, str]", Channel._meta.get_field(column))
    return field.max_length or 0


def too_long(document: Mapping[str, Any]) -> list[Fault]:
    """Return a fault for each key, title and number that no row can hold; what is malformed is the linter's business."""
    return [fault for name in CHAPTERS for fault in _within(name, document.get(name))]


def _within(path: str, value: object) -> Iterator[Fault]:
    if isinstance(value, list):
        for place in range(len(value)):
            if isinstance(value[place], Mapping):
                yield from _within(member_path(path, value, place), value[place])
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _of_member(f"{path}.{name}", str(name), inner)


def _of_member(path: str, name: str, value: object) -> Iterator[Fault]:
    if name == "key":
        yield from _judged(path, value, most_of("key"))
    elif name in NUMBERS:
        yield from _judged(path, value, most_of("weight"))
    elif name == "title":
        words = value if isinstance(value, Mapping) else {}
        yield from _judged(path, value, most_of("title_zh"))
        for language, column in TITLES.items():
            yield from _judged(f"{path}.{language}", words.get(language), most_of(column))
    else:
        yield from _within(path, value)


def _judged(path: str, value: object, most: int) -> Iterator[Fault]:
    if isinstance(value, str) and len(value) > most:
        sentence = _(
            "%(length)d characters, at most %(most)d are kept. Shorten it, also where the rules name it again."
        )
        yield Fault(path, sentence % {"length": len(value), "most": most})
