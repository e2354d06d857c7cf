"""What the worker does for the accounts."""

from celery import shared_task

from brandportal.accounts.rosters.services import clear_rosters
from brandportal.accounts.sessions import SessionStore


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Remove the sessions that have run out."""
    SessionStore.clear_expired()


@shared_task(name="accounts.clear_rosters")
def forget_rosters() -> None:
    """Forget files of names that nobody took over."""
    clear_rosters()
