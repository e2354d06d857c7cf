"""The short way into the box: a ballot that needs no word is taken before all other middleware."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from brandportal.kept import QUERIES
from brandportal.kit.errors import DomainError
from evaluation.forms.ballots import read_ballot
from evaluation.services import casting
from evaluation.services.papers import Paper
from evaluation.views.ballots import KEPT, NO_RECEIPT, ReceiptPage
from evaluation.views.clients import is_foreign

FORM = "application/x-www-form-urlencoded"
# More than any ballot has, and fewer fields than Django refuses.
LARGEST = 2000
# Names and values in which nothing is encoded: what a browser sends of a ballot.
is_plain = re.compile(rb"[\w.*-]+=[\w.*-]*(?:&[\w.*-]+=[\w.*-]*)*").fullmatch


@dataclass(frozen=True)
class Kept:
    """The answer to the last ballot at an address as it left, with a blank for the receipt; `of` is its paper's key."""

    content: bytes
    headers: dict[str, str]
    of: Hashable

    def answer(self, receipt: str) -> HttpResponse:
        return HttpResponse(self.content.replace(NO_RECEIPT.encode(), receipt.encode()), headers=self.headers)


class ShortCastMiddleware:
    """Cast a ballot where one has been cast at the same address lately, and answer as that one was answered.

    Whatever is not plainly good goes the long way as if it had not been looked at: another encoding, another site's
    post, a ballot without its receipt, any refusal. A refused ballot changed nothing, so that the view may try again
    and say why.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path_info.startswith(settings.SHORT_PATHS):
            return self.get_response(request)
        kept = KEPT.found(address_of(request))
        response = cast_on(request, kept) if kept else None
        return response or self.long_way(request)

    def long_way(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # With any other query the answer is made anew, so that nobody fills the memory with invented addresses.
        is_known = request.META.get("QUERY_STRING", "") in QUERIES
        if is_known and isinstance(response, ReceiptPage) and not response.cookies:
            blank = response.content.replace(response.receipt.encode(), NO_RECEIPT.encode())
            KEPT.keep(address_of(request), Kept(blank, dict(response.items()), response.of))
        return response


def address_of(request: HttpRequest) -> tuple[str, ...]:
    """Return all that the answer depends on but for what is posted."""
    asked = request.META.get
    return "cast", request.path, asked("QUERY_STRING", ""), asked("HTTP_HOST", ""), request.scheme or ""


def cast_on(request: HttpRequest, kept: Kept) -> HttpResponse | None:
    """Return the answer to the ballot that is posted, None where it is to go the long way."""
    paper: Paper | None = KEPT.found(kept.of)
    post = plain_fields(request) if paper and not is_foreign(request) else None
    if paper is None or post is None:
        return None
    filled = read_ballot(post, paper)
    if not filled.receipt:
        return None
    try:
        receipt = casting.cast_ballot(paper, filled.code, filled.given(paper), filled.receipt)
    except (DomainError, Error):
        return None
    return kept.answer(receipt)


def plain_fields(request: HttpRequest) -> MultiValueDict[str, str] | None:
    """Return the fields of a form in which nothing is encoded, None for whatever else is posted."""
    length = request.META.get("CONTENT_LENGTH", "")
    if request.META.get("CONTENT_TYPE") != FORM or not length.isdecimal() or int(length) > LARGEST:
        return None
    if not is_plain(request.body):
        return None
    fields: dict[str, list[str]] = {}
    for pair in request.body.decode("ascii").split("&"):
        name, _is, value = pair.partition("=")
        fields.setdefault(name, []).append(value)
    return MultiValueDict(fields)
