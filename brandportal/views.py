"""Pages that belong to no room: the front door, a person's home, language, elder mode, health, error pages."""

import logging
import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from brandportal import health
from brandportal.accounts.demonstration import is_demonstration
from brandportal.kit import clock, nav
from brandportal.kit.home import coming_for, tasks_for, tiles_for
from brandportal.kit.views import Page, PortalView, back_url

logger = logging.getLogger(__name__)
ELDER_COOKIE = "elder"
YEAR = 365 * 24 * 3600


def portal_context(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: whether somebody is signed in, navigation, demonstration banner, elder mode, the day."""
    user = getattr(request, "user", None)
    return {
        "signed_in": bool(user and user.is_authenticated),
        "nav": nav.items_for(user, request.path) if user else (),
        "demo": is_demonstration(),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "today": clock.today(),
    }


class HomeView(Page):
    """The public front page; its parts are inclusion tags of the rooms."""

    public = True
    indexed = True
    template_name = "home.html"


class MyView(Page):
    """A person's home: what awaits them and by when."""

    permission = "accounts.view_home"
    template_name = "my.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tasks=tasks_for(user), tiles=tiles_for(user), coming=coming_for(user), **kwargs
        )


@method_decorator(csrf_exempt, name="dispatch")
class ElderView(PortalView):
    """Switch the larger type on or off; kept in a cookie, so that it works signed out.

    Without a token in the header's form a public page is the same for everybody, and caches may keep it.
    """

    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponseRedirect(back_url(request))
        if request.COOKIES.get(ELDER_COOKIE) == "1":
            response.delete_cookie(ELDER_COOKIE, samesite="Lax")
        else:
            response.set_cookie(ELDER_COOKIE, "1", max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
        return response


class HealthView(PortalView):
    """Say whether the portal can serve, in one word; what is wrong stands in the log and on the administrator's home.

    "degraded" answers 200: without the broker pages and ballots go on, and no node should be taken out for it.
    """

    public = True

    def get(self, _request: HttpRequest) -> JsonResponse:
        word = health.verdict(health.probe())
        response = JsonResponse({"status": word}, status=503 if word == "down" else 200)
        response["Cache-Control"] = "no-store"
        return response


class ComponentsView(Page):
    """Every component with its states, for those who build pages."""

    permission = "kit.view_components"
    template_name = "components.html"

    def permit(self) -> None:
        if not settings.DEBUG:
            raise Http404
        super().permit()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain that the page is too old; the browser's back button still has what was typed."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database, with a number to quote to whoever mends it."""
    reference = secrets.token_hex(4).upper()
    logger.error("reference %s for %s %s", reference, request.method, request.path)
    context = {"reference": reference, "portal_name": settings.PORTAL_NAME["zh-hans"]}
    return HttpResponse(render_to_string("500.html", context), status=500)
