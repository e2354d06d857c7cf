"""Counts of what comes too often: of all web processes together in Redis, in each process while Redis is not there."""

import os
import subprocess
import sys
import time

import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.test import RequestFactory, override_settings

from brandportal.kit.throttle import Throttle
from tests.services.postgres import free_port
from tests.services.redis import redis_server

FEW = Throttle("few", most=3)
ADDRESS = "203.0.113.77"
pytestmark = pytest.mark.usefixtures("_time_left")
ANOTHER_PROCESS = """
import django
django.setup()
from django.test import RequestFactory
from brandportal.kit.throttle import Throttle
request = RequestFactory(REMOTE_ADDR={address!r}).post("/")
print([Throttle("few", most=3).wait_after(request) > 0 for _each in range(2)])
"""


def ask(address: str = ADDRESS) -> bool:
    return FEW.wait_after(RequestFactory(REMOTE_ADDR=address).post("/")) > 0


def counted_in(url: str) -> dict[str, dict[str, object]]:
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    counts = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "KEY_PREFIX": "portal"}
    return settings.CACHES | {"counts": counts | {"LOCATION": url, "OPTIONS": options}}


@pytest.fixture
def _time_left():
    """A window of its own: none ends in the middle of a test."""
    if FEW.window - time.time() % FEW.window < 30:
        time.sleep(31)


def test_nobody_else_waits_with_an_address():
    assert [ask() for _each in range(5)] == [False, False, False, True, True]
    assert not ask("203.0.113.78")


def test_two_processes_count_together_in_redis_and_keep_no_address():
    with redis_server() as url, override_settings(CACHES=counted_in(url)):
        here = [ask(), ask()]
        environment = os.environ | {"REDIS_URL": url, "SECRET_KEY": settings.SECRET_KEY}
        environment["DJANGO_SETTINGS_MODULE"] = "brandportal.settings"
        there = subprocess.run(
            [sys.executable, "-c", ANOTHER_PROCESS.format(address=ADDRESS)],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        with redis.from_url(url) as server:
            kept = {key.decode(): (server.get(key), server.ttl(key)) for key in server.scan_iter()}
        caches["counts"].close()

    assert (here, there) == ([False, False], "[False, True]")
    assert len(kept) == 1
    assert ADDRESS not in str(kept)
    assert all(0 < seconds <= FEW.window for _count, seconds in kept.values())


def test_without_redis_each_process_counts_by_itself():
    with override_settings(CACHES=counted_in(f"redis://127.0.0.1:{free_port()}/0")):
        assert [ask() for _each in range(4)] == [False, False, False, True]
