"""/healthz says in one word whether the portal can serve, and gives nothing away."""

from datetime import timedelta

import pytest
from django.test import Client

from brandportal.audit.models import Backup
from brandportal.audit.services import note_backup, verify
from brandportal.health import verdict
from brandportal.kit import clock
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


def backups_told(user):
    return [task.title for task in client_of(user).get("/my/").context["tasks"] if "/backups/" in task.url]


def test_the_administrator_is_told_when_a_backup_is_due(cast, settings):
    assert backups_told(cast.ada) == ["还没有做过备份"]
    assert backups_told(cast.omar) == []

    noted = note_backup(verify(), files=3)
    assert backups_told(cast.ada) == []

    Backup.objects.filter(pk=noted.pk).update(at=clock.now() - timedelta(hours=25, minutes=1))
    assert backups_told(cast.ada) == ["最近一次备份距今已 25 小时"]
    settings.BACKUP_WITHIN_HOURS = 0
    assert backups_told(cast.ada) == []


def test_a_demonstration_asks_for_no_backup(cast):
    cast.alice.is_demo = True
    cast.alice.save()

    assert backups_told(cast.ada) == []


def test_the_page_says_how_a_backup_is_made_and_lists_those_that_were(cast):
    page = client_of(cast.ada).get("/audit/backups/").content.decode()
    assert "manage.py backup /backups/" in page
    assert "还没有做过备份" in page

    note_backup(verify(), files=3)
    page = client_of(cast.ada).get("/audit/backups/").content.decode()
    assert "还没有做过备份" not in page
