"""How long a session may lie unused: shorter for those who run a round or hold the keys."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from brandportal.accounts.factors import NEEDED_BY
from brandportal.kit import clock

# Seconds before the end at which the page asks whether anybody is there.
WARNING = 120


def minutes_for(user: Any) -> int:
    """Return after how many minutes without use `user` is signed out."""
    return int(settings.IDLE_MINUTES if user.roles & NEEDED_BY else settings.IDLE_MINUTES_OTHERS)


def seconds_left(request: HttpRequest) -> int:
    """Return how long the session of `request` lasts unused, 0 when it has ended or nobody is signed in."""
    if not request.user.is_authenticated:
        return 0
    left = timedelta(minutes=minutes_for(request.user)) - _unused(request)
    return max(0, int(left.total_seconds()))


def has_ended(request: HttpRequest) -> bool:
    """Say whether the session lay unused too long; asks for roles only where it lay for the shortest time."""
    shortest = timedelta(minutes=min(settings.IDLE_MINUTES, settings.IDLE_MINUTES_OTHERS))
    if _unused(request) < shortest:
        return False
    return request.user.is_authenticated and not seconds_left(request)


def _unused(request: HttpRequest) -> timedelta:
    """Return how long the session lay unused; one of an earlier version of the portal has only just been seen."""
    at = clock.machine_now()
    return at - (getattr(request.session, "seen_at", None) or at)
