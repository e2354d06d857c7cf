"""Check the audit trail from its first event to its last."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brandportal.audit.services import verify


class Command(BaseCommand):
    help = "Check the hash chain of the audit trail; prints its head, fails on the first event that does not fit."

    def handle(self, *_args: Any, **_options: Any) -> None:
        verdict = verify()
        if verdict.fault:
            raise CommandError(verdict.fault)
        self.stdout.write(f"{verdict.events} events, head {verdict.head}")
