"""Packages that take long to load and that few processes ever need."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


class Lazily:
    """Stands for the package `name`, which is loaded when something of it is first asked for.

    Several threads may be the first together. A package that is not installed is said at once.
    """

    def __init__(self, name: str) -> None:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
