"""What the organizer still has to do about groups of raters that are too small."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Round
from brandportal.kit.home import Task
from evaluation.models import Channel
from evaluation.selectors.groups import GroupCount


def group_task(round: Round, channel: Channel, short: Sequence[GroupCount], when: date | None) -> Task:
    """The task to fill the groups `short`; it stands in the way only where the rules wait for every group."""
    return Task(
        _("%(channel)s: %(groups)s") % {"channel": channel, "groups": too_small(len(short))},
        reverse("evaluation:rater-list", args=[round.code, channel.key]),
        _("Assign raters"),
        when=when,
        detail=_detail(channel, short),
        blocks=_("opening the stage") if channel.waits_for_groups else "",
    )


def too_small(count: int) -> str:
    return ngettext(
        "%(count)d group has fewer raters than forms are asked of it",
        "%(count)d groups have fewer raters than forms are asked of them",
        count,
    ) % {"count": count}


def _detail(channel: Channel, short: Sequence[GroupCount]) -> str:
    counts = [
        _("%(group)s %(raters)d of %(least)d")
        % {"group": one.group.title, "raters": one.raters, "least": one.group.min_valid}
        for one in short
    ]
    listed = _("; ").join(counts)
    if channel.waits_for_groups:
        return _("%(groups)s.") % {"groups": listed}
    return _("%(groups)s. Of a group with fewer forms the other groups carry the weight.") % {
        "groups": listed
    }
