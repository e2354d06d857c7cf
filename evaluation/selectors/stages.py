"""Which applications a stage is about."""

from django.db.models import QuerySet

from applications.enums import ApplicationStatus
from applications.models import Application
from evaluation.models import Stage

# Behind the tally an application moves on; a stage that is over still shows those that stood in it.
STOOD_IN_FIRST = (
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.ELIMINATED,
    ApplicationStatus.DESIGNATED,
    ApplicationStatus.NOT_SELECTED,
)
STOOD_IN_LATER = (
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.DESIGNATED,
    ApplicationStatus.NOT_SELECTED,
)


def rated_status(*, is_first: bool) -> ApplicationStatus:
    """Return the state of an application while it is rated: accepted in the first stage, in later ones shortlisted."""
    return ApplicationStatus.ACCEPTED if is_first else ApplicationStatus.SHORTLISTED


def entries_of_stage(stage: Stage) -> QuerySet[Application]:
    """Return the applications that are rated in `stage`: all accepted ones first, later those on the shortlist."""
    standing = STOOD_IN_FIRST if stage.is_first else STOOD_IN_LATER
    found: QuerySet[Application] = Application.objects.filter(round_id=stage.round_id, status__in=standing)
    return found.select_related("unit").order_by("code")
