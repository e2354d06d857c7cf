"""Where a key stands in a text: on the same line whether a person or a program looks for it."""

import json

import pytest

from brandportal.rulebook import line_of, lines_of, read_rules
from evaluation.selectors.rules import SCHEMES, scheme_document, scheme_keys

TOML = """# rules
format = 1
title = { zh = "甲 # 乙 = [", en = 'x' }

[entries]
strata = [
    { key = "a", quota = 1 },   # first
    { key = "b", quota = 2 },
]

[[channel]]
key = "clients"
weight = 0.50
"quoted" = true
note = \"\"\"
two
lines = 1
\"\"\"
bands = [[2000, 50], [1500, 47]]
picks = { at_most = 3 }
[channel.trim]
high = 1
[[channel.groups]]
key = "g"
weight = 2

[[channel]]
key = "panel"
[process.notice]
days.unit = "workday"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("format", 2),
        ("title", 3),
        ("title.en", 3),
        ("entries", 5),
        ("entries.strata", 6),
        ("entries.strata.a.quota", 7),
        ("entries.strata.b", 8),
        ("entries.strata.b.quota", 8),
        ("channel", 11),
        ("channel.clients", 11),
        ("channel.clients.weight", 13),
        ("channel.clients.quoted", 14),
        ("channel.clients.note", 15),
        ("channel.clients.bands", 19),
        ("channel.clients.bands[2][1]", 19),
        ("channel.clients.picks.at_most", 20),
        ("channel.clients.trim", 21),
        ("channel.clients.trim.high", 22),
        ("channel.clients.groups.g.weight", 25),
        ("channel.panel.key", 28),
        ("process.notice.days.unit", 30),
    ],
)
def test_a_key_of_toml_has_its_line(path, line):
    assert lines_of(TOML, read_rules(TOML))[path] == line


def test_a_key_that_is_not_there_stands_in_the_table_around_it():
    lines = lines_of(TOML, read_rules(TOML))

    assert line_of("channel.clients.raters", lines) == 11
    assert line_of("channel.panel.items.x.max", lines) == 27
    assert line_of("stage", lines) is None
    assert line_of("", lines) is None


@pytest.mark.parametrize("indent", [None, 2])
def test_json_has_lines_too(indent):
    document = read_rules(TOML)
    text = json.dumps(document, indent=indent)
    rows = text.split("\n")

    for path, line in lines_of(text, document).items():
        last = path.rpartition(".")[2].partition("[")[0]
        assert f'"{last}"' in rows[line - 1] or rows[line - 1].strip() in {"{", "["} or "[" in path, path


@pytest.mark.parametrize("key", scheme_keys())
def test_every_key_of_every_scheme_has_its_line(key):
    text = (SCHEMES / f"{key}.toml").read_text(encoding="utf-8")
    lines, rows = lines_of(text, scheme_document(key)), text.split("\n")

    for path, line in lines.items():
        name = path.rpartition(".")[2].partition("[")[0]
        assert name in rows[line - 1] or "[" in path or rows[line - 1].lstrip().startswith(("{", "[[")), path
    for row in scheme_document(key)["channel"]:
        assert f"channel.{row['key']}.weight" in lines
