"""A person's home: each app says what awaits them and how far things are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True)
class Task:
    """Something to do: by when, what, why, and the button that leads there."""

    title: Label
    url: str
    label: Label
    when: date | None = None
    detail: Label = ""
    blocks: Label = ""


@dataclass(frozen=True)
class Tile:
    """A figure with its unit; `share` (0 to 100) draws a meter against a known target."""

    title: Label
    figure: str
    unit: Label = ""
    detail: Label = ""
    url: str = ""
    share: int | None = None


_tasks: list[Callable[[Any], list[Task]]] = []
_tiles: list[Callable[[Any], list[Tile]]] = []


def register(source: Callable[[Any], list[Task]]) -> None:
    if source not in _tasks:
        _tasks.append(source)


def register_progress(source: Callable[[Any], list[Tile]]) -> None:
    if source not in _tiles:
        _tiles.append(source)


def tasks_for(user: Any) -> list[Task]:
    """Return all that awaits `user`, what has a date first and soonest first."""
    found = [task for source in _tasks for task in source(user)]
    return sorted(found, key=lambda task: (task.when is None, task.when or date.max))


def tiles_for(user: Any) -> list[Tile]:
    return [tile for source in _tiles for tile in source(user)]


@dataclass(frozen=True)
class Coming:
    """A date that lies ahead; `mine` marks what this person has to do then."""

    when: date
    title: Label
    detail: Label = ""
    url: str = ""
    mine: bool = False


_coming: list[Callable[[Any], list[Coming]]] = []
SHOWN = 7


def register_coming(source: Callable[[Any], list[Coming]]) -> None:
    if source not in _coming:
        _coming.append(source)


def coming_for(user: Any) -> list[Coming]:
    """Return the next dates, soonest first."""
    return sorted((one for source in _coming for one in source(user)), key=lambda one: one.when)[:SHOWN]
