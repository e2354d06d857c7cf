"""What awaits raters and organizers on their home page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Round
from brandportal.accounts.enums import Role
from brandportal.kit.home import Task, Tile
from evaluation.enums import VisitStatus
from evaluation.models import SiteVisit
from evaluation.selectors.board_tasks import tasks_of_round
from evaluation.selectors.calendar import closing_day, is_running
from evaluation.selectors.conflicts import undeclared
from evaluation.selectors.desk import Place, places_of

SHOWN_ROUNDS = 5


def has_desk(user: Any) -> bool:
    """Whether the person may rate anything; menu and home ask it once for each page, as long as `user` lives."""
    if not hasattr(user, "finds_a_desk"):
        user.finds_a_desk = user.is_authenticated and user.has_perm("evaluation.view_desk")
    return bool(user.finds_a_desk)


def tasks_of(user: Any) -> list[Task]:
    found: list[Task] = []
    if has_desk(user):
        waiting = undeclared(user)
        found += [_declaration(round, day) for round, day in waiting.items()]
        found += [
            task
            for place in places_of(user)
            if place.rater.channel.round not in waiting and (task := _rating(place))
        ]
        found += _visits(user)
    if user.has_role(Role.ORGANIZER):
        found += _organizing(user)
    return found


def tiles_of(user: Any) -> list[Tile]:
    if not has_desk(user):
        return []
    return [_tile(place) for place in places_of(user) if place.rater.channel.stage.is_open]


def _declaration(round: Round, day: date | None) -> Task:
    return Task(
        _("Sign the declaration on conflicts of interest"),
        reverse("evaluation:declaration", args=[round.code]),
        _("Go to the declaration"),
        when=day,
        detail=round.title,
        blocks=_("scoring"),
    )


def _rating(place: Place) -> Task | None:
    channel, progress = place.rater.channel, place.progress
    if not channel.stage.is_open or not progress.total or progress.is_signed:
        return None
    where = {"round": channel.round.title, "channel": channel.title}
    desk = reverse("evaluation:desk-list", args=[channel.round.code, channel.key])
    if channel.is_wide:
        return _form(place, desk)
    if progress.missing:
        title = ngettext(
            "Score %(count)d application: %(channel)s",
            "Score %(count)d applications: %(channel)s",
            progress.missing,
        )
        return Task(
            title % {"count": progress.missing, **where},
            desk,
            _("Go to the desk"),
            when=closing_day(channel.stage),
            detail=where["round"],
            blocks=_("closing the stage"),
        )
    return Task(
        _("Sign your score sheets: %(channel)s") % where,
        reverse("evaluation:sheet-sign", args=[channel.round.code, channel.key]),
        _("Check and sign"),
        when=closing_day(channel.stage),
        detail=where["round"],
        blocks=_("closing the stage"),
    )


def _form(place: Place, desk: str) -> Task:
    """One form over all entries: it is filled in and signed as a whole, and a blank one is a form too."""
    channel = place.rater.channel
    return Task(
        _("Fill in and sign the form: %(channel)s") % {"channel": channel.title},
        desk,
        _("Go to the form"),
        when=closing_day(channel.stage),
        detail=f"{channel.round.title} · {place.told}",
        blocks=_("closing the stage"),
    )


def _visits(user: Any) -> list[Task]:
    """One task a round for visits that are not on record yet, one for records that await the person's signature."""
    running = SiteVisit.objects.visible_to(user).filter(
        round__stages__status="open", round__stages__position__gt=1
    )
    to_record = running.filter(status=VisitStatus.PLANNED)
    to_sign = running.filter(status=VisitStatus.RECORDED, members=user).exclude(signatures__user=user)
    return [
        *_per_round(to_record, _recording, _("Go to the site visits")),
        *_per_round(to_sign, _signing, _("Read and sign")),
    ]


def _recording(count: int) -> str:
    return ngettext("Record %(count)d site visit", "Record %(count)d site visits", count) % {"count": count}


def _signing(count: int) -> str:
    return ngettext(
        "Sign the record of %(count)d site visit", "Sign the records of %(count)d site visits", count
    ) % {"count": count}


def _per_round(visits: QuerySet[SiteVisit], title: Callable[[int], str], label: str) -> list[Task]:
    rows = visits.order_by().values("round__code", "round__review_closes")
    return [
        Task(
            title(row["visits"]),
            reverse("evaluation:visit-list", args=[row["round__code"]]),
            label,
            when=row["round__review_closes"],
            blocks=_("signing the panel’s sheets"),
        )
        for row in rows.annotate(visits=Count("pk", distinct=True))
    ]


def _organizing(user: Any) -> list[Task]:
    rounds = Round.objects.visible_to(user).order_by("-pk")[:SHOWN_ROUNDS]
    return [task for round in rounds if is_running(round) for task in tasks_of_round(round)]


def _tile(place: Place) -> Tile:
    progress, channel = place.progress, place.rater.channel
    if channel.is_wide:
        return _form_tile(place)
    done = progress.complete
    return Tile(
        channel.title,
        str(done),
        "/ "
        + ngettext("%(count)d application", "%(count)d applications", progress.total)
        % {"count": progress.total},
        _("signed") if progress.is_signed else _("scored in full"),
        reverse("evaluation:desk-list", args=[channel.round.code, channel.key]),
        round(100 * done / progress.total) if progress.total else None,
    )


def _form_tile(place: Place) -> Tile:
    progress, channel = place.progress, place.rater.channel
    return Tile(
        channel.title,
        str(progress.complete),
        _("brands picked") if channel.is_picks else _("brands placed"),
        _("signed") if progress.is_signed else _("not signed"),
        reverse("evaluation:desk-list", args=[channel.round.code, channel.key]),
    )
