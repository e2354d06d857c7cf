"""The organizer's overview of a round: pipeline, figures, tasks, turnout. No score of an open stage comes near it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import ApplicationStatus, RoundStatus
from applications.models import Round
from brandportal.audit.models import AuditEvent
from brandportal.kit.display import date_text, span_text, thin
from brandportal.kit.home import Task, Tile
from evaluation.enums import SheetStatus, StageStatus, VisitStatus
from evaluation.lifecycle import VISIT_ITEM
from evaluation.models import Channel, Rater, Recusal, SiteVisit, Stage
from evaluation.models.sheets import full_from_rater
from evaluation.selectors.addresses import address
from evaluation.selectors.board_tasks import tasks_of_round
from evaluation.selectors.box_addresses import desk_address
from evaluation.selectors.group_tasks import too_small
from evaluation.selectors.groups import short_groups
from evaluation.selectors.turnout import BoxTurnout, turnout_of

SHOWN_EVENTS = 6


@dataclass(frozen=True)
class Step:
    """One station of the pipeline; `state` is done, now or todo."""

    label: str
    dates: str
    note: str
    state: str


@dataclass(frozen=True)
class Board:
    round: Round
    steps: list[Step]
    tiles: list[Tile]
    tasks: list[Task]
    stages: list[Stage]
    turnout: list[BoxTurnout]
    events: list[AuditEvent]

    @property
    def blocking(self) -> int:
        return sum(bool(task.blocks) for task in self.tasks)

    @property
    def current(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.status != StageStatus.TALLIED), None)

    @property
    def sealed(self) -> Stage | None:
        """The stage whose scores nobody sees at present."""
        return next((stage for stage in self.stages if stage.status == StageStatus.OPEN), None)


def board_of(round: Round) -> Board:
    stages = list(round.stages.order_by("position").prefetch_related("channels__criteria"))
    _tie_together(round, stages)
    current = next((stage for stage in stages if stage.status != StageStatus.TALLIED), None)
    turnout = turnout_of(current) if current else []
    return Board(
        round=round,
        steps=steps_of(round, stages),
        tiles=_tiles(round, current, turnout),
        tasks=tasks_of_round(round, stages=stages, turnout=turnout),
        stages=stages,
        turnout=turnout,
        events=list(
            AuditEvent.objects.filter(round_code=round.code)
            .select_related("actor")
            .order_by("-seq")[:SHOWN_EVENTS]
        ),
    )


def _tie_together(round: Round, stages: Sequence[Stage]) -> None:
    """Let stages and channels know their round, and channels by code their number, without asking for it again."""
    for stage in stages:
        stage.round = round
    channels = [(stage, channel) for stage in stages for channel in stage.channels.all()]
    number = 0
    for stage, channel in sorted(channels, key=lambda pair: pair[1].position):
        channel.round, channel.stage = round, stage
        number += channel.is_by_ballot
        channel.ballot_number = number


def steps_of(round: Round, stages: Sequence[Stage]) -> list[Step]:
    """Return the stations of `round` from filing to designation, with its calendar."""
    order = list(RoundStatus)
    at = order.index(RoundStatus(round.status))

    def state(status: RoundStatus) -> str:
        place = order.index(status)
        return "done" if at > place else "now" if at == place else "todo"

    steps = [
        Step(_("Filing"), _range(round.filing_opens, round.filing_closes), "", state(RoundStatus.FILING))
    ]
    steps += [_stage_step(round, stage) for stage in stages] or [
        Step(
            _("Evaluation"),
            _range(round.rating_opens, round.review_closes),
            "",
            state(RoundStatus.EVALUATION),
        )
    ]
    decision = _day(round.decision_on)
    steps.append(Step(_("Committee’s decision"), decision, "", state(RoundStatus.DECISION)))
    steps.append(Step(_("Public notice"), "", "", state(RoundStatus.NOTICE)))
    steps.append(Step(_("Designation"), "", "", "done" if round.status == RoundStatus.NAMED else "todo"))
    return steps


def _stage_step(round: Round, stage: Stage) -> Step:
    dates = (
        _range(round.rating_opens, round.rating_closes)
        if stage.is_first
        else _range(round.review_opens, round.review_closes)
    )
    done = stage.status == StageStatus.TALLIED
    started = round.status == RoundStatus.EVALUATION and stage.status != StageStatus.PREPARING
    return Step(
        stage.title,
        dates,
        str(stage.get_status_display()) if started or done else "",
        "done" if done else "now" if started else "todo",
    )


def _tiles(round: Round, stage: Stage | None, turnout: Sequence[BoxTurnout]) -> list[Tile]:
    if stage is None or round.status in {RoundStatus.DRAFT, RoundStatus.FILING}:
        return _filing_tiles(round)
    tiles = _sheet_tiles(round, stage)
    if turnout:
        tiles.append(_ballot_tile(turnout))
    if any(
        criterion.key == VISIT_ITEM
        for channel in stage.channels.all()
        for criterion in channel.criteria.all()
    ):
        tiles.append(_visit_tile(round))
    recusals = Recusal.objects.filter(round=round).count()
    tiles.append(
        Tile(
            _("Recusals"),
            str(recusals),
            _("applications"),
            detail=_("recused sheets do not count"),
            url=reverse("evaluation:recusal-list", args=[round.code]),
        )
    )
    return tiles[:4]


def _filing_tiles(round: Round) -> list[Tile]:
    counts = dict(
        round.applications.order_by()
        .values_list("status")
        .annotate(number=Count("pk"))
        .values_list("status", "number")
    )
    accepted = sum(
        number
        for status, number in counts.items()
        if status not in {"draft", "awaiting_approval", "submitted", "returned", "withdrawn"}
    )
    url = address("applications:application-list", round.code)
    shown = (
        (
            _("Being drafted"),
            counts.get(ApplicationStatus.DRAFT, 0) + counts.get(ApplicationStatus.AWAITING_APPROVAL, 0),
        ),
        (_("Awaiting the check"), counts.get(ApplicationStatus.SUBMITTED, 0)),
        (_("Returned for correction"), counts.get(ApplicationStatus.RETURNED, 0)),
        (_("Accepted"), accepted),
    )
    return [Tile(title, str(number), _("applications"), url=url) for title, number in shown]


def _sheet_tiles(round: Round, stage: Stage) -> list[Tile]:
    channels = [channel for channel in stage.channels.all() if channel.has_sheets]
    return [_sheet_tile(round, channel) for channel in channels]


def _sheet_tile(round: Round, channel: Channel) -> Tile:
    """Raters who have signed all their sheets, of all raters; filled sheets below. Counts, never scores."""
    counted = ~Q(sheets__status=SheetStatus.RECUSED)
    found = Rater.objects.filter(channel=channel).aggregate(
        raters=Count("pk", distinct=True),
        late=Count("pk", distinct=True, filter=Q(sheets__status=SheetStatus.OPEN)),
        all=Count("sheets", filter=counted),
        full=Count("sheets", filter=counted & full_from_rater()),
    )
    filled = {"full": thin(found["full"]), "all": thin(found["all"])}
    detail = [_("%(full)s of %(all)s sheets filled in") % filled]
    if channel.is_wide:
        detail = [_("one form for all applications, signed as a whole")]
    detail += [too_small(short)] if (short := len(short_groups(channel))) else []
    raters, signed = found["raters"], found["raters"] - found["late"] if found["all"] else 0
    return Tile(
        _("%(channel)s: signed") % {"channel": channel.title},
        str(signed),
        "/ " + ngettext("%(count)d rater", "%(count)d raters", raters) % {"count": raters},
        _("; ").join(detail),
        reverse("evaluation:rater-list", args=[round.code, channel.key]),
        share(signed, raters),
    )


def _ballot_tile(boxes: Sequence[BoxTurnout]) -> Tile:
    """One tile for all boxes of the stage; the turnout of each stands below."""
    first, is_one = boxes[0], len(boxes) == 1
    return Tile(
        _("%(channel)s: ballots, about") % {"channel": first.channel.title}
        if is_one
        else _("Ballots by code, about"),
        thin(sum(row.about for box in boxes for row in box.rows)),
        _("ballots"),
        _enough(first) if is_one else _all_enough(boxes),
        desk_address("code-list", first.channel),
    )


def _all_enough(boxes: Sequence[BoxTurnout]) -> str:
    short = [box.channel.title for box in boxes if not all(row.is_enough for row in box.rows)]
    if not short:
        return _("every channel has enough")
    return _("below the least number: %(channels)s") % {"channels": _(", ").join(short)}


def _enough(box: BoxTurnout) -> str:
    short = sum(not row.is_enough for row in box.rows)
    if box.channel.is_wide:
        return _("below the least number") if short else _("enough for a result")
    if not short:
        return _("every application has enough")
    return ngettext(
        "%(count)d application below the least number",
        "%(count)d applications below the least number",
        short,
    ) % {"count": short}


def _visit_tile(round: Round) -> Tile:
    counts = SiteVisit.objects.filter(round=round).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(status=VisitStatus.SIGNED))
    )
    return Tile(
        _("Site visits signed"),
        str(counts["done"]),
        f"/ {counts['all']}",
        url=reverse("evaluation:visit-list", args=[round.code]),
        share=share(counts["done"], counts["all"]),
    )


def share(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0


def _day(day: date | None) -> str:
    return date_text(day, "day") if day else ""


def _range(first: date | None, last: date | None) -> str:
    return span_text(first, last)
