"""Declarations on conflicts of interest, as tests sign them that are about something else."""

from applications.models import Round
from brandportal.accounts.models import User
from evaluation.selectors.conflicts import must_declare
from evaluation.services.conflicts import sign_declaration


def declare_free(round: Round, *users: User, at=None) -> None:
    """Let `users`, or all who have yet to, sign that they have no conflict of interest in `round`."""
    raters = users or User.objects.filter(rater_places__channel__round=round).distinct()
    for user in raters:
        if must_declare(user, round):
            sign_declaration(round, named={}, by=user, at=at)
