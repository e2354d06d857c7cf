"""Settings from the environment: strict readers that refuse to guess."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class EnvError(RuntimeError):
    """An environment variable holds something that cannot be used."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    msg = f"{name} is {value!r}; write 1 or 0."
    raise EnvError(msg)


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or int(value) < least:
        msg = f"{name} is {value!r}; write a whole number{f' of {least} or more' if least else ''}."
        raise EnvError(msg)
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, options: tuple[str, ...]) -> str:
    """Return one of `options`; unset is the first of them."""
    value = text(name).lower() or options[0]
    if value not in options:
        msg = f"{name} is {value!r}; write one of: {', '.join(options)}."
        raise EnvError(msg)
    return value


def table(name: str) -> dict[str, Any]:
    """Return the JSON object of a variable; unset is an empty one."""
    value = text(name) or "{}"
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        msg = f'{name} is no JSON object; write something like {{"bucket_name": "brands"}}.'
        raise EnvError(msg)
    return found


def secret(name: str, file: Path) -> str:
    """Return the secret of the environment, else the one kept in `file`, made there on first use."""
    value = text(name)
    if value:
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_once(file, secrets.token_urlsafe(64))
    return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, value: str) -> None:
    # Two processes may start at the same moment: the first name wins, the other reads it.
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(value, encoding="ascii")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(url: str, var: Path) -> dict[str, Any]:
    """Django's database entry for `url`; an empty one is the embedded SQLite file under `var`."""
    if not url:
        return _sqlite(str(var / "portal.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(parts.hostname, parts.port, parts.username, parts.password, parts.path[1:])
    msg = f"DATABASE_URL begins with {parts.scheme!r}; write sqlite:///… or postgresql://…"
    raise EnvError(msg)


def _sqlite(name: str) -> dict[str, Any]:
    # Deferred transactions fail with "database is locked" under load; immediate ones wait.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def _postgres(
    host: str | None, port: int | None, user: str | None, password: str | None, name: str
) -> dict[str, Any]:
    limits = "-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "HOST": host or "",
        "PORT": str(port or ""),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "options": limits},
    }
