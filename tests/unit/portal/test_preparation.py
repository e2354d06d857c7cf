from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from brandportal.management import preparation

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """What would be run in a process of its own."""
    run = []
    monkeypatch.setattr(preparation, "manage", lambda arguments, **_: run.append(arguments))
    return run


def test_migrated_database_is_left_alone():
    assert preparation.migrate_if_needed() is False


def test_static_files_are_collected_once_and_again_after_a_change(var, commands, settings, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "one.css").write_text("a {}")
    settings.STATICFILES_DIRS = [sources]
    settings.STATIC_ROOT.mkdir()
    assert preparation.static_files_stale()

    preparation.collect_static_files()
    (settings.STATIC_ROOT / "staticfiles.json").touch()

    assert len(commands) == 1
    assert not preparation.static_files_stale()

    (sources / "one.css").write_text("a { color: red }")

    assert preparation.static_files_stale()


def test_demonstration_is_built_on_an_empty_portal_only(var, commands, django_user_model):
    assert preparation.demonstration_missing()

    preparation.build_demonstration()
    django_user_model.objects.create(username="ada", is_demo=True)

    assert [arguments[0] for arguments in commands] == ["demo", "demo"]
    assert not preparation.demonstration_missing()


def test_interrupted_demonstration_goes_on_with_the_round_that_is_missing(var, commands, django_user_model):
    django_user_model.objects.create(username="half", is_demo=True)
    Path(var, "demonstration.begun").write_text("1")
    assert preparation.demonstration_missing()

    preparation.build_demonstration()

    assert commands == [["demo", *preparation.DEMONSTRATION[1]]]
    assert not preparation.demonstration_missing()


def test_portal_with_real_people_gets_no_demonstration(var, django_user_model):
    Path(var, "demonstration.begun").touch()
    get_user_model().objects.create(username="real")

    assert not preparation.demonstration_missing()
