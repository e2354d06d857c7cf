"""Messages to people."""

from importlib import import_module

from django.apps import AppConfig

from brandportal.kit import home


class OutboxConfig(AppConfig):
    name = "brandportal.outbox"
    label = "outbox"

    def ready(self) -> None:
        # The table and the figures need the models, which are loaded only now.
        import_module("brandportal.outbox.lifecycle")
        own = import_module("brandportal.outbox.home")
        home.register(own.tasks_for)
        home.register_progress(own.tiles_for)
