"""Every check of an installation passes where all is in order, and can fail."""

import pytest
from django.conf import settings as portal
from django.test import override_settings

from brandportal import checks

PROD = {
    "DEBUG": False,
    "SECRET_KEY": "k" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFG",
    "ALLOWED_HOSTS": ["brands.example.gov.cn"],
    "HTTPS": True,
    "TRUSTED_PROXY_COUNT": 1,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "SECOND_FACTOR": "required",
    "REDIS_URL": "redis://:a-long-password@127.0.0.1:6379/0",
    "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 600},
}
FLIPS = [
    ("P01", {"DEBUG": True}),
    ("P02", {"SECRET_KEY": "short"}),
    ("P03", {"ALLOWED_HOSTS": ["*"]}),
    ("P03", {"ALLOWED_HOSTS": ["localhost"]}),
    ("P03", {"USE_X_FORWARDED_HOST": True}),
    ("P04", {"HTTPS": False}),
    ("P05", {"TRUSTED_PROXY_COUNT": 0}),
    ("P05", {"SECURE_PROXY_SSL_HEADER": None}),
    ("P06", {"SESSION_COOKIE_NAME": "sessionid"}),
    ("P06", {"SESSION_COOKIE_HTTPONLY": False}),
    ("P07", {"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}),
    ("P07", {"SESSION_COOKIE_AGE": 30 * 86400}),
    ("P08", {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"default-src": ["'none'"], "script-src": ["'unsafe-inline'"]}}}),
    ("P09", {"SECURE_REFERRER_POLICY": "no-referrer"}),
    ("P09", {"X_FRAME_OPTIONS": "SAMEORIGIN"}),
    ("P11", {"DATA_UPLOAD_MAX_NUMBER_FIELDS": None}),
    ("P12", {"FILE_UPLOAD_PERMISSIONS": 0o644}),
    ("P12", {"MEDIA_ROOT": portal.STATIC_ROOT / "media"}),
    ("P17", {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}),
    ("P17", {"AUTH_PASSWORD_VALIDATORS": []}),
    ("P07", {"IDLE_MINUTES": 31}),
    ("P18", {"SECOND_FACTOR": "off"}),
    ("P19", {"AXES_LOCKOUT_PARAMETERS": ["ip_address"]}),
    ("P20", {"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}}}),
    ("P20", {"DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}}}),
    ("P23", {"CELERY_TASK_ALWAYS_EAGER": True}),
    ("P23", {"CELERY_TASK_ACKS_LATE": False}),
    ("P23", {"CELERY_TASK_TIME_LIMIT": 400}),
    ("P24", {"REDIS_URL": "redis://127.0.0.1:6379/0"}),
    ("P25", {"LOGGING": {"formatters": {"own": {"format": "{message}"}}}}),
    ("P27", {"TIME_ZONE": "UTC"}),
]  # fmt: skip


@pytest.fixture
def whole_database_options(monkeypatch):
    monkeypatch.setitem(portal.DATABASES, "default", portal.DATABASES["default"] | {"OPTIONS": {
        "transaction_mode": "IMMEDIATE", "connect_timeout": 3,
        "init_command": "journal_mode=WAL; synchronous=FULL; secure_delete=ON; "
        "statement_timeout lock_timeout idle_in_transaction_session_timeout",
    }})  # fmt: skip


def numbers():
    return {message.id for message in checks.check_installation(None)}


@pytest.mark.usefixtures("whole_database_options")
def test_the_settings_of_production_pass():
    with override_settings(**PROD):
        assert numbers() == set()


@pytest.mark.usefixtures("whole_database_options")
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(("number", "change"), FLIPS)
def test_each_check_can_fail(number, change):
    with override_settings(**PROD | change):
        assert f"portal.{number}" in numbers()


@pytest.mark.usefixtures("whole_database_options")
def test_a_key_that_others_can_read_is_named(tmp_path):
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    with override_settings(**PROD, VAR_DIR=tmp_path):
        assert numbers() == {"portal.P02"}


@pytest.mark.usefixtures("whole_database_options")
def test_missing_defusedxml_and_old_versions_are_named(monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda _name: None)
    monkeypatch.setattr(checks.django, "VERSION", (5, 2, 17, "final", 0))
    with override_settings(**PROD):
        assert numbers() == {"portal.P14", "portal.P28"}


def ask_servers():
    return {message.id: message.msg for message in checks.check_servers(None, databases=["default"])}


@pytest.mark.django_db
def test_the_servers_pass_and_are_asked_only_when_wanted(monkeypatch):
    monkeypatch.setattr(checks, "POSTGRES", {"track_commit_timestamp": ("off",)})

    assert ask_servers() == {}
    assert checks.check_servers(None, databases=None) == []


@pytest.mark.django_db
def test_accounts_of_the_demonstration_are_named(cast):
    cast.alice.is_demo = True
    cast.alice.save()

    assert "portal.P29" in ask_servers()


@pytest.mark.django_db
def test_a_postgresql_server_that_may_lose_or_tell_is_named(monkeypatch):
    # The servers of the tests run without fsync, on purpose; on SQLite there is nobody to ask.
    expected = {"portal.P21"} if checks.connection.vendor == "postgresql" else set()

    assert set(ask_servers()) == expected
