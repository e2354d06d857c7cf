"""The container's health check asks as the proxy would."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.services.postgres import free_port
from tools.alive import is_alive


@pytest.fixture
def server(request):
    """A server that answers with `request.param`; returns it with what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(request.param)
            self.end_headers()

        def log_message(self, *arguments):
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.handle_request)
        thread.start()
        yield served.server_port, asked
        thread.join(5)


@pytest.mark.parametrize(("server", "alive"), [(200, True), (503, False), (301, False)], indirect=["server"])
def test_only_a_plain_yes_is_alive(server, alive, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "brands.example.gov.cn, other")
    port, asked = server

    assert is_alive(port) is alive
    assert asked == [("/healthz", "brands.example.gov.cn", "https")]


def test_nobody_there_is_not_alive():
    assert is_alive(free_port()) is False
