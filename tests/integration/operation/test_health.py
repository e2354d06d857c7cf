"""/healthz says in one word whether the portal can serve, and gives nothing away."""

import pytest
from django.test import Client

from brandportal.health import verdict
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def ask():
    answer = Client().get("/healthz")
    return answer.status_code, answer.json(), answer


def test_all_well(db):
    status, said, answer = ask()

    assert (status, said) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_broker_that_does_not_answer_takes_no_node_out(settings):
    settings.REDIS_URL = "redis://:hunter2@127.0.0.1:1/0"

    status, said, answer = ask()

    assert (status, said) == (200, {"status": "degraded"})
    assert b"hunter2" not in answer.content


def test_a_storage_that_cannot_be_written_to_does(settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": "/proc/self"},
        }
    }

    assert ask()[:2] == (503, {"status": "down"})


def test_a_database_that_does_not_answer_does(monkeypatch):
    monkeypatch.setattr("brandportal.health._database", lambda: 1 / 0)

    assert ask()[:2] == (503, {"status": "down"})


@pytest.mark.parametrize(
    ("down", "word"),
    [(set(), "ok"), ({"broker"}, "degraded"), ({"database"}, "down"), ({"storage", "broker"}, "down")],
)
def test_the_word_follows_the_parts(down, word):
    assert verdict({part: part not in down for part in ("database", "storage", "broker")}) == word


def test_the_administrator_reads_which_part_it_is_and_nobody_else(cast, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    def tasks(user):
        return [task.url for task in client_of(user).get("/my/").context["tasks"]]

    assert "/healthz" in tasks(cast.ada)
    assert "/healthz" not in tasks(cast.omar)
