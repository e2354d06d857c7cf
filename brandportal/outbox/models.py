"""Every message to a person is stored before it leaves."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from brandportal.outbox.enums import MessageStatus


def new_code() -> str:
    """Return the message's public name: a chance one, so that nobody reads off how many there are."""
    return get_random_string(12, "abcdefghjkmnpqrstuvwxyz23456789")


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as their readers see them."""

    def letters_of(self, user: Any) -> "MessageQuerySet":
        """Return what has been sent to `user`; nobody sees another person's letters here."""
        return self.filter(to_user_id=user.pk or 0, status=MessageStatus.SENT)

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)


class Message(models.Model):
    """One message to one person or address; who has an account reads it in the portal and confirms that."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    status = models.CharField(max_length=10, choices=MessageStatus.choices, default=MessageStatus.WAITING)
    kind = models.CharField(_("Kind"), max_length=40)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages")
    to_address = models.CharField(_("Address"), max_length=200, blank=True)
    to_name = models.CharField(_("To"), max_length=60, blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            CheckConstraint(condition=Q(status__in=MessageStatus.values), name="outbox_message_status_known"),
            CheckConstraint(
                condition=Q(read_at=None) | Q(status=MessageStatus.SENT), name="outbox_message_read_once_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("outbox:message-detail", args=[self.code])

    def audit_ref(self) -> str:
        return self.code
