"""The next dates of the rounds under way, and whose work each of them is."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from brandportal.accounts.enums import Role
from brandportal.kit import clock
from brandportal.kit.home import Coming

OWN_UNIT = {Role.DRAFTER, Role.APPROVER}
DATES: tuple[tuple[str, str | Promise, frozenset[Role]], ...] = (
    ("filing_opens", _("Filing opens"), frozenset(OWN_UNIT | {Role.ORGANIZER})),
    ("filing_closes", _("Filing closes"), frozenset(OWN_UNIT | {Role.ORGANIZER})),
    ("correction_closes", _("Corrections close"), frozenset(OWN_UNIT | {Role.ORGANIZER})),
    ("rating_opens", _("Rating opens"), frozenset({Role.SUPERVISOR, Role.ORGANIZER})),
    ("rating_closes", _("Rating closes; then the shortlist"), frozenset({Role.SUPERVISOR, Role.ORGANIZER})),
    ("review_opens", _("Review and site visits begin"), frozenset({Role.PANEL, Role.CHAIR, Role.ORGANIZER})),
    ("review_closes", _("Review closes"), frozenset({Role.PANEL, Role.CHAIR, Role.ORGANIZER})),
    ("decision_on", _("The committee decides"), frozenset({Role.SECRETARY, Role.CHAIR, Role.ORGANIZER})),
)


def coming_for(user: Any) -> list[Coming]:
    today = clock.today()
    return [
        Coming(getattr(round, name), title, round.title, round.get_absolute_url(), bool(user.roles & whose))
        for round in Round.objects.visible_to(user).running()
        for name, title, whose in DATES
        if getattr(round, name) >= today
    ]
