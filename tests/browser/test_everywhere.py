"""What `make run` shows, walked by every role: no dead link, no error, each kind of page accessible in both widths.

The portal opens from nothing, runs as an installation does and ends cleanly; nothing is written.
"""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Error as PlaywrightError

from brandportal.accounts.enums import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.looks import complaints, listen, shape
from tests.services.postgres import free_port

PATIENCE = 120
LINK = re.compile(r'href="(/[^"#?]*)')
SAME_KIND = 2  # pages of one kind that one person opens
HEADING = re.compile(r"<h1\b")


class Portal:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.seen_kinds: set[str] = set()

    def people(self, role: str) -> list[str]:
        database = f"file:{self.folder / 'portal.sqlite3'}?mode=ro"
        query = (
            "SELECT username FROM accounts_user JOIN accounts_rolegrant ON user_id = accounts_user.id "
            "WHERE role = ? ORDER BY accounts_user.id LIMIT 1"
        )
        with closing(sqlite3.connect(database, uri=True)) as connection:
            return [row[0] for row in connection.execute(query, [role])]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    running = Portal(tmp_path_factory.mktemp("portal"))
    environment = {**os.environ, "VAR_DIR": str(running.folder), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "portal", "--port", str(running.port)]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        said = ""
        while running.address not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield running
        process.terminate()
        assert process.wait(PATIENCE) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", running.port)) != 0


@pytest.fixture
def visitor(browser, portal):
    context = browser.new_context(base_url=portal.address, viewport=DESK, locale="zh-CN")
    yield context
    context.close()


def test_files_are_named_by_their_content(portal, visitor):
    page = visitor.new_page()
    heard = listen(page)
    page.goto("/accounts/sign-in/")
    styles = page.eval_on_selector_all("link[rel=stylesheet]", "links => links.map(link => link.href)")
    page.close()

    assert heard == []
    assert styles
    assert all(len(style.split(".")[-2]) == 12 for style in styles), styles


def test_strangers_find_no_dead_link(portal, visitor):
    faults = walk(portal, visitor, "/")

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_everything_a_role_is_offered_opens(portal, visitor, role):
    people = portal.people(role)
    assert people, f"the demonstration has nobody who is {role}"
    sign_in(visitor, people[0])
    assert 'class="bp-tasks"' in fetch(visitor, "/my/").text(), f"nothing awaits the first {role}"

    faults = walk(portal, visitor, "/my/")

    assert not faults, "\n".join(faults)


def sign_in(visitor, username):
    page = visitor.new_page()
    page.goto("/accounts/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", settings.DEMO_PASSWORD)
    page.locator("form.bp-form button[type=submit]").click()
    page.wait_for_url("**/my/")


def walk(portal, visitor, start):
    """Follows links breadth first, a few pages of each kind; opens the first of each kind in the browser."""
    faults, waiting, opened = [], [start], Counter()
    known = {start: "the start"}
    # One window for all: to open one costs as much as to look at a page. Who has signed in has one.
    page = visitor.pages[0] if visitor.pages else visitor.new_page()
    heard = listen(page)
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        opened[kind] += 1
        if opened[kind] > SAME_KIND:
            continue
        answer = fetch(visitor, path)
        if answer.status >= 400:
            faults.append(f"{answer.status} {path} (linked from {known[path]})")
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        text = answer.text()
        faults += faults_of_text(path, text)
        fresh = [link for link in dict.fromkeys(LINK.findall(text)) if link not in known and wanted(link)]
        known.update(dict.fromkeys(fresh, path))
        waiting += fresh
        if kind not in portal.seen_kinds:
            portal.seen_kinds.add(kind)
            faults += look_at(portal, page, path) + [f"{path}: {line}" for line in heard]
            heard.clear()
    return faults + [f"{start}: {line}" for line in heard]


def fetch(visitor, path):
    try:
        return visitor.request.get(path)
    except PlaywrightError:
        # The server had closed the connection it kept open, as it may; a browser asks again in silence.
        return visitor.request.get(path)


def wanted(link):
    return not link.startswith(("/static/", "/files/"))


def kind_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def faults_of_text(path, text):
    headings = len(HEADING.findall(text))
    return [] if headings == 1 else [f"{path} has {headings} main headings"]


def look_at(portal, page, path):
    """Chinese and English, wide and narrow: the shape in all four, axe once in each language and width."""
    found = []
    for language, first, second in (("zh-hans", PHONE, DESK), ("en", DESK, PHONE)):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": portal.address}])
        page.set_viewport_size(first)
        answer = page.goto(path)
        if "refresh" in answer.headers:
            page.wait_for_url(f"**{path}?*")
        found += [f"{language}: {fault}" for fault in complaints(page)]
        page.set_viewport_size(second)
        found += [f"{language}: {fault}" for fault in shape(page)]
    page.context.clear_cookies(name="django_language")
    return found
