"""Rounds, brands and applications."""

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        # Predicates, lifecycle tables, checkers and navigation need the models, which are loaded only now.
        for room in ("rules", "lifecycle", "registrations"):
            import_module(f"applications.{room}")
