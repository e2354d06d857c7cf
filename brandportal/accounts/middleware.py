"""Who still has a first password from the administrator chooses their own before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

OPEN = ("/accounts/", "/language/", "/elder/", "/static/", "/b/", "/p/")


class FirstPasswordMiddleware:
    """Lead to the password page; touches no session on the paths where voters are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if getattr(request.user, "must_change_password", False):
            return HttpResponseRedirect(reverse("accounts:password"))
        return self.get_response(request)
