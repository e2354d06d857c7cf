"""Nothing secret leaves through the log, in whatever form it gets there."""

import json
import logging
import sys

import pytest

from brandportal.kit.logs import MASK, JsonFormatter, PlainFormatter, mask
from evaluation.tokens import new_code, new_receipt, show_code, show_receipt

CODE, RECEIPT = new_code(), new_receipt("secret", "2026")
FORMATTERS = [PlainFormatter(), JsonFormatter()]


def record(message, *args, exc_info=None, level=logging.WARNING):
    return logging.LogRecord("django.request", level, "/x.py", 1, message, args, exc_info)


PLANTED = {
    "code as printed": show_code(CODE),
    "code in one": CODE,
    "code in small letters": show_code(CODE).lower(),
    "code with blanks": show_code(CODE).replace("-", " "),
    "receipt as shown": show_receipt(RECEIPT),
    "receipt in one": RECEIPT,
    "first password": "abcd-efgh-jkmn-pqrs",
    "recovery code": "abcd-efgh-2345",
    "key of a second factor": "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
    "key in one": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
}
NAMED = {
    "password field": ("password=hunter2&next=/", "hunter2"),
    "dict": ("{'password': 'hunter 2', 'name': 'x'}", "hunter 2"),
    "json": ('{"new_password": "hunter2"}', "hunter2"),
    "post list": ("<QueryDict: {'password': ['hunter2']}>", "hunter2"),
    "session cookie": ("sessionid=abcdefsecret; path=/", "abcdefsecret"),
    "host cookie": ("__Host-sessionid=abcdefsecret", "abcdefsecret"),
    "cookie header": ("Cookie: a=1; b=hunter2", "hunter2"),
    "set-cookie header": ("Set-Cookie: x=hunter2; HttpOnly", "hunter2"),
    "authorization": ("Authorization: Basic aHVudGVyMg==", "aHVudGVyMg"),
    "csrf": ("csrfmiddlewaretoken=hunter2hunter2", "hunter2"),
    "database address": ("postgresql://portal:hunter2@db:5432/portal", "hunter2"),
    "redis address": ("redis://:hunter2@127.0.0.1:6379/0", "hunter2"),
    "code field": ("code=123456", "123456"),
    "secret key": ("SECRET_KEY = 'hunter2'", "hunter2"),
}
KEPT = [
    "Not Found: /brands/2026-ten-best/A001/",
    "reference 8F3A11C0 for GET /rounds/2026-ten-best/",
    "9b2fbd6c-8e25-4c0e-9b1e-0b8f1d3a7c55 is missing",
    "Conflict: /accounts/rosters/file/gweek49y8q/apply/",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "2026-11-25T20:30:08.123+00:00 三亚市档案局 3 件",
]


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("formatter", FORMATTERS)
def test_a_planted_secret_is_masked_in_message_arguments_and_traceback(name, formatter):
    secret = PLANTED[name]
    try:
        {}[f"bad input {secret} at line 1"]
    except KeyError:
        failed = record("failed for %s", secret, exc_info=sys.exc_info())

    for line in (formatter.format(record(f"GET /b/?x={secret} seen")), formatter.format(failed)):
        assert secret not in line
        assert MASK in line


@pytest.mark.parametrize("name", NAMED)
def test_what_its_name_gives_away_is_masked(name):
    text, secret = NAMED[name]

    assert secret not in mask(text)
    assert MASK in mask(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays_readable(text):
    assert mask(text) == text


def test_json_is_one_object_a_line_whatever_was_typed():
    line = JsonFormatter().format(record('a\r\n{"level": "forged"}\x1b[31m'))

    assert len(line.splitlines()) == 1
    assert json.loads(line)["level"] == "WARNING"
    assert "\x1b" not in line


def test_plain_text_shows_line_breaks_and_control_characters():
    line = PlainFormatter().format(record("a\r\nERROR forged\x1b[31m\u202e三亚"))

    assert len(line.splitlines()) == 1
    assert "\\r\\n" in line
    assert "\x1b" not in line
    assert line.endswith("三亚")


def test_json_carries_the_status_of_the_answer():
    entry = record("Not Found: /x/")
    entry.status_code = 404

    assert json.loads(JsonFormatter().format(entry))["status"] == 404
