"""The ground floor: what every room stands on. Imports none of the apps above it."""

from brandportal.celery import app as celery_app

__all__ = ["celery_app"]
