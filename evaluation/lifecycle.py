"""The machines of the evaluation as tables: stage, conflict of interest, site visit."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.enums import RoundStatus
from brandportal.lifecycle import Lifecycle, Transition
from evaluation.enums import ConflictStatus, StageStatus, VisitStatus
from evaluation.models import Conflict, Rater, ScoreSheet, SiteVisit, Stage

NAMED_AT_MOST = 5
LEAST_MEMBERS = 2
VISIT_ITEM = "visit"


def round_is_in_evaluation(stage: Stage, user: Any) -> str | None:
    if stage.round.status == RoundStatus.EVALUATION:
        return None
    return _("The round is not in its evaluation. Close filing first.")


def earlier_stages_are_tallied(stage: Stage, user: Any) -> str | None:
    waiting = (
        stage.round.stages.filter(position__lt=stage.position).exclude(status=StageStatus.TALLIED).first()
    )
    if waiting is None:
        return None
    return _("The stage “%(stage)s” has no result yet. Tally it and announce its shortlist first.") % {
        "stage": waiting
    }


def every_channel_has_raters(stage: Stage, user: Any) -> str | None:
    """Channels of score sheets need as many raters as forms are required for a valid result."""
    counted = stage.channels.annotate(places=Count("raters_assigned"))
    for channel in counted:
        if channel.has_sheets and channel.places < max(channel.min_valid, 1):
            return _(
                "The channel “%(channel)s” has %(places)d raters, the rules require at least %(least)d forms. "
                "Assign more raters."
            ) % {"channel": channel, "places": channel.places, "least": max(channel.min_valid, 1)}
    return None


def every_group_has_raters(stage: Stage, user: Any) -> str | None:
    """Where the rules wait for every group of raters, each has as many as its least number of forms."""
    for channel in stage.channels.filter(waits_for_groups=True).exclude(groups=[]):
        if not channel.has_sheets:
            continue
        counts = Rater.objects.filter(channel=channel).per_group()
        for group in channel.rater_groups:
            if counts.get(group.key, 0) < group.min_valid:
                return _(
                    "%(channel)s: the group “%(group)s” has %(places)d raters, the rules require at least %(least)d "
                    "forms of it. Assign more raters to the group."
                ) % {
                    "channel": channel,
                    "group": group.title,
                    "places": counts.get(group.key, 0),
                    "least": group.min_valid,
                }
    return None


def every_sheet_is_signed(stage: Stage, user: Any) -> str | None:
    """Names how many sheets are unsigned and by whom; recused ones do not count.

    Where the rules of the stage leave unsigned sheets out, none holds it up.
    """
    if stage.leaves_unsigned_out:
        return None
    unsigned = ScoreSheet.objects.of_stage(stage).open()
    late = list(
        unsigned.values("rater__pseudonym", "rater__user__name")
        .annotate(sheets=Count("pk"))
        .order_by("rater__pseudonym")
    )
    if not late:
        return None
    names = [f"{row['rater__user__name']} ({row['rater__pseudonym']})" for row in late[:NAMED_AT_MOST]]
    total = sum(row["sheets"] for row in late)
    sheets = ngettext("%(count)d score sheet is not signed", "%(count)d score sheets are not signed", total)
    if len(late) > NAMED_AT_MOST:
        raters = _("%(names)s and %(more)d others") % {
            "names": _(", ").join(names),
            "more": len(late) - NAMED_AT_MOST,
        }
    else:
        raters = _(", ").join(names)
    return _("%(sheets)s: %(raters)s. All sheets of the stage must be signed or recused.") % {
        "sheets": sheets % {"count": total},
        "raters": raters,
    }


def no_visit_is_reopened(stage: Stage, user: Any) -> str | None:
    """A record that was opened again after sheets were signed on it is signed anew before the stage closes."""
    resting = ScoreSheet.objects.of_stage(stage).signed().filter(channel__criteria__key=VISIT_ITEM)
    sheet = (
        resting.filter(application__visit__status=VisitStatus.RECORDED)
        .select_related("application")
        .order_by("application__code")
        .first()
    )
    if sheet is None:
        return None
    return _(
        "%(application)s: the record of the site visit was reopened. "
        "At least %(least)d members who were there sign it anew."
    ) % {"application": sheet.application, "least": LEAST_MEMBERS}


# What the ballots add to this machine stands above it, with the reads it needs; it enters its checks here.
box_checks: list[Callable[[Stage], str | None]] = []


def ballot_box_agrees(stage: Stage, user: Any) -> str | None:
    """Codes as committed to, and the numbers of the box in agreement: see docs/ballots.md."""
    return next((why for check in box_checks if (why := check(stage))), None)


def every_conflict_is_decided(stage: Stage, user: Any) -> str | None:
    """A tie that nobody has looked at would leave a score standing that should not count."""
    raters = Rater.objects.filter(channel__stage=stage).values("user_id")
    waiting = Conflict.objects.undecided().filter(round_id=stage.round_id, user__in=raters).count()
    if not waiting:
        return None
    return ngettext(
        "%(count)d conflict of interest was found and is not decided. Decide it under “Recusals” first.",
        "%(count)d conflicts of interest were found and are not decided. Decide them under “Recusals” first.",
        waiting,
    ) % {"count": waiting}


STAGE = Lifecycle(
    "stage",
    Stage,
    [
        Transition(
            "open",
            (StageStatus.PREPARING,),
            StageStatus.OPEN,
            "evaluation.open_stage",
            gettext_lazy("Open stage for rating"),
            guards=(
                round_is_in_evaluation,
                earlier_stages_are_tallied,
                every_channel_has_raters,
                every_group_has_raters,
            ),
            confirm=gettext_lazy(
                "Each rater receives one sheet per application; applications of their own unit are recused. "
                "From then on scores are sealed until the stage is closed. Open the stage now?"
            ),
        ),
        Transition(
            "close",
            (StageStatus.OPEN,),
            StageStatus.CLOSED,
            "evaluation.close_stage",
            gettext_lazy("Close stage"),
            guards=(
                every_conflict_is_decided,
                every_sheet_is_signed,
                no_visit_is_reopened,
                ballot_box_agrees,
            ),
            confirm=gettext_lazy(
                "After closing no sheet can be changed and no ballot cast; the tally can begin. Close the stage now?"
            ),
        ),
        Transition(
            "mark_tallied",
            (StageStatus.CLOSED,),
            StageStatus.TALLIED,
            "evaluation.mark_stage_tallied",
            gettext_lazy("Adopt result of stage"),
        ),
    ],
)


def is_unanswered(conflict: Conflict, user: Any) -> str | None:
    if not conflict.application.recusals.filter(user=conflict.user_id).exists():
        return None
    return _("The rater is recused from this application already. There is nothing left to decide.")


CONFLICT = Lifecycle(
    "conflict",
    Conflict,
    [
        Transition(
            "confirm",
            (ConflictStatus.OPEN,),
            ConflictStatus.RECUSED,
            "evaluation.decide_conflict",
            gettext_lazy("Recuse the rater"),
            guards=(is_unanswered,),
        ),
        Transition(
            "dismiss",
            (ConflictStatus.OPEN,),
            ConflictStatus.DISMISSED,
            "evaluation.decide_conflict",
            gettext_lazy("Find no conflict"),
            guards=(is_unanswered,),
            tone="secondary",
        ),
    ],
)


def review_is_open(visit: SiteVisit, user: Any) -> str | None:
    stage = Stage.objects.filter(round_id=visit.round_id, channels__criteria__key=VISIT_ITEM).first()
    if stage is not None and stage.is_open:
        return None
    return _("The review is not open. Site visits are recorded while it is.")


def enough_have_signed(visit: SiteVisit, user: Any) -> str | None:
    if visit.signatures.count() >= LEAST_MEMBERS:
        return None
    return _("At least %(least)d members who were there sign the record.") % {"least": LEAST_MEMBERS}


VISIT = Lifecycle(
    "visit",
    SiteVisit,
    [
        Transition(
            "record",
            (VisitStatus.PLANNED,),
            VisitStatus.RECORDED,
            "evaluation.record_visit",
            gettext_lazy("Record site visit"),
            guards=(review_is_open,),
        ),
        Transition(
            "close",
            (VisitStatus.RECORDED,),
            VisitStatus.SIGNED,
            "evaluation.record_visit",
            gettext_lazy("Close record of site visit"),
            guards=(review_is_open, enough_have_signed),
        ),
        Transition(
            "reopen",
            (VisitStatus.SIGNED,),
            VisitStatus.RECORDED,
            "evaluation.reopen_visit",
            gettext_lazy("Reopen record of site visit"),
            guards=(review_is_open,),
            tone="secondary",
        ),
    ],
)
