"""Chooses the world of a test run before Django reads its settings, and starts PostgreSQL for it.

TEST_DATABASE=sqlite|postgres   which database (default sqlite, as a file: what runs in production)
TEST_DATABASE_URL               a PostgreSQL server of your own instead of a throw-away one
"""

import gc
import os
import shutil
import signal
import tempfile

import pytest
from _pytest.main import pytest_runtestloop as run_tests

from tests.services.postgres import Postgres

# Whatever the developer's own environment says, the tests see the portal's defaults.
OWN_SETTINGS = (
    "ALLOWED_HOSTS", "COLLECTING", "CSRF_TRUSTED_ORIGINS", "DEBUG", "EMAIL_BACKEND", "FILE_STORAGE",
    "FILE_STORAGE_OPTIONS", "HTTPS", "LOG_FORMAT", "MEDIA_ROOT", "REDIS_URL", "SECOND_FACTOR", "SECRET_KEY",
    "TRUSTED_PROXY_COUNT",
)  # fmt: skip
FOLDER = tempfile.mkdtemp(prefix="portal-tests-")


def _choose_database() -> Postgres | None:
    choice = os.environ.get("TEST_DATABASE", "sqlite")
    own = os.environ.get("TEST_DATABASE_URL", "")
    server = Postgres() if choice == "postgres" and not own else None
    if choice not in {"sqlite", "postgres"}:
        raise pytest.UsageError(f"TEST_DATABASE is {choice!r}; write sqlite or postgres.")
    os.environ["DATABASE_URL"] = "" if choice == "sqlite" else own or str(server and server.url)
    return server


for name in OWN_SETTINGS:
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = FOLDER
# The synchronous browser driver runs an event loop in the thread that also asks the database for facts.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
SERVER = _choose_database()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    # A run that is told to end (a time limit, a closed terminal) still stops its servers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if SERVER:
        SERVER.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    # What is loaded by now stays to the end: the collector of garbage need not look through it again and again, nor
    # through everything else as often as in a server that runs for weeks.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def in_one_room(session: pytest.Session) -> object:
    """Run the tests above a frame so large that all of theirs lie in one piece of memory with it.

    The interpreter lays frames into pieces of 16 KB and gives each piece back once it is empty. Where the calls of a
    whole page begin near an edge, it asked for one and gave it back thousands of times a second: a fifth of all time.
    """
    return run_tests(session)


# 70,000 words need a piece of 1 MB, of which the frames of the tests get nearly a half.
in_one_room.__code__ = in_one_room.__code__.replace(co_stacksize=70_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    return in_one_room(session)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if SERVER:
        SERVER.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if os.environ['DATABASE_URL'] else 'SQLite'}"
