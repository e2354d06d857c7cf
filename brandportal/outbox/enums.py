"""The states of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageStatus(models.TextChoices):
    """A message waits until somebody has seen it and lets it go."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
