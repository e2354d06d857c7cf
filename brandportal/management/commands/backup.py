"""Back everything up into a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brandportal.audit.services import note_backup, verify
from brandportal.management.backups import BackupError, check_backup, make_backup, summary


class Command(BaseCommand):
    help = (
        "Write database and files into a new folder, with the digest of each; the portal may go on running."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="only compare a backup with its manifest")

    def handle(self, *_args: Any, folder: Path, check: bool, **_options: Any) -> None:
        try:
            manifest = check_backup(folder) if check else _made(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder}: {summary(manifest)}")


def _made(folder: Path) -> dict[str, Any]:
    """A new backup, noted in the portal only once it is whole; the note itself is in the next one."""
    manifest = make_backup(folder)
    note_backup(verify(), files=len(manifest["files"]))
    return manifest
