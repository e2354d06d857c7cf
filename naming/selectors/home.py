"""What awaits the secretary, the organizer and the chair on this floor."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.models import Round
from brandportal.accounts.enums import Role
from brandportal.kit.home import Task
from naming.enums import MeetingStatus, NoticeStatus, ObjectionStatus, ProposalStatus
from naming.models import Meeting, Notice, Objection, Proposal
from naming.selectors.objections import limits_of
from naming.selectors.proposals import final_tallies


def tasks_for(user: Any) -> list[Task]:
    tasks: list[Task] = []
    if user.has_role(Role.SECRETARY):
        tasks += _secretary()
    if user.has_role(Role.ORGANIZER) or user.has_role(Role.CHAIR):
        tasks += _to_confirm(user)
    if user.has_role(Role.ORGANIZER):
        tasks += [*_results(), *_notices(), *_objections(user)]
    return tasks


def _secretary() -> list[Task]:
    waiting = Proposal.objects.filter(status=ProposalStatus.DRAFTED).exclude(
        meeting__status=MeetingStatus.WAITING
    )
    return [_to_record(one) for one in waiting.select_related("round", "meeting")]


def _to_record(proposal: Proposal) -> Task:
    came_back = hasattr(proposal, "meeting")
    return Task(
        title=_("Correct the record of the committee's meeting")
        if came_back
        else _("Record the committee's meeting"),
        url=reverse("naming:meeting-edit", args=[proposal.round.code])
        if came_back
        else proposal.get_absolute_url(),
        label=_("Open the record") if came_back else _("Open the preliminary list"),
        when=proposal.round.decision_on,
        detail=proposal.round.title,
        blocks=_("the public notice"),
    )


def _to_confirm(user: Any) -> list[Task]:
    waiting = Meeting.objects.filter(status=MeetingStatus.WAITING).exclude(recorded_by=user)
    # Whoever is recused from one of the entries leaves this to the other who may.
    waiting = waiting.exclude(proposal__round__recusals__user=user)
    return [
        Task(
            _("Confirm the record of the committee's meeting"),
            reverse("naming:meeting-confirm", args=[one.proposal.round.code]),
            _("Read the record"),
            when=one.proposal.round.decision_on,
            detail=one.proposal.round.title,
            blocks=_("the public notice"),
        )
        for one in waiting.select_related("proposal__round")
    ]


def _results() -> list[Task]:
    waiting = final_tallies().filter(round__status=RoundStatus.EVALUATION).select_related("round")
    return [
        Task(
            _("Draw up the preliminary list"),
            reverse("naming:proposal-detail", args=[one.round.code]),
            _("Open the preliminary list"),
            when=one.round.decision_on,
            detail=one.round.title,
            blocks=_("the committee's resolution"),
        )
        for one in waiting.defer("result")
    ]


def _notices() -> list[Task]:
    deciding = Round.objects.filter(
        status=RoundStatus.DECISION, proposal__status=ProposalStatus.RESOLVED
    ).select_related("notice")
    running = Notice.objects.filter(round__status=RoundStatus.NOTICE)
    return [*(_to_publish(one) for one in deciding), *(_to_end(one) for one in running)]


def _to_publish(round: Round) -> Task:
    draft = getattr(round, "notice", None)
    if draft is None:
        url = reverse("naming:notice-edit", args=[round.code])
        title, label = _("Prepare the public notice"), _("Prepare the notice")
    else:
        url = draft.get_absolute_url()
        title, label = _("Publish the notice"), _("Open the notice")
    return Task(
        title,
        url,
        label,
        when=draft.first_day if draft else None,
        detail=round.title,
        blocks=_("the naming"),
    )


def _to_end(notice: Notice) -> Task:
    ended = notice.status == NoticeStatus.CLOSED
    return Task(
        _("Name and publish the list") if ended else _("End the notice when its days are over"),
        notice.get_absolute_url(),
        _("Open the notice"),
        when=None if ended else notice.last_day,
        detail=notice.heading,
        blocks=_("the naming"),
    )


def _objections(user: Any) -> list[Task]:
    # Whoever is of the unit that is objected to does not look into it.
    waiting = Objection.objects.filter(status=ObjectionStatus.FILED)
    foreign = waiting.exclude(application__unit_id=user.unit_id) if user.unit_id else waiting
    return [
        Task(
            _("Look into objection %(receipt)s") % {"receipt": one.receipt},
            one.get_absolute_url(),
            _("Open the objection"),
            when=limits_of(one).verify_by or one.notice.last_day,
            detail=str(one.application),
            blocks=_("the naming"),
        )
        for one in foreign.select_related("application", "notice__round")
    ]
