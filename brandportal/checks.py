"""What `manage.py check --deploy` asks beyond Django's own checks; docs/operation.md lists the ids."""

import stat
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django
import PIL
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from brandportal.kit.logs import JsonFormatter, PlainFormatter

LEAST_DJANGO, LEAST_PILLOW = (5, 2, 18), (12, 3)
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
FORBIDDEN_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")
SAFE_SESSIONS = (
    "brandportal.accounts.sessions",
    "django.contrib.sessions.backends.db",
    "django.contrib.sessions.backends.cached_db",
)
# What a PostgreSQL server must answer, so that what was acknowledged is stored and no log tells who voted.
POSTGRES = {
    "synchronous_commit": ("on", "remote_write", "remote_apply", "local"),
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_min_error_statement": ("log", "fatal", "panic"),
    "log_min_duration_statement": ("-1",),
    "log_parameter_max_length_on_error": ("0",),
}
Found = Iterator[tuple[str, str, str]]


@register(Tags.security, deploy=True)
def check_installation(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Read the settings only; asks no server."""
    asked: tuple[Callable[[], Found], ...] = (
        _way_in, _sessions_and_accounts, _pages, _uploads, _database, _worker, _logs, _versions,
    )  # fmt: skip
    return [_error(*found) for ask in asked for found in ask()]


@register(Tags.database, deploy=True)
def check_servers(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Ask the database itself: `manage.py check --deploy --database default`."""
    if "default" not in (databases or ()):
        return []
    return [_error(*found) for ask in (_postgres_server, _accounts_in_use) for found in ask()]


def _error(number: str, sentence: str, hint: str) -> Error:
    return Error(sentence, hint=hint, id=f"portal.{number}")


def _way_in() -> Found:
    if settings.DEBUG:
        yield "P01", "DEBUG is on.", "Unset DEBUG."
    if len(settings.SECRET_KEY) < 50 or _key_is_readable():
        yield "P02", "SECRET_KEY is short, or others may read its file.", "50 characters or more; mode 0600."
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or hosts <= LOCAL_HOSTS or settings.USE_X_FORWARDED_HOST:
        yield "P03", "ALLOWED_HOSTS does not name the portal.", "ALLOWED_HOSTS=brands.example.gov.cn"
    if not settings.HTTPS:
        yield "P04", "The portal does not insist on TLS.", "HTTPS=1 behind a proxy that ends TLS."
    if bool(settings.SECURE_PROXY_SSL_HEADER) != (settings.TRUSTED_PROXY_COUNT > 0):
        yield (
            "P05",
            "The proxy's header is believed without a proxy, or not with one.",
            "Set TRUSTED_PROXY_COUNT.",
        )


def _key_is_readable() -> bool:
    file = Path(settings.VAR_DIR) / "secret_key"
    return file.exists() and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def _sessions_and_accounts() -> Found:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    if not all(name.startswith("__Host-") for name in names) or not settings.SESSION_COOKIE_HTTPONLY:
        yield "P06", "The cookies are not bound to this host.", "HTTPS=1 does it."
    if settings.SESSION_ENGINE not in SAFE_SESSIONS or settings.SESSION_COOKIE_AGE > 12 * 3600:
        yield (
            "P07",
            "Sessions are not in the database, or last longer than 12 hours.",
            "Leave the settings as they are.",
        )
    if not 0 < settings.IDLE_MINUTES <= 30 or settings.IDLE_MINUTES_OTHERS < 1:
        yield (
            "P07",
            "Whoever runs a round stays signed in unused for more than 30 minutes.",
            "IDLE_MINUTES=30",
        )
    validators: Any = settings.AUTH_PASSWORD_VALIDATORS
    lengths = [one.get("OPTIONS", {}).get("min_length", 0) for one in validators]
    if "Argon2" not in settings.PASSWORD_HASHERS[0] or max(lengths, default=0) < 12:
        yield "P17", "Passwords may be short or weakly hashed.", "Argon2 first, 12 characters or more."
    if settings.SECOND_FACTOR != "required":
        yield "P18", "Organizer and administrator sign in with a password alone.", "SECOND_FACTOR=required"
    if settings.AXES_LOCKOUT_PARAMETERS != [["username", "ip_address"]]:
        yield "P19", "One address, or one name, can lock out others.", "Lock by account and address together."


def _pages() -> Found:
    directives: Any = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {source for listed in directives.values() for source in listed}
    if sources & set(FORBIDDEN_SOURCES) or directives.get("default-src") != ["'none'"]:
        yield "P08", "The content policy lets foreign or inline code run.", "Leave the settings as they are."
    if settings.SECURE_REFERRER_POLICY != "same-origin" or settings.X_FRAME_OPTIONS != "DENY":
        yield "P09", "Pages may be framed, or the ballots' origin is lost.", "same-origin and DENY."


def _uploads() -> Found:
    limits = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    if None in {*limits, settings.DATA_UPLOAD_MAX_NUMBER_FILES}:
        yield "P11", "A form may be of any size.", "Keep the three DATA_UPLOAD limits."
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if settings.FILE_UPLOAD_PERMISSIONS != 0o640 or media == static or static in media.parents:
        yield (
            "P12",
            "Uploads may be read by others, or lie where the web serves from.",
            "MEDIA_ROOT outside of static.",
        )
    if find_spec("defusedxml") is None:
        yield "P14", "defusedxml is missing.", "Install requirements.txt."


def _database() -> Found:
    facts = settings.DATABASES["default"]
    options = str(facts.get("OPTIONS", {}))
    if "sqlite" in facts["ENGINE"]:
        wanted = ("IMMEDIATE", "synchronous=FULL", "secure_delete=ON", "journal_mode=WAL")
    else:
        wanted = (
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "connect_timeout",
        )
    if any(word not in options for word in wanted):
        yield "P20", "The database is opened without its limits.", "Set it by DATABASE_URL."
    if settings.TIME_ZONE != "Asia/Shanghai" or not settings.USE_TZ:
        yield "P27", "Deadlines would be counted in another time zone.", "Asia/Shanghai with USE_TZ."


def _worker() -> Found:
    eager = getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    patience: Any = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout", 600)
    late = settings.CELERY_TASK_ACKS_LATE and settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    if eager or not late or patience < settings.CELERY_TASK_TIME_LIMIT * 2:
        yield (
            "P23",
            "A tally may be lost with its worker, or counted twice at once.",
            "Keep the CELERY settings.",
        )
    if settings.REDIS_URL and "@" not in settings.REDIS_URL and not settings.REDIS_URL.startswith("unix:"):
        yield "P24", "Redis is open to whoever reaches it.", "REDIS_URL=redis://:password@host:6379/0"


def _logs() -> Found:
    formatters: Any = settings.LOGGING["formatters"]
    masked = {f"{one.__module__}.{one.__qualname__}" for one in (JsonFormatter, PlainFormatter)}
    if any(one.get("()") not in masked for one in formatters.values()):
        yield "P25", "A log may show codes and passwords.", "Use the formatters of brandportal.kit.logs."


def _versions() -> Found:
    pillow = tuple(int(part) for part in PIL.__version__.split(".")[:2])
    if django.VERSION[:3] < LEAST_DJANGO or pillow < LEAST_PILLOW:
        yield "P28", "Django or Pillow has a known fault.", "Install requirements.txt."


def _postgres_server() -> Found:
    if connection.vendor != "postgresql":
        return
    names = list(POSTGRES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        found = dict(cursor.fetchall())
    wrong = [f"{name}={found.get(name)}" for name in names if found.get(name) not in POSTGRES[name]]
    if wrong:
        yield (
            "P21",
            f"The PostgreSQL server is set up otherwise: {', '.join(wrong)}.",
            "See docs/operation.md.",
        )


def _accounts_in_use() -> Found:
    people = get_user_model()
    migrated = people._meta.db_table in connection.introspection.table_names()
    if migrated and people.objects.filter(is_demo=True, is_active=True).exists():
        yield "P29", "Accounts of the demonstration can sign in.", "Start from an empty database."
