"""How far the intake of a round is: the figures above the organizer's list."""

from dataclasses import dataclass

from django.db.models import Count, Q

from applications.enums import ENTERED
from applications.enums import ApplicationStatus as A
from applications.models import Round
from brandportal.accounts.models import Unit


@dataclass(frozen=True)
class Intake:
    """Numbers of applications; `units` are the agencies that may file, `begun` those that have started."""

    units: int
    begun: int
    writing: int
    waiting: int
    returned: int
    accepted: int
    filed: int
    withdrawn: int

    @property
    def idle(self) -> int:
        return max(0, self.units - self.begun)


def intake_of(round: Round) -> Intake:
    """Return the figures of `round` in two queries."""
    found = round.applications.aggregate(
        begun=Count("unit", filter=~Q(status=A.WITHDRAWN), distinct=True),
        writing=Count("pk", filter=Q(status__in=[A.DRAFT, A.AWAITING_APPROVAL], filings_count=0)),
        waiting=Count("pk", filter=Q(status=A.SUBMITTED)),
        returned=Count("pk", filter=_correcting()),
        accepted=Count("pk", filter=Q(status__in=ENTERED)),
        filed=Count("pk", filter=Q(filings_count__gt=0) & ~Q(status=A.WITHDRAWN)),
        withdrawn=Count("pk", filter=Q(status=A.WITHDRAWN)),
    )
    units = Unit.objects.active().filter(people__is_active=True, people__grants__role="drafter")
    return Intake(units=units.distinct().count(), **found)


def _correcting() -> Q:
    return Q(status__in=[A.RETURNED, A.DRAFT, A.AWAITING_APPROVAL], filings_count__gt=0)
