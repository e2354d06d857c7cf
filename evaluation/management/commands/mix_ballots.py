"""Mix the ballot box of a round, should the tally say that it is not mixed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.models import Round
from evaluation.services.mixing import mix_ballots


class Command(BaseCommand):
    help = "Rewrite ballots and codes in random order; closing a stage does this by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", metavar="ROUND", help="code of the round")

    def handle(self, *args: Any, **options: Any) -> None:
        round = Round.objects.filter(code=options["round"]).first()
        if round is None:
            raise CommandError(f"There is no round {options['round']!r}.")
        self.stdout.write(mix_ballots(round, by=None))
