"""Who rates in which channel."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from brandportal.accounts.enums import Role
from brandportal.accounts.models import RoleGrant, User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from evaluation.enums import RaterKind, StageStatus
from evaluation.models import Channel, Rater
from evaluation.services.conflicts import detect_conflicts
from evaluation.services.groups import place_in_groups
from evaluation.services.queues import issue_sheets

# The role that a channel's raters must hold. Kinds that are not named here take anybody with an account.
ROLE_OF = {
    RaterKind.SUPERVISOR: Role.SUPERVISOR,
    RaterKind.PANEL: Role.PANEL,
    RaterKind.ORGANIZER: Role.ORGANIZER,
}
PREFIX = {
    RaterKind.SUPERVISOR: "S",
    RaterKind.PANEL: "P",
    RaterKind.STAFF: "T",
}


@transaction.atomic
def assign_raters(
    channel: Channel,
    users: Iterable[User],
    *,
    by: User | None,
    groups: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> list[Rater]:
    """Make `users` the raters of `channel`, in their order, and return all of its raters.

    Before the stage opens the list is replaced; on an open stage raters can only be added, and receive their sheets
    at once. `groups`: user id → group of the channel, where its rules have groups; who has one already keeps it when
    left out. Raises DomainError for people without the role or without a group, and when somebody would be taken off
    an open stage or moved to another group on it.
    """
    at = at or clock.now()
    chosen = list(dict.fromkeys(users))
    _refuse_ballots(channel)
    _refuse_without_role(channel, chosen)
    present = {rater.user_id: rater for rater in channel.raters_assigned.select_related("user")}
    gone = [rater for key, rater in present.items() if key not in {user.pk for user in chosen}]
    added = [user for user in chosen if user.pk not in present]
    _refuse_late(channel, gone)
    placed = place_in_groups(channel, chosen, present, groups or {})
    Rater.objects.filter(pk__in=[rater.pk for rater in gone]).delete()
    moved = _move(present, placed)
    new = Rater.objects.bulk_create(_places(channel, added, placed))
    if channel.round.status == RoundStatus.EVALUATION:
        detect_conflicts(channel.round, chosen, at=at)
    if channel.stage.is_open:
        issue_sheets(channel, new, by=by, at=at)
    record(
        "assign_raters",
        channel,
        by=by,
        at=at,
        round_code=channel.round.code,
        data={"raters": len(chosen), "added": len(added), "removed": len(gone)}
        | ({"moved": len(moved)} if channel.groups else {}),
    )
    return list(channel.raters_assigned.select_related("user"))


def _move(present: Mapping[int, Rater], placed: Mapping[int, str]) -> list[Rater]:
    """Put those who change it into their other group; returns them."""
    moved = [rater for key, rater in present.items() if rater.group != placed.get(key, rater.group)]
    for rater in moved:
        rater.group = placed[rater.user_id]
    Rater.objects.bulk_update(moved, ["group"])
    return moved


def _places(channel: Channel, users: Sequence[User], placed: Mapping[int, str]) -> list[Rater]:
    """Number the new raters after the highest number that was ever given and is still in use."""
    prefix = PREFIX.get(RaterKind(channel.raters), channel.raters[:1].upper())
    taken = channel.raters_assigned.values_list("pseudonym", flat=True)
    highest = max((int(name[len(prefix) :]) for name in taken), default=0)
    return [
        Rater(
            channel=channel,
            user=user,
            pseudonym=f"{prefix}{highest + place:02d}",
            group=placed.get(user.pk, ""),
        )
        for place, user in enumerate(users, start=1)
    ]


def _refuse_ballots(channel: Channel) -> None:
    if not channel.has_sheets:
        raise DomainError(
            _("“%(channel)s” is rated by ballot; codes are issued for it, no raters.") % {"channel": channel},
            field="users",
        )


def _refuse_without_role(channel: Channel, users: Sequence[User]) -> None:
    role = ROLE_OF.get(RaterKind(channel.raters))
    if role is None:
        return
    holding = set(
        RoleGrant.objects.filter(
            role=role, user__is_active=True, user__in=[user.pk for user in users]
        ).values_list("user_id", flat=True)
    )
    without = [user.name for user in users if user.pk not in holding]
    if without:
        raise DomainError(
            _("%(names)s: without the role “%(role)s”, or disabled. Grant the role first, or leave them out.")
            % {"names": _(", ").join(without), "role": role.label},
            field="users",
        )


def _refuse_late(channel: Channel, gone: Sequence[Rater]) -> None:
    status = channel.stage.status
    if status in {StageStatus.CLOSED, StageStatus.TALLIED}:
        raise DomainError(
            _("The stage “%(stage)s” is closed. Its raters stay as they are.") % {"stage": channel.stage},
            field="users",
        )
    if status == StageStatus.OPEN and gone:
        raise DomainError(
            _(
                "%(names)s: the stage is open and sheets are issued, so nobody can be taken off. Record a recusal."
            )
            % {"names": _(", ").join(rater.user.name for rater in gone)},
            field="users",
        )
