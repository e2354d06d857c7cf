"""The lives of proposal, meeting, notice, objection and designation, as tables."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brandportal.kit.errors import Sentence
from brandportal.lifecycle import Lifecycle, Transition
from naming.enums import DesignationStatus as D
from naming.enums import MeetingStatus as M
from naming.enums import NoticeStatus as N
from naming.enums import ObjectionStatus as O
from naming.enums import ProposalStatus as P
from naming.models import Designation, Meeting, Notice, Objection, Proposal


def no_objection_is_open(notice: Notice, _user: Any) -> Sentence | None:
    waiting = notice.objections.filter(status=O.FILED).count()
    if not waiting:
        return None
    return ngettext(
        "%(n)d objection is still being looked into. Settle it first.",
        "%(n)d objections are still being looked into. Settle them first.",
        waiting,
    ) % {"n": waiting}


def whoever_recorded_does_not_confirm(meeting: Meeting, user: Any) -> Sentence | None:
    if user is None or meeting.recorded_by_id == user.pk:
        return _("Whoever recorded the meeting cannot confirm the record. Another person must do so.")
    return None


PROPOSAL = Lifecycle(
    "proposal",
    Proposal,
    (
        Transition(
            "resolve",
            (P.DRAFTED,),
            P.RESOLVED,
            "naming.confirm_meeting",
            gettext_lazy("Resolve on the list"),
        ),
    ),
)

MEETING = Lifecycle(
    "meeting",
    Meeting,
    (
        Transition(
            "confirm",
            (M.WAITING,),
            M.CONFIRMED,
            "naming.confirm_meeting",
            gettext_lazy("Confirm the record of the meeting"),
            guards=(whoever_recorded_does_not_confirm,),
            confirm=gettext_lazy("Confirm the record? The list is then resolved and cannot be changed here."),
        ),
        Transition(
            "return",
            (M.WAITING,),
            M.RETURNED,
            "naming.confirm_meeting",
            gettext_lazy("Send the record back"),
            tone="secondary",
        ),
        Transition(
            "recall",
            (M.WAITING,),
            M.RETURNED,
            "naming.record_meeting",
            gettext_lazy("Take the record back to correct it"),
            confirm=gettext_lazy(
                "Take the record back? It then waits for your correction, not for confirmation."
            ),
            tone="secondary",
        ),
        Transition(
            "record",
            (M.RETURNED,),
            M.WAITING,
            "naming.record_meeting",
            gettext_lazy("Record the meeting"),
        ),
    ),
)

NOTICE = Lifecycle(
    "notice",
    Notice,
    (
        Transition(
            "publish",
            (N.DRAFTED,),
            N.PUBLISHED,
            "naming.manage_notice",
            gettext_lazy("Publish the notice"),
            confirm=gettext_lazy(
                "Publish the notice? Everybody can read it from this moment; it cannot be changed."
            ),
        ),
        Transition(
            "close",
            (N.PUBLISHED,),
            N.CLOSED,
            "naming.manage_notice",
            gettext_lazy("End the notice"),
            guards=(no_objection_is_open,),
            confirm=gettext_lazy(
                "End the notice? Its days are over and every objection is settled; naming follows."
            ),
        ),
    ),
)

OBJECTION = Lifecycle(
    "objection",
    Objection,
    (
        Transition(
            "dismiss", (O.FILED,), O.DISMISSED, "naming.settle_objection", gettext_lazy("Do not uphold")
        ),
        Transition("uphold", (O.FILED,), O.UPHELD, "naming.settle_objection", gettext_lazy("Uphold")),
    ),
)

DESIGNATION = Lifecycle(
    "designation",
    Designation,
    (
        Transition(
            "withdraw", (D.IN_FORCE,), D.WITHDRAWN, "naming.change_designation", gettext_lazy("Withdraw")
        ),
        Transition(
            "terminate", (D.IN_FORCE,), D.TERMINATED, "naming.change_designation", gettext_lazy("Terminate")
        ),
    ),
)
