"""What waits on the home of those who can put the second name to the numbers of a ballot box."""

from typing import Any

from django.utils.translation import gettext as _

from brandportal.kit.home import Task
from evaluation.models import BoxCount
from evaluation.selectors.box_addresses import desk_address


def boxes_to_sign(user: Any) -> list[Task]:
    """Return one task per closed box that waits for a name which may be that of `user`."""
    if not user.is_authenticated or not user.has_perm("evaluation.sign_box"):
        return []
    waiting = (
        BoxCount.objects.filter(signed_by=None).exclude(counted_by=user).select_related("channel__round")
    )
    return [
        Task(
            _("Sign the five numbers of the ballot box"),
            desk_address("box-count", count.channel),
            _("See the numbers"),
            detail=_("%(round)s: the tally waits for a second name.") % {"round": count.channel.round},
        )
        for count in waiting
    ]
