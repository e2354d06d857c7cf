"""The kit as an app: it owns the table of private files."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "brandportal.kit"
    label = "kit"
