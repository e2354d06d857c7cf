"""`check --deploy` is clean for an installation as docs/operation.md describes it, and stops one that cannot start.

Each in a process of its own that asks no database.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings as portal

PRODUCTION = {
    "SECRET_KEY": "k" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFG",
    "ALLOWED_HOSTS": "brands.example.gov.cn",
    "HTTPS": "1",
    "SECOND_FACTOR": "required",
    "REDIS_URL": "redis://:a-long-password@127.0.0.1:6379/0",
    "LOG_FORMAT": "json",
}
URLS = ["postgresql://portal:secret@127.0.0.1:5432/portal", "sqlite:////var/lib/brandportal/portal.sqlite3"]


def run(tmp_path, *arguments, **environment):
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {*PRODUCTION, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=portal.BASE_DIR, check=False, capture_output=True, text=True,
        env=clean | {"VAR_DIR": str(tmp_path)} | environment,
    )  # fmt: skip


@pytest.mark.parametrize("url", URLS)
def test_a_production_environment_is_clean(tmp_path, url):
    done = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=url, **PRODUCTION)

    assert (done.stderr, done.returncode) == ("", 0)
    assert "no issues" in done.stdout


def test_a_checkout_as_it_is_fails(tmp_path):
    done = run(tmp_path, "check", "--deploy", DATABASE_URL="")

    assert done.returncode == 1
    for number in ("P03", "P04", "P06", "P18"):
        assert f"portal.{number}" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECOND_FACTOR", "perhaps"),
        ("HTTPS", "ja"),
        ("LOG_FORMAT", "xml"),
        ("FILE_STORAGE_OPTIONS", "[1]"),
        ("TRUSTED_PROXY_COUNT", "two"),
    ],
)
def test_a_variable_that_cannot_be_used_stops_the_start_with_a_sentence(tmp_path, name, value):
    done = run(tmp_path, "check", **{name: value})

    assert done.returncode == 1
    assert f"{name} is" in done.stderr.splitlines()[-1]
