"""Make the first account, which makes all others."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from brandportal.accounts.enums import Role
from brandportal.accounts.services import create_user
from brandportal.kit.errors import DomainError


class Command(BaseCommand):
    help = "Make an account with the administrator's role; prints its first password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="NAME", help="sign-in name")
        parser.add_argument("--name", default="", help="the person's name; default: the sign-in name")

    def handle(self, *_args: Any, username: str, name: str, **_options: Any) -> None:
        try:
            _user, first = create_user(
                username=username, name=name or username, roles=[Role.ADMINISTRATOR.value], by=None
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(first)
