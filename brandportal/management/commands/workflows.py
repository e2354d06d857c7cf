"""Write docs/workflows.md from the lifecycle tables."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from brandportal.lifecycle.diagrams import workflows_page


class Command(BaseCommand):
    help = "Write docs/workflows.md from the lifecycle tables; --check fails when it is out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "workflows.md"
        text = workflows_page()
        if not check:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            msg = "docs/workflows.md is out of date; run: python manage.py workflows"
            raise CommandError(msg)
