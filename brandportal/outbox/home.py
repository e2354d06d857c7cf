"""What the ground shows on the homes: messages to be seen, and figures for administrator and auditor.

It lies in the topmost room of the ground because it looks into all others.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.accounts.models import Unit, User
from brandportal.audit.models import AuditEvent
from brandportal.kit.display import fingerprint
from brandportal.kit.home import Task, Tile
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.models import Message


def tasks_for(user: Any) -> list[Task]:
    """Messages wait until the organizer has seen them."""
    if not user.has_role(Role.ORGANIZER):
        return []
    waiting = Message.objects.filter(status=MessageStatus.WAITING).count()
    if not waiting:
        return []
    return [
        Task(
            title=_("%(n)d messages wait to be seen and sent") % {"n": waiting},
            url=f"{reverse('outbox:message-list')}?status={MessageStatus.WAITING}",
            label=_("See the messages"),
            detail=_("Nothing leaves the portal before somebody has seen it."),
        )
    ]


def tiles_for(user: Any) -> list[Tile]:
    tiles: list[Tile] = []
    if user.has_role(Role.ADMINISTRATOR):
        tiles += _accounts()
    if user.has_role(Role.AUDITOR):
        tiles += _trail()
    return tiles


def _accounts() -> list[Tile]:
    people, units = User.objects.filter(is_active=True).count(), Unit.objects.active().count()
    fresh = User.objects.filter(is_active=True, must_change_password=True).count()
    return [
        Tile(_("Active accounts"), str(people), url=reverse("accounts:user-list")),
        Tile(_("First passwords not changed yet"), str(fresh), url=reverse("accounts:user-list")),
        Tile(_("Active units"), str(units), url=reverse("accounts:unit-list")),
    ]


def _trail() -> list[Tile]:
    last = AuditEvent.objects.order_by("-seq").first()
    if last is None:
        return []
    return [
        Tile(
            _("Events in the trail"),
            str(last.seq),
            detail=_("Digest of the last: %(digest)s") % {"digest": fingerprint(last.hash)},
            url=reverse("audit:event-list"),
        )
    ]
