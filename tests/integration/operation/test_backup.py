"""A backup put back elsewhere is the same portal: the trail, the files, and the result that is counted from it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from brandportal.audit.models import AuditEvent, Backup
from brandportal.audit.services import verify
from brandportal.kit.files import store_bytes
from brandportal.kit.models import StoredFile
from brandportal.management.backups import check_backup
from evaluation.models import BoxCount
from evaluation.services.boxes import sign_box
from evaluation.services.results import export_bundle
from evaluation.services.stages import close_stage
from evaluation.services.tallies import request_tally, run_tally
from tests.integration.evaluation.conftest import AT, desk, draft, rated
from tests.services.postgres import programs_of_the_wheel

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["desk", "draft", "rated"]


@pytest.fixture(autouse=True)
def _tools(settings):
    settings.PG_BIN = str(programs_of_the_wheel() or "")


@pytest.fixture
def counted(rated):
    """A first stage that is closed and counted, with one attachment handed in."""
    for user in (rated.cast.sun, rated.cast.rui):
        rated.fill_and_sign(user, name="30", standard="50")
    close_stage(rated.stage("social"), by=rated.omar, at=AT)
    sign_box(BoxCount.objects.get(), by=rated.cast.audrey, at=AT)
    tally = request_tally(rated.round, "social", by=rated.omar)
    run_tally(tally)
    store_bytes("三亚".encode(), name="说明.pdf", content_type="application/pdf", purpose="attachment")
    tally.refresh_from_db()
    assert tally.result_digest
    return rated, tally


@pytest.fixture
def head(counted):
    """Where the trail stood before the backup, whose own entry comes after it."""
    return verify().head


@pytest.fixture
def elsewhere(tmp_path):
    """Another installation, empty, on a database of the same kind; returns how to run a command there."""
    url = f"sqlite:///{tmp_path}/new/portal.sqlite3"
    facts = connection.settings_dict
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS elsewhere")
            cursor.execute("CREATE DATABASE elsewhere")
        url = f"postgresql://{quote(facts['USER'])}@{facts['HOST']}:{facts['PORT']}/elsewhere"
    world = {"VAR_DIR": str(tmp_path / "new"), "DATABASE_URL": url, "PG_BIN": portal.PG_BIN}

    def manage(*arguments):
        command = [sys.executable, "manage.py", *(str(one) for one in arguments)]
        return subprocess.run(
            command, cwd=portal.BASE_DIR, env=os.environ | world, capture_output=True, text=True, check=False
        )

    return manage


@pytest.fixture
def backup(counted, tmp_path):
    call_command("backup", tmp_path / "backup", verbosity=0)
    return tmp_path / "backup"


def test_what_is_restored_gives_the_same_result_trail_and_files(counted, head, backup, elsewhere, tmp_path):
    round, tally = counted[0].round, counted[1]
    stored = StoredFile.objects.get()

    restored = elsewhere("restore", backup)
    trail = elsewhere("audit_verify")
    exported = elsewhere("export_bundle", round.code, tmp_path / "there", "--through", "social")
    here = Path(export_bundle(round, "social", tmp_path / "here"))

    assert restored.returncode == 0, restored.stderr
    assert head in restored.stdout
    assert head in trail.stdout
    assert exported.returncode == 0, exported.stderr
    files = sorted(path.name for path in here.rglob("*") if path.is_file())
    assert files == sorted(path.name for path in (tmp_path / "there").rglob("*") if path.is_file())
    result = (tmp_path / "there" / "result.json").read_bytes()
    assert hashlib.sha256(result).hexdigest() == tally.result_digest
    assert (tmp_path / "new" / "media" / stored.path).read_bytes() == "三亚".encode()


def test_a_restored_portal_still_refuses_to_change_its_trail(backup, elsewhere):
    elsewhere("restore", backup)

    done = elsewhere(
        "shell", "-c", "from brandportal.audit.models import AuditEvent as A; A.objects.update(event='x')"
    )

    assert "append-only" in done.stderr


def test_a_portal_with_people_is_overwritten_only_when_told_to(backup, elsewhere):
    assert elsewhere("restore", backup).returncode == 0
    refused = elsewhere("restore", backup)
    again = elsewhere("restore", backup, "--replace")

    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert again.returncode == 0, again.stderr


def test_the_portal_that_was_backed_up_is_as_it_was_but_for_the_note(counted, head, backup):
    noted = Backup.objects.get()
    assert (noted.files, noted.head) == (1, head)
    assert AuditEvent.objects.order_by("-seq").first().event == "make_backup"
    assert verify().fault == ""
    assert default_storage.exists(StoredFile.objects.get().path)
    call_command("backup", backup, check=True, verbosity=0)


def damage_database(folder):
    file = next(folder.glob("database.*"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def damage_file(folder):
    next(path for path in (folder / "files").rglob("*") if path.is_file()).write_bytes(b"other")


def remove_file(folder):
    shutil.rmtree(folder / "files")


def remove_manifest(folder):
    (folder / "manifest.json").unlink()


def cut_manifest(folder):
    (folder / "manifest.json").write_text('{"format": 1,')


def newer_format(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 2}))


@pytest.mark.parametrize(
    "damage", [damage_database, damage_file, remove_file, remove_manifest, cut_manifest, newer_format]
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(backup, damage):
    head = verify().head
    damage(backup)

    with pytest.raises(CommandError):
        call_command("backup", backup, check=True)
    with pytest.raises(CommandError):
        call_command("restore", backup, replace=True)
    assert verify().head == head


def test_a_folder_with_something_in_it_is_not_written_into(counted, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_that_is_missing_or_changed_stops_the_backup(counted, tmp_path):
    stored = StoredFile.objects.get()
    default_storage.delete(stored.path)
    with pytest.raises(CommandError, match=stored.path):
        call_command("backup", tmp_path / "one")

    default_storage.save(stored.path, ContentFile(b"other"))
    with pytest.raises(CommandError, match=stored.path):
        call_command("backup", tmp_path / "two")
    with pytest.raises(CommandError, match="interrupted"):
        call_command("backup", tmp_path / "two", check=True)


def test_only_the_owner_may_look_into_a_backup(backup):
    database = next(backup.glob("database.*"))

    assert (backup.stat().st_mode & 0o077, database.stat().st_mode & 0o077) == (0, 0)
    assert check_backup(backup)["files"]
