"""The last result on a person's home: the unit's own place, or the whole ranking for those who oversee it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.enums import Role
from brandportal.kit.home import Tile
from evaluation.models.tallies import READERS, Tally
from evaluation.selectors.results import is_last_stage, result_of

OWN_UNIT = {Role.DRAFTER, Role.APPROVER}


def tiles_of(user: Any) -> list[Tile]:
    if not user.roles & (READERS | OWN_UNIT):
        return []
    adopted = Tally.objects.visible_to(user).filter(adopted_at__isnull=False).select_related("round")
    tally = adopted.order_by("-adopted_at").first()
    if tally is None:
        return []
    return [_whole(tally)] if user.roles & READERS else _own(tally, user)


def _whole(tally: Tally) -> Tile:
    entries = result_of(tally)["stages"][-1]["entries"]
    title = _("Final result") if is_last_stage(tally) else _("Result of the stage")
    url = reverse("evaluation:result-board", args=[tally.round.code, tally.through])
    return Tile(title, str(len(entries)), _("ranked"), detail=tally.round.title, url=url)


def _own(tally: Tally, user: Any) -> list[Tile]:
    """A unit that went out at an earlier stage finds its place there."""
    tiles = []
    for application in Application.objects.filter(round=tally.round, unit_id=user.unit_id or 0).entered():
        places = [
            (stage["key"], row)
            for stage in result_of(tally)["stages"]
            for row in stage["entries"]
            if row["entry"] == application.code and row["rank"]
        ]
        for stage_key, row in places[-1:]:
            url = reverse("evaluation:explain", args=[tally.round.code, stage_key, application.code])
            printed = row["total"]["printed"]
            tiles.append(
                Tile(
                    _("Place of “%(brand)s”") % {"brand": application},
                    str(row["rank"]),
                    detail=_("%(total)s points; how it came about") % {"total": printed},
                    url=url,
                )
            )
    return tiles
