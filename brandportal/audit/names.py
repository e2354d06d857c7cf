"""What an event is called on the page; the key in the trail never changes with the language."""

from collections.abc import Mapping

from django.utils.functional import Promise

_names: dict[str, str | Promise] = {}


def register_names(names: Mapping[str, str | Promise]) -> None:
    _names.update(names)


def name_of(event: str) -> str:
    return str(_names.get(event, event))
