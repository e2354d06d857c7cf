"""Proposal, notice, designation and the public register."""

from importlib import import_module

from django.apps import AppConfig


class NamingConfig(AppConfig):
    name = "naming"

    def ready(self) -> None:
        # Predicates, lifecycle tables, checkers and navigation need the models, which are loaded only now.
        for room in ("rules", "lifecycle", "registrations"):
            import_module(f"naming.{room}")
