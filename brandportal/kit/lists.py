"""What every list can do: be searched, filtered, sorted and paged by its address alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any
from urllib.parse import quote_plus

from django.core.paginator import Page
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True)
class Filter:
    """One choice above a list: `options` are (value, label); the empty value means all."""

    param: str
    label: Label
    options: tuple[tuple[str, Label], ...]
    value: str = ""


@dataclass(frozen=True)
class Listing:
    """The state of a list as its page shows it."""

    params: QueryDict
    query: str
    sort: str
    sorts: dict[str, Label]
    page: Page  # type: ignore[type-arg]
    filters: list[Filter] = field(default_factory=list)
    searchable: bool = True

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def narrowed(self) -> bool:
        return bool(self.query) or any(one.value for one in self.filters)

    @cached_property
    def asked(self) -> list[tuple[str, str]]:
        """The parameters of the address, each with how it stands there."""
        return [
            (key, f"{quote_plus(key)}={quote_plus(one)}")
            for key, values in self.params.lists()
            for one in values
        ]

    def url(self, **changes: str | int) -> str:
        """Return this list's address with `changes`; an empty value drops the parameter."""
        kept = [text for key, text in self.asked if key not in changes]
        added = [f"{key}={quote_plus(str(value))}" for key, value in changes.items() if value != ""]
        return f"?{'&'.join([*kept, *added])}"

    def sort_url(self, key: str) -> str:
        return self.url(sort=f"-{key}" if self.sort == key else key, page="")

    def sort_state(self, key: str) -> str:
        """Return the value of aria-sort for the column `key`."""
        if self.sort == key:
            return "ascending"
        return "descending" if self.sort == f"-{key}" else "none"

    @cached_property
    def previous_url(self) -> str:
        return self.url(page=self.page.previous_page_number()) if self.page.has_previous() else ""

    @cached_property
    def next_url(self) -> str:
        return self.url(page=self.page.next_page_number()) if self.page.has_next() else ""


@dataclass(frozen=True, eq=False)
class Row:
    """A line of a list that was read once: the object, the words it is found by, its place by each sort."""

    one: Any
    text: str
    places: Mapping[str, int]


def rows_of(
    queryset: QuerySet[Any], search_fields: Sequence[str], sorts: Mapping[str, Sequence[str]]
) -> list[Row]:
    """Read all of a list; `sorts`: sort → order_by fields, by which the database itself gives the places."""
    places = {sort: f"place_{number}" for number, sort in enumerate(sorts)}
    windows = {places[sort]: Window(RowNumber(), order_by=list(names)) for sort, names in sorts.items()}
    return [
        Row(
            one,
            # No word has a line break in it, so none is found across two fields.
            "\n".join(str(reduce(getattr, name.split("__"), one)) for name in search_fields).casefold(),
            {sort: getattr(one, place) for sort, place in places.items()},
        )
        for one in queryset.annotate(**windows)
    ]
