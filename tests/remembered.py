"""Rounds that many tests begin with: made once in a run by the services, later written down again row by row."""

from collections import defaultdict
from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from applications.models import Round
from brandportal.audit.models import AuditEvent
from tests.cast import Cast, events_of_the_cast

Model = type[models.Model]
State = dict[Model, dict[Any, tuple[Any, ...]]]
Made = TypeVar("Made")


@dataclass
class Memory:
    """What a making did: from the state `before`, to one with rows added and columns of rows changed; what it gave."""

    before: State
    after: State
    added: dict[Model, list[models.Model]]
    changed: dict[tuple[Model, tuple[str, ...]], list[models.Model]]
    cast: Cast
    made: Any


_memories: dict[str, list[Memory]] = defaultdict(list)


def remembered(key: str, cast: Cast, make: Callable[[], Made]) -> Made:
    """What `make()` gives, with its rows in the database; `key` stands for all that it depends on beside them.

    The services make it unless each row of the database is as it was when they did so before; and always in a test
    that commits, where tasks wait for the commit.
    """
    if not connection.in_atomic_block:
        return make()
    before = state()
    for known in _memories[key]:
        if known.before == before:
            _write(known)
            return deepcopy(known.made, {id(known.cast): cast})
    made = make()
    if _comes_again(before):
        after, kept = state(), deepcopy(made, {id(cast): cast})
        _memories[key].append(Memory(before, after, *_difference(before, after), cast, kept))
    return made


def _comes_again(before: State) -> bool:
    """Whether other tests meet the same: the bare cast, or what was remembered. Else its moments are its own."""
    if Round not in before:
        return len(before[AuditEvent]) == events_of_the_cast()
    return any(before == known.after for memories in _memories.values() for known in memories)


def state() -> State:
    """Every row of the database, without the columns that tell when it was written."""
    return {model: _rows(model) for model in _filled()}


def _filled() -> list[Model]:
    """The models with rows, asked in one question."""
    every = apps.get_models(include_auto_created=True)
    asked = ", ".join(f'EXISTS (SELECT 1 FROM "{model._meta.db_table}")' for model in every)  # noqa: S608  our own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return [model for model, filled in zip(every, cursor.fetchone(), strict=True) if filled]


def _rows(model: Model) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row for row in model._base_manager.order_by().values_list("pk", *_names(model))}


def _names(model: Model) -> list[str]:
    columns = model._meta.concrete_fields
    return [one.attname for one in columns if not getattr(one, "auto_now_add", False)]


def _difference(before: State, after: State) -> tuple[Any, Any]:
    added, changed = {}, defaultdict(list)
    for model, rows in after.items():
        old = before.get(model, {})
        assert old.keys() <= rows.keys(), f"{model.__name__}: what takes rows away cannot be remembered"
        instances = model._base_manager.in_bulk([pk for pk in rows if rows[pk] != old.get(pk)])
        # As they lie in the table: where the order of rows could tell something, it is told again.
        added[model] = [instances[pk] for pk in rows if pk not in old]
        for pk in instances.keys() & old.keys():
            pairs = zip(("pk", *_names(model)), old[pk], rows[pk], strict=True)
            names = tuple(name for name, was, now in pairs if was != now)
            changed[model, names].append(instances[pk])
    return added, changed


def _write(memory: Memory) -> None:
    for model, rows in memory.added.items():
        model._base_manager.bulk_create([copy(row) for row in rows])
    for (model, names), rows in memory.changed.items():
        model._base_manager.bulk_update(rows, names)
