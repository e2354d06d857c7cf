"""What a person who has signed in still owes comes before everything else."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from brandportal.accounts.factors import must_have
from brandportal.accounts.models import User
from brandportal.accounts.sessions import FACTOR, OWED, PASSED

# The way in and out, and what belongs to no account; voters are never asked for a session.
OPEN = ("/accounts/sign-in/", "/accounts/sign-out/", "/language/", "/elder/", "/static/", "/b/", "/p/")


class OwedMiddleware:
    """Lead to the code of the second factor, then to one's own password, then to setting up a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        place = _owed(request) if request.user.is_authenticated else ""
        if not place or request.path.startswith(place):
            return self.get_response(request)
        return HttpResponseRedirect(place + _back_to(request, place))


def _owed(request: HttpRequest) -> str:
    """Return the address of what comes first, "" when nothing is owed."""
    state = request.session.get(FACTOR)
    if state == OWED:
        return reverse("accounts:second-factor")
    if getattr(request.user, "must_change_password", False):
        return reverse("accounts:password")
    if state != PASSED and must_have(cast("User", request.user)):
        return reverse("accounts:second-factor-set-up")
    return ""


def _back_to(request: HttpRequest, place: str) -> str:
    """Keep where the person was going, which the page of the code leads on to."""
    if request.method != "GET" or place != reverse("accounts:second-factor"):
        return ""
    return f"?{urlencode({'next': request.get_full_path()})}"
