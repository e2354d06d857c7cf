"""Headers on every answer, and the language that a person chose."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ClientAddressMiddleware:
    """Take the client's address from our own proxies; what the client wrote before them is not believed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXY_COUNT
        passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if count and len(passed) >= count and _is_address(passed[-count]):
            request.META["REMOTE_ADDR"] = passed[-count]
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class HeadersMiddleware:
    """Close what Django leaves open; pages seen by somebody signed in are never kept by a cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware:
    """Chinese unless the person chose otherwise: an official page does not ask the browser."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.setdefault("Content-Language", translation.get_language() or language)
        return response


class ShortPathMiddleware:
    """Answer views that need neither session nor user from here, past all that would look for them.

    Under settings.SHORT_PATHS and only views that say so (`alone`). What is not found there goes the long way, which
    has the page for it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.SHORT_PATHS):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
            if not getattr(getattr(match.func, "view_class", None), "alone", False):
                return self.get_response(request)
            request.resolver_match = match
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return self.get_response(request)
        response.setdefault("Content-Length", str(len(response.content)))
        return response
