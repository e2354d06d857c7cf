"""The environment is documented, the migrations are complete, and the translations too."""

import re

import pytest
from django.core.management import call_command

from tests.house.sources import ROOT, python_files
from tools import catalogue
from tools.extraction import extract

READS = re.compile(r"env\.(?:choice|table|text|flag|number|words|secret|database)\(\s*\"([A-Z_]+)\"")
# Set by `manage.py portal` for one of its own children, never by an installation.
INTERNAL = {"COLLECTING"}


def test_example_environment_lists_every_key_and_no_other():
    read = {key for path in python_files() for key in READS.findall(path.read_text(encoding="utf-8"))}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#?\s?([A-Z_]+)=", example, flags=re.MULTILINE))

    assert listed == read - INTERNAL


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_chinese_is_complete():
    current = catalogue.read(catalogue.po_path(ROOT))

    assert list(catalogue.faults(current)) == []


def test_catalogue_is_what_the_sources_hold():
    path = catalogue.po_path(ROOT)
    fresh = catalogue.build(extract(ROOT), catalogue.translations(catalogue.read(path)))

    assert f"{fresh}" == path.read_text(encoding="utf-8")
