"""The main navigation: each app registers its own entries, the header shows those that a person may use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, eq=False)
class NavItem:
    """One entry; `visible(user)` decides, `prefixes` are the addresses under which it is the current place."""

    order: int
    label: str | Promise
    url_name: str
    visible: Callable[[Any], bool]
    prefixes: tuple[str, ...] = ()

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_current(self, path: str) -> bool:
        return path == self.url or any(path.startswith(prefix) for prefix in self.prefixes)


_items: list[NavItem] = []


def register(item: NavItem) -> None:
    if item not in _items:
        _items.append(item)
        _items.sort(key=lambda one: one.order)


def items_for(user: Any, path: str) -> tuple[tuple[NavItem, bool], ...]:
    """Return the entries that `user` may use, each with whether `path` is under it."""
    return tuple((item, item.is_current(path)) for item in _items if item.visible(user))
