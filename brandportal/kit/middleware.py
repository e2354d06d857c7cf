"""Headers on every answer (what caches and search engines may keep among them), and the language that was chosen."""

import ipaddress
from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

Next = Callable[[HttpRequest], HttpResponse]
# A browser asks each time and mostly hears "unchanged"; a proxy in front of the portal may answer for it.
FOR_ALL = "public, max-age=0, s-maxage=60, must-revalidate"
FOR_ONE, AT_ONCE = "private, no-store", "private, no-cache"
FORMS, NOTHING = ("application/x-www-form-urlencoded", "multipart/form-data"), ("", "0")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ClientAddressMiddleware:
    """Take the client's address from our own proxies; what the client wrote before them is not believed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXY_COUNT
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
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
    """Close what Django leaves open; what somebody signed in sees is never kept, public pages are kept for a minute."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
        if not (getattr(view, "indexed", False) and response.status_code < 400):
            response.setdefault("X-Robots-Tag", "noindex, nofollow")
        if "Cache-Control" not in response:
            _say_who_may_keep(request, response, is_public=getattr(view, "public", False))
        return response


def _say_who_may_keep(request: HttpRequest, response: HttpResponse, *, is_public: bool) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response["Cache-Control"] = FOR_ONE
    elif (
        is_public
        and request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.cookies
    ):
        response["Cache-Control"] = FOR_ALL
        # Language and size of type are cookies.
        patch_vary_headers(response, ["Cookie"])
    else:
        response["Cache-Control"] = AT_ONCE


class PolicyMiddleware:
    """The policy of CONTENT_SECURITY_POLICY on every answer; no page has one of its own, so it is written out once."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault(HEADER, self.policy)
        return response


class LanguageMiddleware:
    """Chinese unless the person chose otherwise: an official page does not ask the browser."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.setdefault("Content-Language", translation.get_language() or language)
        return response


def language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class FormsOnlyMiddleware:
    """Refuse what is posted as anything but a form: no page reads it, and its sender would take silence for a deed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.method != "POST"
            or request.content_type in FORMS
            or request.META.get("CONTENT_LENGTH", "0") in NOTHING
        ):
            return self.get_response(request)
        return render(request, "415.html", status=415)


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
