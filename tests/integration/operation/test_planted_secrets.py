"""Secrets are planted wherever a request can carry them; not one is found in what the portal logs."""

import io
import logging

import pytest
from django.test import Client

from brandportal.kit.logs import MASK, PlainFormatter
from evaluation.tokens import new_code, new_receipt, show_code, show_receipt
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PASSWORD = "Planted-Password-7391"
CODE, RECEIPT = show_code(new_code()), show_receipt(new_receipt("secret", "2026"))


@pytest.fixture
def log():
    """What the console's handler writes, as an installation configures it."""
    handler = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, PlainFormatter))
    written, before = io.StringIO(), handler.stream
    handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def test_addresses_that_carry_a_code_are_masked(log, client):
    for place in (
        f"/nowhere/{CODE}/",
        f"/nowhere/?code={CODE}",
        f"/nowhere/{RECEIPT}",
        f"/p/{CODE.lower()}/x",
    ):
        assert client.get(place).status_code == 404

    assert CODE not in log.getvalue().upper()
    assert RECEIPT not in log.getvalue()
    assert MASK in log.getvalue()


def test_a_failure_while_signing_in_shows_no_password(log, client, cast, monkeypatch):
    def fails(*_args, **credentials):
        raise RuntimeError(f"the directory refused {credentials} of {CODE}")

    monkeypatch.setattr("django.contrib.auth.forms.authenticate", fails)
    answer = client.post("/accounts/sign-in/", {"username": "alice", "password": PASSWORD})

    assert answer.status_code == 500
    assert PASSWORD not in answer.content.decode()
    assert "the directory refused" in log.getvalue()
    assert PASSWORD not in log.getvalue()
    assert CODE not in log.getvalue()


def test_a_failure_shows_neither_cookie_nor_csrf_token(log, cast, monkeypatch):
    client = client_of(cast.omar)
    client.raise_request_exception = False
    key = client.session.session_key

    def fails(request, _path):
        raise RuntimeError(f"context of {request.COOKIES} {request.headers.get('Cookie')}")

    monkeypatch.setattr("brandportal.kit.nav.items_for", fails)
    client.get("/my/", headers={"Cookie": f"sessionid={key}"})

    assert "context of" in log.getvalue()
    assert key not in log.getvalue()


def test_what_a_stranger_types_cannot_forge_a_line(log, client):
    client.get("/nowhere/%0d%0a2026-01-01 ERROR forged%1b[31m")

    assert all(not line.startswith("2026-01-01") for line in log.getvalue().splitlines())
    assert "\x1b" not in log.getvalue()
