"""What awaits the secretary and the organizer on this floor."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.accounts.enums import Role
from brandportal.kit.home import Task
from naming.enums import NoticeStatus, ObjectionStatus, ProposalStatus
from naming.models import Notice, Objection, Proposal


def tasks_for(user: Any) -> list[Task]:
    tasks: list[Task] = []
    if user.has_role(Role.SECRETARY):
        tasks += _secretary()
    if user.has_role(Role.ORGANIZER):
        tasks += [*_notices(), *_objections()]
    return tasks


def _secretary() -> list[Task]:
    waiting = Proposal.objects.filter(status=ProposalStatus.DRAFTED).select_related("round")
    return [
        Task(
            title=_("Record the committee's resolution"),
            url=one.get_absolute_url(),
            label=_("Open the preliminary list"),
            when=one.round.decision_on,
            detail=one.round.title,
            blocks=_("the public notice"),
        )
        for one in waiting
    ]


def _notices() -> list[Task]:
    tasks = []
    for round in Round.objects.filter(status=RoundStatus.DECISION, proposal__status=ProposalStatus.RESOLVED):
        url = reverse("naming:notice-edit", args=[round.code])
        tasks.append(
            Task(
                _("Prepare the public notice"),
                url,
                _("Prepare the notice"),
                detail=round.title,
                blocks=_("the naming"),
            )
        )
    for notice in Notice.objects.exclude(status=NoticeStatus.DRAFTED).filter(
        round__status=RoundStatus.NOTICE
    ):
        ended = notice.status == NoticeStatus.CLOSED
        tasks.append(
            Task(
                _("Name and publish the list") if ended else _("End the notice when its days are over"),
                notice.get_absolute_url(),
                _("Open the notice"),
                when=None if ended else notice.last_day,
                detail=notice.title,
                blocks=_("the naming"),
            )
        )
    return tasks


def _objections() -> list[Task]:
    waiting = Objection.objects.filter(status=ObjectionStatus.FILED).select_related(
        "application", "notice__round"
    )
    return [
        Task(
            _("Look into objection %(receipt)s") % {"receipt": one.receipt},
            one.get_absolute_url(),
            _("Open the objection"),
            when=one.notice.last_day,
            detail=str(one.application),
            blocks=_("the naming"),
        )
        for one in waiting
    ]
