"""Write the inspection bundle of a round's result, for whoever checks it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.models import Round
from brandportal.kit.errors import DomainError
from evaluation.services.results import export_bundle
from evaluation.tally import TallyError


class Command(BaseCommand):
    help = "Write the inspection bundle of the result in force: a new or empty folder, or a .zip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="code of the round")
        parser.add_argument("path", metavar="PATH")
        parser.add_argument(
            "--through", metavar="STAGE", default="", help="default: the last stage that has a result"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        round = Round.objects.filter(code=options["round"]).first()
        if round is None:
            raise CommandError(f"There is no round {options['round']!r}.")
        try:
            path = export_bundle(round, options["through"] or last_stage(round), options["path"])
        except (DomainError, TallyError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(path))


def last_stage(round: Round) -> str:
    """Return the last stage that has a result, the first of all where none has."""
    keys = list(round.stages.order_by("-position").values_list("key", flat=True))
    if not keys:
        raise CommandError(f"The round {round.code!r} has not been opened.")
    done = set(round.tallies.filter(status="done").values_list("through", flat=True))
    return next((key for key in keys if key in done), keys[-1])
