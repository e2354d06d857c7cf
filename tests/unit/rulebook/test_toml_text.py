"""Rules written as TOML read back as the same document."""

import pytest

from brandportal.rulebook import canonical, freeze, read_rules, toml_text
from evaluation.selectors.rules import read_document, scheme_document, scheme_keys


@pytest.mark.parametrize("key", scheme_keys())
def test_every_scheme_comes_back_as_it_was(key):
    document = scheme_document(key)

    assert canonical(read_rules(toml_text(document))) == canonical(document)
    frozen = read_document(freeze(document))
    assert canonical(read_rules(toml_text(frozen))) == canonical(frozen)


@pytest.mark.parametrize(
    "value",
    [
        "15",
        "0.50",
        "-3",
        "-0",
        "007",
        "1e5",
        "2/3",
        "",
        'a\\b"c\nd\te\r\x07\u2028😀',
        "9" * 40,
        "true",
        True,
        [],
        {},
        [["2000", "50"]],
        [{"a": "1"}, "x"],
        {"schlüssel": {"a.b": "1"}},
        [{"key": "a", "title": {"zh": "甲" * 60}}, {"key": "b", "title": {"zh": "乙" * 60}}],
    ],
)
def test_any_value_comes_back_as_it_was(value):
    for document in ({"a": value}, {"a": {"b": value}}, {"a": [{"b": value}], "c": "1"}):
        assert read_rules(toml_text(document)) == document


def test_numbers_and_flags_stand_bare():
    text = toml_text({"format": "1", "select": {"mode": "top", "seats": "10", "may_be_fewer": True}})

    assert text == 'format = 1\n\n[select]\nmode = "top"\nseats = 10\nmay_be_fewer = true\n'
