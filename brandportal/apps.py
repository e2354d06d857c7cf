"""The ground as an app: its checks, and what the administrator is told when a part of it does not answer."""

from importlib import import_module

from django.apps import AppConfig

from brandportal.kit.home import register


class BrandPortalConfig(AppConfig):
    name = "brandportal"

    def ready(self) -> None:
        import_module("brandportal.checks")
        register(import_module("brandportal.health").tasks_for)
