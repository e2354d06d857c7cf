"""The lives of a round and of an application, as tables."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.enums import ApplicationStatus as A
from applications.enums import RoundStatus as R
from applications.models import Application, Round
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import Sentence
from brandportal.lifecycle import Lifecycle, Transition

MANAGE = "applications.manage_round"


def every_filing_is_settled(round: Round, _user: Any) -> Sentence | None:
    """What has been filed is accepted or returned; what was returned is waited for until its last day."""
    waiting = Q(status=A.SUBMITTED)
    if clock.now() <= clock.end_of(round.correction_closes):
        waiting |= Q(status__in=[A.RETURNED, A.AWAITING_APPROVAL, A.DRAFT], filings_count__gt=0)
    count = round.applications.filter(waiting).count()
    if not count:
        return None
    return ngettext(
        "%(count)d application is not settled: accept it, or return it and wait for its correction until %(day)s.",
        "%(count)d applications are not settled: accept them, or return them and wait for their corrections "
        "until %(day)s.",
        count,
    ) % {"count": count, "day": date_text(round.correction_closes)}


def nobody_is_still_writing(round: Round, _user: Any) -> Sentence | None:
    """Before the published last day filing may end early only when no unit has begun and not yet filed."""
    if clock.now() > clock.end_of(round.filing_closes):
        return None
    count = round.applications.filter(status__in=[A.DRAFT, A.AWAITING_APPROVAL], filings_count=0).count()
    if not count:
        return None
    return ngettext(
        "%(count)d unit is still writing, and filing is open until %(day)s, 24:00. Wait until then.",
        "%(count)d units are still writing, and filing is open until %(day)s, 24:00. Wait until then.",
        count,
    ) % {"count": count, "day": date_text(round.filing_closes)}


def something_was_accepted(round: Round, _user: Any) -> Sentence | None:
    if not round.applications.filter(status=A.ACCEPTED).exists():
        return _("No application has been accepted yet.")
    return None


def drafter_is_not_approver(application: Application, user: Any) -> Sentence | None:
    if user is not None and application.drafter_id == user.pk:
        return _("Whoever drafted the application cannot sign it off. Another person of the unit must do so.")
    return None


def round_takes_filings(application: Application, _user: Any) -> Sentence | None:
    if application.round.status != R.FILING:
        return _("The round is not open for filing.")
    return None


ROUND = Lifecycle(
    "round",
    Round,
    (
        Transition("open", (R.DRAFT,), R.FILING, MANAGE, gettext_lazy("Open the round")),
        Transition(
            "close_filing",
            (R.FILING,),
            R.EVALUATION,
            MANAGE,
            gettext_lazy("Close filing"),
            guards=(every_filing_is_settled, nobody_is_still_writing, something_was_accepted),
            confirm=gettext_lazy("Close filing? No application can be filed or corrected afterwards."),
        ),
        Transition(
            "start_decision", (R.EVALUATION,), R.DECISION, MANAGE, gettext_lazy("Pass on to the committee")
        ),
        Transition("publish_notice", (R.DECISION,), R.NOTICE, MANAGE, gettext_lazy("Put on public notice")),
        Transition("conclude", (R.NOTICE,), R.NAMED, MANAGE, gettext_lazy("Conclude the round")),
        Transition(
            "cancel",
            (R.DRAFT, R.FILING, R.EVALUATION, R.DECISION),
            R.CANCELLED,
            MANAGE,
            gettext_lazy("Cancel the round"),
            confirm=gettext_lazy("Cancel the round? This cannot be taken back."),
            tone="outline-danger",
        ),
    ),
)

APPLICATION = Lifecycle(
    "application",
    Application,
    (
        Transition(
            "send",
            (A.DRAFT, A.RETURNED),
            A.AWAITING_APPROVAL,
            "applications.send_application",
            gettext_lazy("Send for sign-off"),
            guards=(round_takes_filings,),
        ),
        Transition(
            "recall",
            (A.AWAITING_APPROVAL,),
            A.DRAFT,
            "applications.recall_application",
            gettext_lazy("Take back for changes"),
            tone="secondary",
        ),
        Transition(
            "send_back",
            (A.AWAITING_APPROVAL,),
            A.DRAFT,
            "applications.approve_application",
            gettext_lazy("Give back to the drafter"),
            tone="secondary",
        ),
        Transition(
            "submit",
            (A.AWAITING_APPROVAL,),
            A.SUBMITTED,
            "applications.approve_application",
            gettext_lazy("Sign off and file"),
            guards=(drafter_is_not_approver, round_takes_filings),
            confirm=gettext_lazy("Sign off and file? This version cannot be changed afterwards."),
        ),
        Transition(
            "accept",
            (A.SUBMITTED,),
            A.ACCEPTED,
            "applications.accept_application",
            gettext_lazy("Accept the application"),
            guards=(round_takes_filings,),
        ),
        Transition(
            "return",
            (A.SUBMITTED,),
            A.RETURNED,
            "applications.return_application",
            gettext_lazy("Return for correction"),
            guards=(round_takes_filings,),
            tone="secondary",
        ),
        Transition(
            "withdraw",
            (A.DRAFT, A.AWAITING_APPROVAL, A.SUBMITTED, A.RETURNED),
            A.WITHDRAWN,
            "applications.withdraw_application",
            gettext_lazy("Withdraw the application"),
            guards=(round_takes_filings,),
            confirm=gettext_lazy("Withdraw the application? It then takes no part in this round."),
            tone="outline-danger",
        ),
        Transition(
            "shortlist",
            (A.ACCEPTED,),
            A.SHORTLISTED,
            "applications.shortlist_application",
            gettext_lazy("Shortlist"),
        ),
        Transition(
            "eliminate",
            # From the shortlist too, where a later stage that is not the last has a cut of its own.
            (A.ACCEPTED, A.SHORTLISTED),
            A.ELIMINATED,
            "applications.shortlist_application",
            gettext_lazy("Leave off the shortlist"),
        ),
        Transition(
            "designate",
            # Rules of one stage have no shortlist; where there are more, nobody is left who is only accepted.
            (A.ACCEPTED, A.SHORTLISTED),
            A.DESIGNATED,
            "applications.designate_application",
            gettext_lazy("Designate"),
        ),
        Transition(
            "pass_over",
            (A.ACCEPTED, A.SHORTLISTED),
            A.NOT_SELECTED,
            "applications.designate_application",
            gettext_lazy("Record as not designated"),
        ),
    ),
)
