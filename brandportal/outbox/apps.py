"""Messages to people."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "brandportal.outbox"
    label = "outbox"
