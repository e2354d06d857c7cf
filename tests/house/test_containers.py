"""The container files say nothing that the portal does not know."""

import re

from tests.house.sources import ROOT


def test_compose_sets_only_keys_that_the_portal_reads():
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    block = compose.split("environment: &environment\n", 1)[1].split("  depends_on:", 1)[0]
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    known = set(re.findall(r"^#?\s?([A-Z_]+)=", example, flags=re.MULTILINE))

    assert set(re.findall(r"^    ([A-Z_]+):", block, flags=re.MULTILINE)) - known == set()


def test_the_image_is_built_from_pinned_packages_and_runs_as_nobody_special():
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()

    assert any("--require-hashes" in line for line in lines)
    assert lines.index("USER portal") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))


def test_no_secret_stands_in_the_container_files():
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    assert re.findall(r"(?i)^\s*\w*(?:password|secret_key)\w*: (?!\$\{).+$", text, flags=re.MULTILINE) == []
