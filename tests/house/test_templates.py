"""What every template keeps: nothing inline (the content policy would block it), one heading, no foreign host."""

import re

import pytest

from tests.house.sources import ROOT, templates

TEMPLATES = templates()
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "javascript link": re.compile(r"javascript:", re.IGNORECASE),
    "htmx evaluation": re.compile(r"\shx-on[:\-=]|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
}
EXTENDS = re.compile(r"{%\s*extends\s+\"([^\"]+)\"")
INCLUDES = re.compile(r"{%\s*(?:include|drawn)\s+\"([^\"]+)\"")
HEADING = re.compile(r"<h1\b", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("kind", INLINE)
def test_nothing_is_inline(kind):
    found = [name for name, text in TEMPLATES.items() if INLINE[kind].search(text)]

    assert found == []


def test_no_page_fetches_from_elsewhere():
    assert [name for name, text in TEMPLATES.items() if FOREIGN.search(text)] == []


def test_every_page_has_exactly_one_main_heading():
    counts = {name: headings(name) for name, text in TEMPLATES.items() if _is_page(name, text)}

    assert {name: count for name, count in counts.items() if not _one_at_a_time(name, count)} == {}


def _is_page(name: str, text: str) -> bool:
    return bool(EXTENDS.search(text)) and "/_" not in f"/{name}" and "base" not in name


def _one_at_a_time(name: str, count: int) -> bool:
    # Two headings may stand in two branches; that one is shown at a time is seen when the pages are walked.
    return count == 1 or (count == 2 and "{% else %}" in TEMPLATES[name])


def headings(name: str, seen: frozenset[str] = frozenset()) -> int:
    """h1 elements of a template, of what it includes by name and of what it extends."""
    text = TEMPLATES.get(name, "")
    if name in seen:
        return 0
    others = [*INCLUDES.findall(text), *EXTENDS.findall(text)]
    return len(HEADING.findall(text)) + sum(headings(other, seen | {name}) for other in others)


def test_every_named_template_exists():
    missing = {
        (name, other)
        for name, text in TEMPLATES.items()
        for other in INCLUDES.findall(text) + EXTENDS.findall(text)
        if other not in TEMPLATES
    }

    assert missing == set()


def test_text_over_several_lines_is_trimmed():
    block = re.compile(
        r"{%\s*blocktrans(?:late)?\b(?P<words>[^%]*)%}(?P<text>.*?){%\s*endblocktrans", re.DOTALL
    )
    untrimmed = [
        name
        for name, text in TEMPLATES.items()
        for found in block.finditer(text)
        if "\n" in found["text"] and "trimmed" not in found["words"]
    ]

    assert untrimmed == []


def test_our_scripts_evaluate_nothing():
    words = re.compile(r"\beval\(|new Function\(|innerHTML\s*=|document\.write")
    scripts = (ROOT / "static").rglob("*.js")

    assert [path.name for path in scripts if words.search(path.read_text(encoding="utf-8"))] == []
