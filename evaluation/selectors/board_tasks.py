"""What blocks the next step of a round, each with the place where it is mended."""

from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import ApplicationStatus, RoundStatus
from applications.models import Round
from brandportal.kit.home import Task
from evaluation.enums import StageStatus, VisitStatus
from evaluation.models import Channel, ScoreSheet, SiteVisit, Stage
from evaluation.selectors.addresses import address
from evaluation.selectors.box_addresses import desk_address
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.conflicts import undecided_in, undeclared_in
from evaluation.selectors.group_tasks import group_task
from evaluation.selectors.groups import short_groups
from evaluation.selectors.turnout import BoxTurnout, turnout_of

Known = Sequence[BoxTurnout] | None


def tasks_of_round(round: Round, stages: Sequence[Stage] | None = None, turnout: Known = None) -> list[Task]:
    """Return the open tasks of `round`, in the order of the road; `stages` and `turnout` where they are read already."""
    found = {
        RoundStatus.DRAFT: _draft,
        RoundStatus.FILING: _filing,
        RoundStatus.EVALUATION: _evaluation,
    }.get(RoundStatus(round.status))
    return list(found(round, stages, turnout)) if found else []


def _draft(round: Round, stages: Sequence[Stage] | None, turnout: Known) -> Iterator[Task]:
    yield Task(
        _("Set up the round and open it"),
        reverse("evaluation:round-open", args=[round.code]),
        _("Check and open"),
        when=round.filing_opens,
        detail=_("%(round)s is a draft that nobody else sees.") % {"round": round.title},
        blocks=_("filing"),
    )


def _filing(round: Round, stages: Sequence[Stage] | None, turnout: Known) -> Iterator[Task]:
    waiting = round.applications.filter(status=ApplicationStatus.SUBMITTED).count()
    if waiting:
        yield Task(
            ngettext(
                "Check %(count)d submitted application", "Check %(count)d submitted applications", waiting
            )
            % {"count": waiting},
            address("applications:application-list", round.code),
            _("Go to the applications"),
            when=round.filing_closes,
            detail=_("Accept each of them, or return it with one complete list of defects."),
            blocks=_("closing filing"),
        )
    yield Task(
        _("Close filing"),
        reverse("evaluation:round-act", args=[round.code, "close_filing"]),
        _("Close filing"),
        when=round.filing_closes,
        detail=_("The evaluation begins when filing is closed and every filed application is settled."),
        blocks=_("the evaluation"),
    )


def _evaluation(round: Round, stages: Sequence[Stage] | None, turnout: Known) -> Iterator[Task]:
    if stages is None:
        stages = list(round.stages.select_related("round").order_by("position"))
    current = next((stage for stage in stages if stage.status != StageStatus.TALLIED), None)
    if current is None:
        yield Task(
            _("Draw up the proposal list"),
            address("naming:proposal-detail", round.code),
            _("Go to the proposal"),
            when=round.decision_on,
            detail=_("All stages have their result."),
            blocks=_("the committee’s decision"),
        )
        return
    yield from _conflicts(round, current)
    steps = {
        StageStatus.PREPARING: _preparing,
        StageStatus.OPEN: _open,
        StageStatus.CLOSED: _closed,
    }
    yield from steps[StageStatus(current.status)](round, current, turnout)


def _conflicts(round: Round, stage: Stage) -> Iterator[Task]:
    """What is found about ties between raters and applicants, and who has not spoken yet."""
    url, waiting = reverse("evaluation:recusal-list", args=[round.code]), undecided_in(round)
    if waiting:
        title = ngettext(
            "Decide on %(count)d conflict of interest", "Decide on %(count)d conflicts of interest", waiting
        )
        yield Task(
            title % {"count": waiting},
            url,
            _("See the ties"),
            when=closing_day(stage),
            detail=_("The portal found a tie between a rater and an application."),
            blocks=_("closing the stage"),
        )
    silent = undeclared_in(stage)
    if silent:
        title = ngettext(
            "%(count)d rater has not signed the declaration",
            "%(count)d raters have not signed the declaration",
            silent,
        )
        yield Task(
            title % {"count": silent},
            url,
            _("See who"),
            when=closing_day(stage),
            detail=_("Nobody scores before declaring their conflicts of interest."),
            blocks=_("scoring"),
        )


def _preparing(round: Round, stage: Stage, turnout: Known) -> Iterator[Task]:
    ready = True
    for channel in stage.channels.annotate(places=Count("raters_assigned")):
        if channel.has_sheets and channel.places < max(channel.min_valid, 1):
            ready = False
            yield Task(
                _("Assign raters: %(channel)s") % {"channel": channel},
                reverse("evaluation:rater-list", args=[round.code, channel.key]),
                _("Assign raters"),
                when=round.rating_opens if stage.is_first else round.review_opens,
                detail=_("%(places)d assigned; the rules ask for at least %(least)d forms.")
                % {"places": channel.places, "least": channel.min_valid},
                blocks=_("opening the stage"),
            )
        elif channel.is_by_ballot:
            yield _codes(round, channel, stage)
        short = short_groups(channel) if channel.has_sheets and channel.places else []
        if short:
            ready = ready and not channel.waits_for_groups
            yield group_task(
                round, channel, short, round.rating_opens if stage.is_first else round.review_opens
            )
    if ready:
        yield Task(
            _("Open the stage “%(stage)s”") % {"stage": stage},
            reverse("evaluation:stage-act", args=[round.code, stage.key, "open"]),
            _("Open stage"),
            when=round.rating_opens if stage.is_first else round.review_opens,
            detail=_("Each rater receives one sheet per application."),
            blocks=_("rating"),
        )


def _codes(round: Round, channel: Channel, stage: Stage) -> Task:
    channel.round = round
    return Task(
        _("Issue codes: %(channel)s") % {"channel": channel},
        desk_address("code-list", channel),
        _("Go to the codes"),
        when=round.rating_opens if stage.is_first else round.review_opens,
        detail=_("A code is good for one ballot on all brands and is shown once, when it is issued.")
        if channel.is_wide
        else _("A code belongs to one application and is shown once, when it is issued."),
        blocks=_("voting by code"),
    )


def _open(round: Round, stage: Stage, turnout: Known) -> Iterator[Task]:
    yield from _unsigned(round, stage)
    yield from _unvisited(round, stage)
    yield from _few_ballots(stage, turnout_of(stage) if turnout is None else turnout)
    yield Task(
        _("Close the stage “%(stage)s”") % {"stage": stage},
        reverse("evaluation:stage-act", args=[round.code, stage.key, "close"]),
        _("Close stage"),
        when=closing_day(stage),
        detail=_("Possible once every sheet is signed; ballots can be cast until then.")
        if any(channel.is_by_ballot for channel in stage.channels.all())
        else _("Possible once every sheet is signed."),
        blocks=_("the tally"),
    )


def _unsigned(round: Round, stage: Stage) -> Iterator[Task]:
    late = (
        ScoreSheet.objects.of_stage(stage)
        .open()
        .order_by()
        .values("channel__key", "channel__title_zh")
        .annotate(raters=Count("rater", distinct=True))
    )
    for row in late.order_by("channel__key"):
        yield Task(
            ngettext(
                "%(count)d rater has not signed yet", "%(count)d raters have not signed yet", row["raters"]
            )
            % {"count": row["raters"]},
            reverse("evaluation:rater-list", args=[round.code, row["channel__key"]]),
            _("See who"),
            when=closing_day(stage),
            detail=_("Sheets are scored one by one and signed together."),
            blocks=_("closing the stage"),
        )


def _unvisited(round: Round, stage: Stage) -> Iterator[Task]:
    if stage.is_first:
        return
    waiting = SiteVisit.objects.filter(round=round).exclude(status=VisitStatus.SIGNED).count()
    if waiting:
        yield Task(
            ngettext(
                "The record of %(count)d site visit is not signed",
                "The records of %(count)d site visits are not signed",
                waiting,
            )
            % {"count": waiting},
            reverse("evaluation:visit-list", args=[round.code]),
            _("Go to the site visits"),
            when=closing_day(stage),
            blocks=_("signing the panel’s sheets"),
        )


def _few_ballots(stage: Stage, turnout: Sequence[BoxTurnout]) -> Iterator[Task]:
    for box in turnout:
        short = sum(not row.is_enough for row in box.rows)
        if short:
            yield Task(
                _few(box, short),
                desk_address("code-list", box.channel),
                _("Go to the codes"),
                when=closing_day(stage),
                detail=_("%(channel)s: below the least number it is not established and the tally stops.")
                % {"channel": box.channel},
                blocks=_("the tally"),
            )


def _few(box: BoxTurnout, short: int) -> str:
    if box.channel.is_wide:
        return _("There are too few ballots yet")
    return ngettext(
        "%(count)d application has too few ballots", "%(count)d applications have too few ballots", short
    ) % {"count": short}


def _closed(round: Round, stage: Stage, turnout: Known) -> Iterator[Task]:
    yield Task(
        _("Tally the stage “%(stage)s”") % {"stage": stage},
        address("evaluation:tally-list", round.code),
        _("Go to the tally"),
        when=closing_day(stage),
        detail=_("The result says who goes on and why."),
        blocks=_("the next step"),
    )
