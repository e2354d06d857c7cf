"""Pages for everybody are kept: whoever is not signed in is given the same bytes again before anything is made anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe

from brandportal.audit.services import recent_head
from brandportal.kit import clock
from brandportal.kit.middleware import FOR_ALL, language_of
from brandportal.views import ELDER_COOKIE

# As long as a proxy is told in FOR_ALL.
KEPT_FOR = 60
LARGEST = 256 * 1024
HEAD = "portal.head"
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# What a browser must hear again with "unchanged" (RFC 9110, 15.4.5).
OF_UNCHANGED = {"Cache-Control", "ETag", "Last-Modified", "Vary"}
MESSAGES_COOKIE = "messages"
# The clients' pages take these from their address; with any other query a page is made anew, so that nobody fills
# the cache with invented addresses.
QUERIES = ("", "lang=en", "elder=1", "lang=en&elder=1")


@dataclass(frozen=True)
class Kept:
    """An answer as it left; `head` is that of the trail before it was made, "" where only time matters."""

    content: bytes
    headers: dict[str, str]
    head: str

    @property
    def is_true(self) -> bool:
        return not self.head or self.head == known_head()

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page, or that it is unchanged to whoever has it."""
        short = conditional(request, self.headers)
        if short is None:
            return HttpResponse(self.content, headers=self.headers)
        if isinstance(short, HttpResponseNotModified):
            for name in self.headers.keys() & OF_UNCHANGED:
                short[name] = self.headers[name]
        return short


class KeptPageMiddleware:
    """Keep what says of itself that it is for all (FOR_ALL), for a minute and until the next event of the trail.

    Every deed is in the trail in the deed's own transaction. So one question, for the trail's head, tells on every web
    process whether anything at all has been published, changed or withdrawn since the page was made, and no service
    has to tell a cache. Views with `kept_for` are kept by time alone. Nobody with a session, with a message to be shown
    or with a token is given a kept page that could differ, or has his own kept. It stands before all other middleware:
    what is kept has their headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        place = place_of(request)
        if not place:
            return self.get_response(request)
        kept: Kept | None = cache.get(place)
        if kept and kept.is_true:
            return kept.answer(request)
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        response = self.get_response(request)
        request.META.update(conditions)
        made = kept_of(request, response)
        if made is None:
            return conditional(request, response.headers, response) or response
        cache.set(place, made, seconds_of(request) or KEPT_FOR)
        return made.answer(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: object) -> None:
        """Note the head before the view reads anything: what is published meanwhile makes the page old, never new."""
        if getattr(getattr(view, "view_class", None), "public", False) and place_of(request):
            request.META[HEAD] = known_head()


def place_of(request: HttpRequest) -> str:
    """Return the key of all that a page for everybody depends on; "" for a request that is answered anew.

    So is one for a host that is not ours: the page that says so is made further in, with its headers.
    """
    query = request.META.get("QUERY_STRING", "")
    in_address = request.path_info.startswith(settings.SHORT_PATHS)
    if request.method != "GET" or (query not in QUERIES if in_address else query):
        return ""
    if request.path_info.startswith(settings.STATIC_URL):
        return ""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES_COOKIE in request.COOKIES:
        return ""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    size = "large" if request.COOKIES.get(ELDER_COOKIE) == "1" else ""
    parts = (str(clock.today()), language_of(request), size, request.scheme or "", host)
    # A digest, because an address may be longer than a cache takes for a key.
    return f"page:{sha256(' '.join((*parts, request.path, query)).encode()).hexdigest()}"


def conditional(
    request: HttpRequest, headers: Mapping[str, str], response: HttpResponse | None = None
) -> HttpResponseBase | None:
    """Return what answers the request's conditions, as ConditionalGetMiddleware reads them."""
    changed = parse_http_date_safe(headers.get("Last-Modified", ""))
    return get_conditional_response(request, headers.get("ETag"), changed, response)


def is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing in the answer is one person's; a token that came as a cookie could stand in a form."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
        and len(response.content) <= LARGEST
    )


def kept_of(request: HttpRequest, response: HttpResponse) -> Kept | None:
    """Return the answer as it is to be kept, None when it is not."""
    before = "" if seconds_of(request) else request.META.get(HEAD, "")
    is_for_all = seconds_of(request) or (before and response.get("Cache-Control") == FOR_ALL)
    if not is_for_all or not is_same_for_all(request, response):
        return None
    set_response_etag(response)
    return Kept(response.content, dict(response.items()), before)


def seconds_of(request: HttpRequest) -> int:
    view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    return getattr(view, "kept_for", 0)


def known_head() -> str:
    """Return the trail's head, "" when the database does not answer: then nothing is true, and nothing is kept."""
    # The question itself shows whether the connection still holds: one way to the database and back instead of two.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    try:
        return recent_head()
    except Error:
        connection.close_if_unusable_or_obsolete()
        return ""
