"""Put messages into the outbox and let them go; nothing leaves unseen."""

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.errors import DomainError
from brandportal.outbox.lifecycle import MESSAGE
from brandportal.outbox.models import Message


def post_message(
    to: User | str, subject: str, body: str, *, kind: str, at: datetime | None = None
) -> Message:
    """Store a message to `to` (a person, or an e-mail address); it waits for somebody to release it."""
    person = to if isinstance(to, User) else None
    return Message.objects.create(
        kind=kind,
        to_user=person,
        to_name=person.name if person else "",
        to_address=person.email if person else str(to),
        subject=subject[:200],
        body=body,
        created_at=at or clock.now(),
    )


def release_message(message: Message, *, by: User | None, at: datetime | None = None) -> Message:
    """Send `message`; if the mail server refuses, it goes on waiting."""
    if not message.to_address:
        raise DomainError(
            _("%(name)s has no e-mail address. Enter one in the account, or tell them by telephone.")
            % {"name": message.to_name}
        )
    with transaction.atomic():
        moment = at or clock.now()
        MESSAGE.advance(message, "release", by=by, at=moment, updates={"sent_at": moment})
        # Inside the transaction: a message that did not leave must not be marked as sent.
        _deliver(message)
    return message


def _deliver(message: Message) -> None:
    try:
        send_mail(message.subject, message.body, None, [message.to_address])
    except OSError as error:
        raise DomainError(
            _("The message could not be sent: %(fault)s. It is kept; try again later.") % {"fault": error}
        ) from error
