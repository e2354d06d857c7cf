"""The task worker of the runs: the portal's own, which writes down every delivery (see counting_controls)."""

import django

django.setup()

from bench.faults import counting_controls  # noqa: E402  after the settings are chosen
from brandportal.celery import app as app  # noqa: E402, PLC0414  what `celery --app` looks for
from evaluation import tasks  # noqa: E402

tasks.run_tally = counting_controls.install()
