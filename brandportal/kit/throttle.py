"""Slows down what comes too often from one address; nothing is locked, and nobody else waits with it."""

import hmac
import logging
import time
from dataclasses import dataclass

import redis
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
TOO_MANY = 429
# Where the counts are kept: shared by all web processes where Redis is there, and in this one while it is not.
STORES = ("counts", "default")


@dataclass(frozen=True)
class Throttle:
    """At most `most` times in `window` seconds from one address."""

    name: str
    most: int
    window: int = 600

    def wait_after(self, request: HttpRequest) -> int:
        """Count one more of this address; return the seconds to wait, 0 while there were not too many.

        Kept is how often, under a keyed digest of address and window, until the window ends; never in the database.
        """
        now = int(time.time())
        left = self.window - now % self.window
        words = f"{self.name}|{now // self.window}|{request.META.get('REMOTE_ADDR', '')}".encode()
        digest = hmac.digest(str(settings.SECRET_KEY).encode(), words, "sha256").hex()
        return left if _counted(f"{self.name}:{digest}", left) > self.most else 0


def _counted(key: str, seconds: int) -> int:
    for name in STORES:
        try:
            caches[name].add(key, 0, seconds)
            return caches[name].incr(key)
        except ValueError:
            return 0  # its time ended, or it was crowded out, at this very moment
        except redis.RedisError as error:
            logger.warning("counts are kept in this process: %s", error)
    return 0


def told_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = TOO_MANY
    response["Retry-After"] = str(seconds)
    return response


def minutes_of(seconds: int) -> int:
    """Return how many minutes to name in a sentence: rounded up, so that nobody comes back too early."""
    return -(-seconds // 60)
