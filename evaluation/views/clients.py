"""What all pages of clients share: no user, no session, no cookie; language and type size come from the address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from brandportal.accounts.demonstration import is_demonstration
from brandportal.kit.views import PortalView

CHINESE, ENGLISH = "zh-hans", "en"
OWN_SITES = {"same-origin", "none"}
UNKEPT = "no-store"
PUBLIC = "public, max-age=60"


class ClientView(PortalView):
    """A page for whoever holds a code. The code is the secret that a forged post would lack, so no cookie is set."""

    public = True
    alone = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.language = ENGLISH if request.GET.get("lang") == "en" else CHINESE
        self.elder = request.GET.get("elder") == "1"
        with translation.override(self.language):
            if request.method not in {"GET", "HEAD", "OPTIONS"} and is_foreign(request):
                return self.show("evaluation/ballot_foreign.html", status=403)
            try:
                return super().dispatch(request, *args, **kwargs)
            except (OperationalError, InterfaceError):
                return self.show("evaluation/ballot_down.html", status=503, demo=False)

    def address(self, **changes: str) -> str:
        """Return the query of this page's address with `changes`; empty values are left out."""
        values = {
            "lang": "en" if self.language == ENGLISH else "",
            "elder": "1" if self.elder else "",
        } | changes
        kept = {key: value for key, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def show(self, template: str, *, status: int = 200, keep: str = UNKEPT, **context: Any) -> HttpResponse:
        response = HttpResponse(self.text_of(template, **context), status=status)
        return self.seal(response, keep)

    def seal(self, response: HttpResponse, keep: str) -> HttpResponse:
        response["Cache-Control"] = keep
        response["Content-Language"] = translation.get_language() or self.language
        return response

    def text_of(self, template: str, **context: Any) -> str:
        """Render without the request: neither cookie nor session can be touched."""
        if "demo" not in context:
            context["demo"] = is_demonstration()
        return render_to_string(
            template, {"elder": self.elder, "query": self.address(), **self.switches(), **context}
        )

    def switches(self) -> dict[str, str]:
        """Links to the same page in the other language and size; a posted page cannot be asked for again."""
        if self.request.method == "POST":
            return {}
        path = self.request.path
        return {
            "switch_elder": path + (self.address(elder="" if self.elder else "1") or "?"),
            "switch_language": path + (self.address(lang="" if self.language == ENGLISH else "en") or "?"),
        }


def is_foreign(request: HttpRequest) -> bool:
    """Whether another site's page made the browser post this; browsers that say nothing are believed."""
    if request.META.get("HTTP_SEC_FETCH_SITE", "none") not in OWN_SITES:
        return True
    origin = request.META.get("HTTP_ORIGIN", "")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return False
    return urlsplit(origin).netloc != request.get_host()
