"""The life of a message: it waits until somebody lets it go; one that could not be sent goes on waiting."""

from django.utils.translation import gettext_lazy as _

from brandportal.lifecycle import Lifecycle, Transition
from brandportal.outbox.enums import MessageStatus as S
from brandportal.outbox.models import Message

MESSAGE = Lifecycle(
    "message",
    Message,
    (Transition("release", (S.WAITING,), S.SENT, "outbox.release_message", _("Send the message")),),
)
