"""The sheets that lie on a rater's desk: one per application, recused where it is of their own unit."""

from collections.abc import Sequence
from datetime import datetime

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from evaluation.enums import SheetStatus
from evaluation.models import Channel, Rater, Recusal, ScoreSheet, SiteVisit, Stage
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.stages import entries_of_stage

# Source text kept on the row: the page translates it (see selectors.recusals).
OWN_UNIT = "own unit"


def issue_all(stage: Stage, *, by: User | None, at: datetime) -> int:
    """Issue the sheets of every channel of `stage`; returns how many."""
    return sum(
        issue_sheets(channel, list(channel.raters_assigned.select_related("user")), by=by, at=at)
        for channel in stage.channels.all()
        if channel.has_sheets
    )


def issue_sheets(channel: Channel, raters: Sequence[Rater], *, by: User | None, at: datetime) -> int:
    """Create one sheet per rater and application of the channel's stage; conflicts that are known start recused."""
    entries = list(entries_of_stage(channel.stage))
    record_own_unit(channel, raters, entries, at=at)
    barred = set(
        Recusal.objects.filter(
            round_id=channel.round_id, user__in=[rater.user_id for rater in raters]
        ).values_list("user_id", "application_id")
    )
    blank = SEPARATOR * (channel.criteria.count() - 1)
    sheets = [
        ScoreSheet(
            channel=channel,
            rater=rater,
            application=entry,
            answers=blank,
            status=SheetStatus.RECUSED if (rater.user_id, entry.pk) in barred else SheetStatus.OPEN,
        )
        for rater in raters
        for entry in entries
    ]
    ScoreSheet.objects.bulk_create(sheets, batch_size=500)
    return len(sheets)


def record_own_unit(
    channel: Channel, raters: Sequence[Rater], entries: Sequence[Application], *, at: datetime
) -> None:
    """Recuse everybody from the applications of their own unit, before they see a sheet."""
    found = [
        Recusal(round_id=channel.round_id, user=rater.user, application=entry, reason=OWN_UNIT, decided_at=at)
        for rater in raters
        for entry in entries
        if rater.user.unit_id is not None and rater.user.unit_id == entry.unit_id
    ]
    known = set(Recusal.objects.filter(round_id=channel.round_id).values_list("user_id", "application_id"))
    fresh = [one for one in found if (one.user_id, one.application_id) not in known]
    Recusal.objects.bulk_create(fresh)
    if fresh:
        record(
            "recuse_own_unit",
            channel,
            by=None,
            at=at,
            round_code=channel.round.code,
            data={"recusals": len(fresh)},
        )


def plan_visits(stage: Stage) -> None:
    """Plan one visit per application of a stage that asks for visits."""
    present = set(SiteVisit.objects.filter(round=stage.round).values_list("application_id", flat=True))
    SiteVisit.objects.bulk_create(
        SiteVisit(round=stage.round, application=entry)
        for entry in entries_of_stage(stage)
        if entry.pk not in present
    )
