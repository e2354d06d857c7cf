"""The client's address: from our own proxies only."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from brandportal.kit.middleware import ClientAddressMiddleware


def seen(settings, count, forwarded):
    settings.TRUSTED_PROXY_COUNT = count
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")
    ClientAddressMiddleware(lambda _request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9, unknown", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "203.0.113.9\t", "203.0.113.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, count, forwarded, address):
    assert seen(settings, count, forwarded) == address
