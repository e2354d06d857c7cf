"""Whether what the portal stands on is there: database, broker, storage. Says yes or no, never what or where."""

import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.accounts.models import User
from brandportal.audit.models import Backup
from brandportal.kit import clock
from brandportal.kit.home import Task

logger = logging.getLogger(__name__)
PATIENCE = 1.0  # seconds
LEAST_FREE = 0.05
BLOCK = 4096


def probe() -> dict[str, bool]:
    """Ask each part; a part that does not answer is False and its fault is in the log."""
    parts: dict[str, Callable[[], bool]] = {"database": _database, "storage": _storage, "broker": _broker}
    return {name: _asked(name, ask) for name, ask in parts.items()}


def verdict(parts: dict[str, bool]) -> str:
    """Without database or storage nothing can be kept; without broker only the counting waits."""
    if not (parts["database"] and parts["storage"]):
        return "down"
    return "ok" if all(parts.values()) else "degraded"


def tasks_for(user: Any) -> list[Task]:
    """Tell the administrator which part does not answer."""
    if not user.has_role(Role.ADMINISTRATOR):
        return []
    sentences = {
        "database": _("The database does not answer"),
        "storage": _("The storage of files cannot be written to, or is nearly full"),
        "broker": _("The task queue does not answer"),
    }
    details = {
        "broker": _("Pages and ballots go on; tallies start by themselves once it is back."),
        "storage": _("Attachments cannot be handed in until there is room."),
    }
    return [
        Task(
            title=sentences[name],
            url=reverse("healthz"),
            label=_("Check again"),
            detail=details.get(name, ""),
        )
        for name, answers in probe().items()
        if not answers
    ] + _backup_due()


def _backup_due() -> list[Task]:
    """A backup is due so many hours after the last; a demonstration holds nothing to keep."""
    within = settings.BACKUP_WITHIN_HOURS
    if not within or User.objects.filter(is_demo=True).exists():
        return []
    last = Backup.objects.first()
    hours = (clock.machine_now() - last.at) // timedelta(hours=1) if last else None
    if hours is not None and hours <= within:
        return []
    told = (
        _("The last backup is %(n)d hours old") % {"n": hours} if hours else _("No backup has been made yet")
    )
    return [
        Task(
            title=told,
            url=reverse("audit:backup-list"),
            label=_("See how one is made"),
            when=clock.today(),
            detail=_("What is entered now would be lost with this machine."),
        )
    ]


def _asked(name: str, ask: Callable[[], bool]) -> bool:
    try:
        answer = ask()
    except Exception:
        # Each part fails in its own way; whatever it is, it is not there.
        logger.exception("%s does not answer", name)
        return False
    if not answer:
        logger.error("%s cannot be written to", name)
    return answer


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _storage() -> bool:
    if isinstance(default_storage, FileSystemStorage):
        return _writable(Path(default_storage.location))
    default_storage.exists("health")  # a remote storage answers, or raises
    return True


def _broker() -> bool:
    if not settings.REDIS_URL:
        return _writable(Path(settings.BROKER_DIR))
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
    ) as client:
        return bool(client.ping())


def _writable(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent  # made on first use
    with tempfile.TemporaryFile(dir=folder) as file:  # has no name and is gone with this line
        file.write(b"0" * BLOCK)
        file.flush()
    space = shutil.disk_usage(folder)
    return space.free > space.total * LEAST_FREE
