"""How many thousand requests are made in one process: a browser without memory, and people who are not looked up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler

from brandportal.accounts.models import User
from brandportal.accounts.sessions import SessionStore
from brandportal.kit import clock
from tests.cast import client_of

READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Browser(RequestFactory):
    """A test client without memory: thousands of pages are asked for, and nobody looks at their templates."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **environ: Any) -> HttpResponse:
        return self.handler(self._base_environ(**environ))


def session_of(user: User | None) -> str:
    cookies = client_of(user).cookies if user else {}
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())


@contextmanager
def known_people() -> Iterator[None]:
    """Sessions, people and their roles are read once each: requests are undone, so they stay what they were.

    How a session is found, ends and falls out of use is asked by the files on accounts.
    """
    contents: dict[str, dict[str, Any]] = {}
    people: dict[int, User | None] = {}
    load, get_user = SessionStore.load, ModelBackend.get_user

    def content(store: SessionStore) -> dict[str, Any]:
        key = store.session_key
        if key not in contents:
            contents[key] = load(store)
        # As if each request came at once after the one before: otherwise it would be written down once a minute.
        store.seen_at = clock.machine_now()
        return deepcopy(contents[key])

    def person(backend: ModelBackend, key: int) -> User | None:
        if key not in people:
            people[key] = found = get_user(backend, key)
            assert found is None or found.roles
        return copy(people[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SessionStore, "load", content)
        patch.setattr(ModelBackend, "get_user", person)
        yield


class Writes:
    """Counts the statements that may change a row."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        with connection.execute_wrapper(self._see):
            yield

    def _see(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.count += not sql.lstrip()[:9].upper().startswith(READING)
        return execute(sql, *rest)
