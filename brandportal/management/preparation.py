"""What must be in place before the portal can serve, each step skipped when its work is done already."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Last year's round as it ended, and this year's while it is being rated: every role finds something to do.
DEMONSTRATION = (["--stage", "named", "--years-ago", "1"], ["--stage", "rating"])


def migrate_if_needed() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def static_files_stale() -> bool:
    stamp = _static_stamp()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return not (manifest.exists() and stamp.exists() and stamp.read_text() == _static_fingerprint())


def collect_static_files() -> None:
    # In a process of its own: the storage of hashed names is chosen when the settings are read.
    manage(["collectstatic", "--no-input", "--verbosity", "0"], COLLECTING="1")
    _static_stamp().write_text(_static_fingerprint())


def _static_stamp() -> Path:
    return Path(settings.VAR_DIR) / "static.stamp"


def _static_fingerprint() -> str:
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for path in _files(settings.STATICFILES_DIRS):
        facts = path.stat()
        digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(folders: Iterable[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in Path(folder).rglob("*") if path.is_file())


def demonstration_missing() -> bool:
    """True on an empty portal, and where a demonstration was interrupted and nobody real has come since."""
    people = get_user_model().objects.all()
    if _demonstration_begun().exists():
        return not people.filter(is_demo=False).exists()
    return not people.exists()


def build_demonstration() -> None:
    """Build the rounds that are missing; each is one transaction, so an interrupted one has left nothing behind."""
    begun = _demonstration_begun()
    built = int(begun.read_text() or 0) if begun.exists() else 0
    begun.write_text(str(built))
    for number, options in enumerate(DEMONSTRATION[built:], start=built + 1):
        manage(["demo", *options])
        begun.write_text(str(number))
    begun.unlink()


def _demonstration_begun() -> Path:
    return Path(settings.VAR_DIR) / "demonstration.begun"


def manage(arguments: list[str], **environment: str) -> None:
    """Runs another command of the portal in a process of its own; raises CalledProcessError when it fails."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    subprocess.run(command, check=True, env={**os.environ, **environment})
