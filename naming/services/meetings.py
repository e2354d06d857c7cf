"""The committee's meeting: the secretary records it, a second person confirms it, the list is resolved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.selectors.rules import rules_chapter
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from naming.chapters import committee_rules
from naming.enums import Attendance
from naming.lifecycle import MEETING, PROPOSAL
from naming.models import Meeting, MeetingItem, MeetingMember, MeetingRecusal, Proposal, Resolution
from naming.selectors.honours import honours_by
from naming.services.drafts import empty_draft, why_recorded
from naming.services.levels import faults_of_levels, settle_levels
from naming.services.minutes import Items, Line, Minutes, faults_of, settle_rules
from naming.services.places import faults_of_empty_places
from naming.services.proposals import Resolved, faults_of_list, keep_list

FACTS = (
    "body",
    "title",
    "held_on",
    "place",
    "presider",
    "minutes_number",
    "text",
    "quorum",
    "base",
    "majority",
)
SHORTEST_REASON = 10


@transaction.atomic
def record_meeting(
    proposal: Proposal,
    minutes: Minutes,
    *,
    by: User,
    revision: int | None = None,
    at: datetime | None = None,
) -> Meeting:
    """Keep what the secretary recorded; it then waits for another person's confirmation and changes nothing before.

    `revision` names the draft that the form rests on: another one saved since is not overwritten (StaleState).

    The resolution follows from the votes: an application has a place if and only if its votes carried, and every
    deviation from the computed list has its reason. Raises InputErrors naming each fault.
    """
    moment = at or clock.now()
    proposal = Proposal.objects.select_for_update().select_related("round").get(pk=proposal.pk)
    if not by.has_perm("naming.record_meeting", proposal):
        raise NotAllowed(_("Only the committee's secretary records its meeting."))
    if why := why_recorded(proposal):
        raise StaleState(why)
    honours = honours_by(proposal.tally)
    minutes = settle_rules(minutes, committee_rules(rules_chapter(proposal.round, "process")))
    minutes = settle_levels(minutes, honours)
    items = {item.application.code: item for item in proposal.items.select_related("application__unit")}
    faults = [
        *faults_of(minutes, items, clock.today(moment)),
        *faults_of_list(proposal, items, resolved_in(minutes)),
        *faults_of_levels(minutes, items, honours),
        *faults_of_empty_places(proposal, items, minutes),
    ]
    if faults:
        raise InputErrors(faults)
    empty_draft(proposal, by=by, revision=revision, at=moment)
    return _keep(proposal, minutes, items, by, moment)


def _keep(proposal: Proposal, minutes: Minutes, items: Items, by: User, moment: datetime) -> Meeting:
    facts = {name: getattr(minutes, name) for name in FACTS}
    facts |= {"digest": minutes.digest, "recorded_by": by, "recorded_at": moment, "return_reason": ""}
    data = {
        "minutes": minutes.minutes_number,
        "present": f"{len(minutes.present)}/{len(minutes.members)}",
        "digest": minutes.digest,
    }
    meeting = Meeting.objects.filter(proposal=proposal).first()
    if meeting is None:
        meeting = Meeting.objects.create(proposal=proposal, **facts)
        record("record_meeting", meeting, by=by, at=moment, round_code=proposal.round_code, data=data)
    else:
        MEETING.advance(meeting, "record", by=by, at=moment, updates=facts, data=data)
        meeting.items.all().delete()
        meeting.members.all().delete()
    _keep_rows(meeting, minutes, items)
    return meeting


def _keep_rows(meeting: Meeting, minutes: Minutes, items: Items) -> None:
    members = {
        one.name: MeetingMember.objects.create(
            meeting=meeting,
            number=number,
            name=one.name,
            post=one.post,
            attendance=Attendance.PRESENT if one.present else Attendance.ABSENT,
        )
        for number, one in enumerate(minutes.members, start=1)
    }
    lines = {line.code: _keep_line(meeting, line, items) for line in minutes.lines}
    for one in minutes.recusals:
        MeetingRecusal.objects.create(item=lines[one.code], member=members[one.name], reason=one.reason)


def _keep_line(meeting: Meeting, line: Line, items: Items) -> MeetingItem:
    return MeetingItem.objects.create(
        meeting=meeting,
        item=items[line.code],
        favour=line.votes.favour if line.votes else None,
        against=line.votes.against if line.votes else None,
        abstain=line.votes.abstain if line.votes else None,
        position=line.place,
        level=line.level,
        reason=line.reason.strip(),
    )


def resolved_in(minutes: Minutes) -> list[Resolved]:
    return [Resolved(one.code, one.place is not None, one.place, one.reason) for one in minutes.lines]


@transaction.atomic
def confirm_meeting(
    meeting: Meeting, *, by: User, digest: str | None = None, at: datetime | None = None
) -> Resolution:
    """Confirm the record as a second person: the list is resolved, its deviations stand beside the computed order.

    `digest` names the record that was read; another one recorded since is not confirmed (StaleState).
    """
    moment = at or clock.now()
    meeting = Meeting.objects.select_for_update().select_related("proposal__round").get(pk=meeting.pk)
    if digest is not None and digest != meeting.digest:
        raise StaleState(
            _("The record has been changed since you read it. Read it again before you confirm it.")
        )
    data = {"digest": meeting.digest}
    updates = {"confirmed_by": by, "confirmed_at": moment}
    MEETING.advance(meeting, "confirm", by=by, at=moment, updates=updates, data=data)
    proposal = meeting.proposal
    PROPOSAL.advance(proposal, "resolve", by=by, at=moment, data={"minutes": meeting.minutes_number})
    lines = meeting.items.select_related("item__application")
    items = {one.item.application.code: one.item for one in lines}
    keep_list(
        proposal,
        items,
        [
            Resolved(one.item.application.code, one.position is not None, one.position, one.reason, one.level)
            for one in lines
        ],
    )
    return Resolution.objects.create(
        proposal=proposal,
        meeting=meeting,
        body=meeting.body,
        meeting_title=meeting.title,
        held_on=meeting.held_on,
        minutes_number=meeting.minutes_number,
        text=meeting.text,
        recorded_by=meeting.recorded_by,
        confirmed_by=by,
        at=moment,
    )


@transaction.atomic
def return_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Send the record back to the secretary with what is wrong with it."""
    why = reason.strip()
    if len(why) < SHORTEST_REASON:
        raise DomainError(
            _("What is to be corrected: say it in at least %(n)d characters.") % {"n": SHORTEST_REASON},
            field="reason",
        )
    returned: Meeting = MEETING.advance(
        meeting, "return", by=by, at=at, updates={"return_reason": why}, data={"reason": why}
    )
    return returned


@transaction.atomic
def recall_meeting(meeting: Meeting, *, by: User, at: datetime | None = None) -> Meeting:
    """Take the record back before anybody confirmed it."""
    recalled: Meeting = MEETING.advance(meeting, "recall", by=by, at=at)
    return recalled
