"""Units, people, roles and the way in."""

from importlib import import_module

from django.apps import AppConfig

from brandportal.accounts.events import EVENTS
from brandportal.audit.names import register_names
from brandportal.kit.home import register


class AccountsConfig(AppConfig):
    name = "brandportal.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Predicates and navigation need the models, which are loaded only now.
        import_module("brandportal.accounts.rules")
        import_module("brandportal.accounts.navigation").register_all()
        register(import_module("brandportal.accounts.home").tasks_for)
        register_names(EVENTS)
