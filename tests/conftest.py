"""What every test has: tasks that run at once, a test database that is a file, nothing left from the test before."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from brandportal.celery import app
from brandportal.kit.drawn import DRAWN
from evaluation.views.ballots import KEPT
from naming.views.lists import LISTS
from tests.cast import Cast, assemble
from tests.guards import flush_without_guards
from tests.services import migrated


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    # In memory SQLite would lock whole tables among threads, which no installation ever sees.
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(settings.VAR_DIR / "test.sqlite3")
        database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    return migrated.lay_out(settings.DATABASES["default"])


@pytest.fixture(scope="session", autouse=True)
def _guards_let_the_flush_pass():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_lightly():
    # The same hasher, which is slow and large on purpose, with the least work it takes.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        patch.setattr(Argon2PasswordHasher, "memory_cost", 8 * Argon2PasswordHasher.parallelism)
        yield


@pytest.fixture(autouse=True)
def _tasks_run_at_once():
    app.conf.task_always_eager = True
    app.conf.task_eager_propagates = True


@pytest.fixture(autouse=True)
def _sentences_in_english():
    # The source language, for what is called directly; a client's request is Chinese unless its cookie says otherwise.
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    for name in settings.CACHES:
        caches[name].clear()
    for memo in (DRAWN, KEPT, LISTS):
        memo.clear()


@pytest.fixture
def cast(db) -> Cast:
    """The people every test knows: see tests/cast.py."""
    return assemble()
