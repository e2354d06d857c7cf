"""What the ground shows on the homes: messages to be seen, and figures for administrator and auditor.

It lies in the topmost room of the ground because it looks into all others.
"""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.accounts.models import Unit, User
from brandportal.audit.models import AuditEvent, TrailCheck
from brandportal.kit import clock
from brandportal.kit.display import date_text, fingerprint
from brandportal.kit.home import Task, Tile
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.models import Message

SHOWN_LETTERS = 3
CHECK_EVERY = timedelta(days=7)


def tasks_for(user: Any) -> list[Task]:
    """Letters to read; for the organizer messages to be seen; for the auditor the trail to be checked."""
    tasks = _letters(user)
    if user.has_role(Role.ORGANIZER):
        tasks += _waiting()
    if user.has_role(Role.AUDITOR):
        tasks += _check()
    return tasks


def _letters(user: Any) -> list[Task]:
    """A task for each of the newest letters, and one for all the others."""
    unread = list(Message.objects.letters_of(user).unread().order_by("-sent_at", "-pk")[: SHOWN_LETTERS + 1])
    shown = unread[:SHOWN_LETTERS]
    tasks = [
        Task(
            title=one.subject,
            url=reverse("outbox:letter-detail", args=[one.code]),
            label=_("Read the letter"),
            detail=_("A letter of %(day)s; please confirm that you have read it.")
            % {"day": date_text(clock.today(one.sent_at))},
        )
        for one in shown
    ]
    if len(unread) > SHOWN_LETTERS:
        tasks.append(
            Task(
                _("More letters await you"), f"{reverse('outbox:letter-list')}?read=no", _("See the letters")
            )
        )
    return tasks


def _waiting() -> list[Task]:
    """Messages wait until the organizer has seen them."""
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


def _check() -> list[Task]:
    """The trail wants a check a week after the last, if anything has been entered since."""
    last = TrailCheck.objects.first()
    events = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    fresh = events - (last.events if last else 0)
    today = clock.today()
    due = clock.today(last.at + CHECK_EVERY) if last else today
    if not fresh or due > today:
        return []
    return [
        Task(
            title=_("Check the audit trail: %(n)d new entries") % {"n": fresh},
            url=reverse("audit:check-list"),
            label=_("Check the trail"),
            when=today,
            detail=_(
                "Note the digest of the last entry outside the portal; only then does it prove anything."
            ),
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
        Tile(_("Active accounts"), str(people), url=f"{reverse('accounts:user-list')}?state=active"),
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
