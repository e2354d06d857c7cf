"""Which group of a channel's raters each of them belongs to; it decides with whom their forms are counted."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit.errors import DomainError
from evaluation.enums import StageStatus
from evaluation.models import Channel, Rater

NAMED_AT_MOST = 5


def place_in_groups(
    channel: Channel, users: Sequence[User], present: Mapping[int, Rater], wanted: Mapping[int, str]
) -> dict[int, str]:
    """Return user id → group of each of `users`, {} for a channel without groups.

    Raises DomainError for a group that the rules do not know, for people without one, and, once the stage has opened,
    for those who would change theirs: their forms are counted with the group they began in.
    """
    known = {group.key for group in channel.rater_groups}
    placed = {user.pk: wanted.get(user.pk) or _present(present, user) for user in users}
    unknown = sorted({group for group in placed.values() if group} - known)
    if unknown:
        raise DomainError(
            _("Group: “%(key)s” is not one of the rules. Choose one of the list.") % {"key": unknown[0]},
            field="users",
        )
    if not known:
        return {}
    _refuse_without_group([user for user in users if not placed[user.pk]])
    if channel.stage.status != StageStatus.PREPARING:
        _refuse_moved(
            [user for user in users if user.pk in present and placed[user.pk] != present[user.pk].group]
        )
    return placed


def _present(present: Mapping[int, Rater], user: User) -> str:
    rater = present.get(user.pk)
    return rater.group if rater else ""


def _refuse_without_group(users: Sequence[User]) -> None:
    if users:
        raise DomainError(
            _("%(names)s: without a group. Choose the group of each, or one for all who have none.")
            % {"names": _names(users)},
            field="users",
        )


def _refuse_moved(users: Sequence[User]) -> None:
    if users:
        raise DomainError(
            _(
                "%(names)s: the stage is open, so nobody changes to another group. Leave their groups as they are."
            )
            % {"names": _names(users)},
            field="users",
        )


def _names(users: Sequence[User]) -> str:
    names = _(", ").join(user.name for user in users[:NAMED_AT_MOST])
    more = len(users) - NAMED_AT_MOST
    return _("%(names)s and %(more)d others") % {"names": names, "more": more} if more > 0 else names
