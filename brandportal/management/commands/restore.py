"""Put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brandportal.management.backups import BackupError, restore_backup


class Command(BaseCommand):
    help = (
        "Restore a backup into this installation's database and storage; stop web servers and workers first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite a database that holds people")

    def handle(self, *_args: Any, folder: Path, replace: bool, **_options: Any) -> None:
        try:
            verdict = restore_backup(folder, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if verdict.fault:
            raise CommandError(f"restored, but the audit trail is broken: {verdict.fault}")
        self.stdout.write(f"Restored. Audit trail: {verdict.events} events, head {verdict.head}")
