"""What is the same for many requests of one process: kept for some seconds, as it is."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class Memo:
    """Keeps up to `most` things for `seconds`; unlike a cache it copies nothing, so what it keeps must not be changed.

    Two threads may make the same thing at once, which costs time and nothing else.
    """

    def __init__(self, seconds: float, most: int = 500) -> None:
        self.seconds, self.most = seconds, most
        self._kept: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        until, found = self._kept.get(key, (0.0, None))
        return found if time.monotonic() < until else self.keep(key, make())

    def found(self, key: Hashable) -> Any:
        """Return what is kept under `key`, None when nothing is."""
        until, found = self._kept.get(key, (0.0, None))
        return found if time.monotonic() < until else None

    def keep(self, key: Hashable, made: Any) -> Any:
        self._kept[key] = (time.monotonic() + self.seconds, made)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        self._kept.clear()
