"""`manage.py demo`: build one round of the demonstration up to a stage."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from demo.build import build
from demo.stages import LABELS, Goal, same_day


class Command(BaseCommand):
    """Reads the options and prints what was built; the building is in `demo.build`."""

    help = (
        "Builds one demonstration round up to STAGE through the portal's services, the same for the same seed. "
        "Call it again for another round."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", required=True, choices=[goal.value for goal in Goal])
        parser.add_argument("--seed", type=int, default=1, help="which demonstration; 1 by default")
        parser.add_argument("--today", type=_day, default=None, help="the day it is in the round, YYYY-MM-DD")
        parser.add_argument(
            "--years-ago", type=int, default=0, help="put the round so many years before today"
        )
        parser.add_argument("--year", type=int, default=None, help="the year in the round's title and code")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        today = same_day(options["today"] or clock.today(), years_ago=options["years_ago"])
        try:
            report = build(
                Goal(options["stage"]), seed=options["seed"], today=today, year=options["year"] or today.year
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.figures, ensure_ascii=False))
        else:
            self.stdout.write(
                _("Demonstration round %(code)s: %(stage)s.")
                % {"code": report.code, "stage": LABELS[Goal(options["stage"])]}
            )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: write a day as YYYY-MM-DD") from error
