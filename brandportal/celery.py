"""The Celery application; tasks live in each app's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brandportal.settings")
# Django's checks look through all pages, which a worker never shows: they would only be loaded for it. The commands of
# manage.py make them, `check --deploy` before anything is served.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")

app = Celery("brandportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
