"""Put messages into the outbox and let them go; nothing leaves unseen."""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed
from brandportal.outbox.enums import MessageStatus
from brandportal.outbox.lifecycle import MESSAGE
from brandportal.outbox.models import Message


def post_message(
    to: User | str, subject: str, body: str, *, kind: str, at: datetime | None = None
) -> Message:
    """Store a message to `to` (a person, or an e-mail address); it waits for somebody to release it."""
    return post_messages([to], subject, body, kind=kind, at=at)[0]


def post_messages(
    people: Iterable[User | str], subject: str, body: str, *, kind: str, at: datetime | None = None
) -> list[Message]:
    """Store the same message to each of `people`, in their order."""
    moment = at or clock.now()
    return Message.objects.bulk_create(_message(to, subject, body, kind, moment) for to in people)


def _message(to: User | str, subject: str, body: str, kind: str, at: datetime) -> Message:
    person = to if isinstance(to, User) else None
    return Message(
        kind=kind,
        to_user=person,
        to_name=person.name if person else "",
        to_address=person.email if person else str(to),
        subject=subject[:200],
        body=body,
        created_at=at,
    )


def release_message(message: Message, *, by: User | None, at: datetime | None = None) -> Message:
    """Send `message`: its person finds it in the portal, and by e-mail where an address is known.

    If the mail server refuses, it goes on waiting.
    """
    if not message.to_address and message.to_user_id is None:
        raise DomainError(_("This message has neither a person nor an address. Write it again."))
    with transaction.atomic():
        moment = at or clock.now()
        MESSAGE.advance(message, "release", by=by, at=moment, updates={"sent_at": moment})
        # Inside the transaction: a message that did not leave must not be marked as sent.
        _deliver(message)
    return message


def release_waiting(*, by: User, at: datetime | None = None) -> tuple[int, list[DomainError]]:
    """Send every waiting message; return how many left, and a refusal for each that did not."""
    sent, refused = 0, []
    for message in Message.objects.filter(status=MessageStatus.WAITING).order_by("pk"):
        try:
            release_message(message, by=by, at=at)
            sent += 1
        except DomainError as error:
            refused.append(error)
    return sent, refused


@transaction.atomic
def acknowledge_message(message: Message, *, by: User, at: datetime | None = None) -> Message:
    """Note that the person to whom `message` went has read it; a second time changes nothing."""
    if message.to_user_id != by.pk:
        raise NotAllowed(_("Only the person to whom a letter is addressed confirms it."))
    moment = at or clock.now()
    hit = Message.objects.letters_of(by).unread().filter(pk=message.pk).update(read_at=moment)
    if hit:
        message.read_at = moment
        record("acknowledge_message", message, by=by, at=moment)
    return message


def _deliver(message: Message) -> None:
    if not message.to_address:
        return
    try:
        send_mail(message.subject, message.body, None, [message.to_address])
    except OSError as error:
        raise DomainError(
            _("The message could not be sent: %(fault)s. It is kept; try again later.") % {"fault": error}
        ) from error
