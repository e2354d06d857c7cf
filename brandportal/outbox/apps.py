"""Messages to people."""

from importlib import import_module

from django.apps import AppConfig

from brandportal.kit import home


class OutboxConfig(AppConfig):
    name = "brandportal.outbox"
    label = "outbox"

    def ready(self) -> None:
        # The figures need the models, which are loaded only now.
        own = import_module("brandportal.outbox.home")
        home.register(own.tasks_for)
        home.register_progress(own.tiles_for)
