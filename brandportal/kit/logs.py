"""What leaves through the log: one line an event, as text or as JSON, with everything secret masked."""

import json
import logging
import re
from datetime import UTC, datetime

MASK = "[masked]"
# Crockford's base 32 as codes and receipts are printed, read or pasted: with or without groups, in either case.
_SYMBOL = "[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]"
_EDGE, _END = r"(?<![\w-])", r"(?![\w-])"
_WORD = r"[a-z_.-]*"
_SECRETS = (
    # voting codes: five groups of five; receipts: five of four; first passwords and recovery codes: four or three of four
    re.compile(rf"{_EDGE}{_SYMBOL}{{5}}(?:[-\s%20]*{_SYMBOL}{{5}}){{4}}{_END}"),
    re.compile(rf"{_EDGE}[0-9A-Za-z]{{4}}(?:-[0-9A-Za-z]{{4}}){{2,4}}{_END}"),
    re.compile(rf"{_EDGE}{_SYMBOL}{{20}}{_END}"),
    # the key of a second factor, as the page shows it and as an otpauth address carries it
    re.compile(rf"{_EDGE}[A-Z2-7]{{32}}{_END}|{_EDGE}[A-Z2-7]{{4}}(?: [A-Z2-7]{{4}}){{7}}{_END}"),
)
# name=value, "name": "value" and Header: value, for every name that says what it holds.
_NAMED = re.compile(
    rf"(?i)(?P<name>\b{_WORD}(?:password|passwd|passphrase|secret|secret_key|token|sessionid|session_key|csrf{_WORD}|otp{_WORD}"
    rf"|receipt|nonce|api_key|\bcode)\b['\"]?\s*[=:]\s*)(?P<value>\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[^\s,;&}}]+)"
)
_HEADER = re.compile(r"(?im)\b(?P<name>(?:set-)?cookie|(?:proxy-)?authorization)(?P<gap>['\"]?\s*[:=]\s*).*$")
_LOGIN = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s@]+@")


def mask(text: str) -> str:
    """Return `text` without codes, receipts, cookies, passwords and keys."""
    text = _HEADER.sub(rf"\g<name>\g<gap>{MASK}", text)
    text = _LOGIN.sub(rf"\g<scheme>:{MASK}@", text)
    text = _NAMED.sub(rf"\g<name>{MASK}", text)
    for pattern in _SECRETS:
        text = pattern.sub(MASK, text)
    return text


def _visible(text: str) -> str:
    """A message stays one line: what somebody typed cannot look like an entry of its own or move the cursor."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class PlainFormatter(logging.Formatter):
    """Time, level, place and message for a person who reads along; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_moment(record)} {record.levelname} {record.name} {_visible(record.getMessage())}"
        trace = _trace(self, record)
        return mask(f"{line}\n{trace}" if trace else line)


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            entry["status"] = status
        if trace := _trace(self, record):
            entry["trace"] = mask(trace)
        return json.dumps(entry, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    # Formatted here and not kept on the record: another handler would print it unmasked.
    return formatter.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else ""
