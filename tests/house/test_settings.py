"""The environment is documented and the translations are complete; the gate has a part of its own for migrations."""

import re

from tests.house.sources import ROOT, python_files
from tools import catalogue

READS = re.compile(r"env\.(?:choice|table|text|flag|number|words|secret|database)\(\s*\"([A-Z_]+)\"")
# Set by `manage.py portal` for one of its own children, never by an installation.
INTERNAL = {"COLLECTING"}


def test_example_environment_lists_every_key_and_no_other():
    read = {key for path in python_files() for key in READS.findall(path.read_text(encoding="utf-8"))}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#?\s?([A-Z_]+)=", example, flags=re.MULTILINE))

    assert listed == read - INTERNAL


def test_chinese_is_complete():
    current = catalogue.read(catalogue.po_path(ROOT))

    assert list(catalogue.faults(current)) == []
