"""What awaits a drafter, an approver and the organizer on this floor."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import ApplicationStatus as A
from applications.enums import RoundStatus, Step
from applications.models import Application, Round
from applications.selectors.steps import step_url
from brandportal.accounts.enums import Role
from brandportal.kit.home import Task


def tasks_for(user: Any) -> list[Task]:
    tasks: list[Task] = []
    if user.has_role(Role.DRAFTER) and user.unit_id:
        tasks += _drafter(user)
    if user.has_role(Role.APPROVER) and user.unit_id:
        tasks += _approver(user)
    return tasks


def _drafter(user: Any) -> list[Task]:
    own = list(
        Application.objects.filter(unit_id=user.unit_id, round__status=RoundStatus.FILING).select_related(
            "round"
        )
    )
    tasks = [_continue(one) for one in own if one.status in {A.DRAFT, A.RETURNED}]
    begun = {one.round_id for one in own}
    tasks += [
        Task(
            title=_("Apply in “%(round)s”") % {"round": round},
            url=reverse("applications:application-start", args=[round.code]),
            label=_("Start the application"),
            when=round.filing_closes,
            detail=_("Your unit has not begun yet."),
        )
        for round in Round.objects.filing().exclude(pk__in=begun)
    ]
    return tasks


def _continue(one: Application) -> Task:
    returned = one.status == A.RETURNED
    return Task(
        title=_("Correct “%(brand)s”") % {"brand": one}
        if returned
        else _("Go on with “%(brand)s”") % {"brand": one},
        url=step_url(one, Step.UNIT),
        label=_("Correct the application") if returned else _("Go on filling in"),
        when=one.round.correction_closes if returned else one.round.filing_closes,
        detail=_("Returned with a list of defects.") if returned else one.round.title,
    )


def _approver(user: Any) -> list[Task]:
    waiting = Application.objects.filter(unit_id=user.unit_id, status=A.AWAITING_APPROVAL).select_related(
        "round", "drafter"
    )
    return [
        Task(
            title=_("Sign off “%(brand)s”") % {"brand": one},
            url=one.get_absolute_url(),
            label=_("Read and sign off"),
            when=one.round.filing_closes,
            detail=_("Drafted by %(name)s.") % {"name": one.drafter.name},
        )
        for one in waiting
    ]
