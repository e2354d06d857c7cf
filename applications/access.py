"""Who else may read applications, and who may not after all: upper floors register functions that answer with a Q."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

_readers: list[Callable[[Any], Q]] = []
_bars: list[Callable[[Any], Q]] = []


def register_reader(reader: Callable[[Any], Q]) -> None:
    """`reader(user)` returns a Q over Application; it should match nothing for people it does not know."""
    if reader not in _readers:
        _readers.append(reader)


def granted(user: Any) -> Q:
    condition = Q(pk__in=[])
    for reader in _readers:
        condition |= reader(user)
    return condition


def register_bar(bar: Callable[[Any], Q]) -> None:
    """`bar(user)` returns a Q over Application: what they may not read, whatever grants it to them."""
    if bar not in _bars:
        _bars.append(bar)


def barred(user: Any) -> Q:
    condition = Q(pk__in=[])
    for bar in _bars:
        condition |= bar(user)
    return condition
