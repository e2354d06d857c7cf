"""What the worker does: counting, and looking for counts that nobody works on."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from evaluation.models import Tally
from evaluation.services.boxes import tend_boxes
from evaluation.services.tallies import run_tally, sweep_tallies

logger = logging.getLogger(__name__)


@shared_task(name="evaluation.count_tally")
def count_tally(tally_id: int) -> None:
    """Count the tally; delivered twice it still has one result."""
    tally = Tally.objects.select_related("round").filter(pk=tally_id).first()
    if tally is None:
        logger.warning("tally %s is gone", tally_id)
        return
    run_tally(tally)


@shared_task(name="evaluation.sweep_tallies")
def sweep_lost_tallies() -> None:
    sweep_tallies(count_tally.delay)


@shared_task(name="evaluation.tend_boxes")
def tend_open_boxes() -> None:
    """Mix the boxes and publish receipts; how often anything comes of it the service decides."""
    tend_boxes()


def send_tally(tally: Tally) -> bool:
    """Send a tally to the worker; False when the queue cannot be reached: then the sweep sends it later."""
    try:
        count_tally.delay(tally.pk)
    except (OperationalError, OSError):
        logger.exception("the queue cannot be reached; tally %s waits", tally.pk)
        return False
    return True
