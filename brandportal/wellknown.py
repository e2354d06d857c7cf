"""Files that machines look for at fixed places."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from brandportal.kit import clock
from brandportal.kit.views import PortalView

# What stands here is for people at work, or for one voter; all public pages may be read by machines.
CLOSED = ("/accounts/", "/audit/", "/b/", "/codes/", "/desk/", "/files/", "/my/", "/outbox/", "/p", "/setup/")
VALID_FOR = timedelta(days=180)


class RobotsView(PortalView):
    """What search engines leave alone."""

    public = True

    def get(self, _request: HttpRequest) -> HttpResponse:
        lines = ["User-agent: *", *(f"Disallow: {place}" for place in CLOSED)]
        return _text(lines)


class SecurityView(PortalView):
    """Whom to tell of a weakness (RFC 9116); only where the installation names somebody."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURITY_CONTACT:
            raise Http404
        expires = clock.start_of(clock.today() + VALID_FOR)
        lines = [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires.isoformat()}",
            "Preferred-Languages: zh, en",
            f"Canonical: {request.build_absolute_uri(reverse('security'))}",
        ]
        return _text(lines)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
