"""What comes before every page of somebody who has signed in: whether they are still there, and what they still owe."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from brandportal.accounts.factors import must_have
from brandportal.accounts.idle import has_ended, minutes_for
from brandportal.accounts.models import User
from brandportal.accounts.sessions import FACTOR, IDLE, OWED, PASSED

# The way in and out, and what belongs to no account; voters are never asked for a session.
OPEN = (
    "/accounts/sign-in/",
    "/accounts/sign-out/",
    "/accounts/stay/",
    "/language/",
    "/elder/",
    "/static/",
    "/b/",
    "/p/",
)


class IdleMiddleware:
    """Sign out whoever did nothing for too long; what a page asks for on its own is no sign of anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if has_ended(request):
            return self._end(request)
        if not _asked_by_the_page(request):
            request.session.touch()  # type: ignore[attr-defined]
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        minutes = minutes_for(request.user)
        logout(request)
        request.session[IDLE] = minutes
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if request.method in {"GET", "HEAD"}:
            # Public pages go on; the others lead to the way in and back.
            return self.get_response(request)
        return redirect_to_login(_page_of(request))


def _asked_by_the_page(request: HttpRequest) -> bool:
    """Say whether the page asked without anybody pressing: how a tally goes, whether time is left, the last save."""
    polls = request.method == "GET" and "HX-Request" in request.headers
    return polls or "X-Waiting" in request.headers


def _page_of(request: HttpRequest) -> str:
    """Return the page that a form was posted from, the desk where the browser does not tell."""
    came = urlsplit(request.headers.get("Referer", ""))
    known = came.netloc == request.get_host() and came.path
    return f"{came.path}{'?' + came.query if came.query else ''}" if known else reverse("my")


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
