"""Files go through the storage setting and nowhere else, so that a web server's own disk holds nothing."""

from pathlib import Path

import pytest
from django.test import Client

from brandportal.kit import files
from brandportal.kit.files import store_bytes
from tests.house.sources import FLOORS, name_of, python_files

MEMORY = "django.core.files.storage.InMemoryStorage"
WRITES = ("write_bytes(", "write_text(", '.open("wb")', '.open("w")', "MEDIA_ROOT", "NamedTemporaryFile(")
# Commands and preparation write where they are told to; the counting writes bundles into a folder it is given.
ELSEWHERE = ("brandportal/management/", "evaluation/tally/", "demo/")
SETTINGS = {"brandportal/settings.py", "brandportal/env.py", "brandportal/checks.py"}


@pytest.fixture
def memory(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": MEMORY}}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("memory")
def test_another_storage_keeps_and_reads(settings, monkeypatch):
    monkeypatch.setitem(files._readers, "test", lambda _user, _stored: True)
    media = Path(settings.MEDIA_ROOT)
    before = set(media.rglob("*"))
    stored = store_bytes("三亚".encode(), name="说明.pdf", content_type="application/pdf", purpose="test")

    answer = Client().get(stored.get_absolute_url())

    assert b"".join(answer.streaming_content) == "三亚".encode()
    assert set(media.rglob("*")) == before
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_no_page_or_service_writes_to_the_disk_itself():
    writing = {
        name_of(path)
        for path in python_files(*FLOORS)
        if not name_of(path).startswith(ELSEWHERE)
        and any(word in path.read_text(encoding="utf-8") for word in WRITES)
    }

    assert writing <= SETTINGS
