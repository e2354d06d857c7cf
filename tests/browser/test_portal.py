"""`manage.py portal` as an installation runs it: hashed files, the content policy, both processes, a clean end."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from tests.services.postgres import free_port

PATIENCE = 90


@pytest.fixture
def portal(tmp_path):
    port = free_port()
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "portal", "--no-demo", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.terminate()
    process.wait(PATIENCE)
    process.stdout.close()


def test_portal_opens_from_nothing_and_ends_cleanly(portal, browser):
    process, address = portal
    said = ""
    while address not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    complaints = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)

    page.goto(f"{address}/accounts/sign-in/")
    styles = page.eval_on_selector_all("link[rel=stylesheet]", "links => links.map(link => link.href)")
    page.close()
    process.send_signal(signal.SIGTERM)

    assert complaints == []
    assert styles
    assert all(len(style.split(".")[-2]) == 12 for style in styles), styles
    assert process.wait(PATIENCE) == 0
    assert _refused(address)


def _refused(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) != 0


def test_second_portal_on_the_same_port_says_what_to_do(live_server, tmp_path):
    command = [
        sys.executable,
        "manage.py",
        "portal",
        "--no-demo",
        "--port",
        live_server.url.rpartition(":")[2],
    ]
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": ""}

    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "make run PORT=" in done.stderr
    assert "Traceback" not in done.stderr
