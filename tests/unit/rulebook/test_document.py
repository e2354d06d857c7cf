"""Rules documents: read from TOML or JSON to the same canonical text."""

import pytest

from brandportal.kit.errors import DomainError
from brandportal.rulebook import canonical, fingerprint, read_rules

TOML = 'format = 1\nkey = "x"\n[[channel]]\nweight = 0.50\nflag = true\n'
JSON = '{"key": "x", "format": 1, "channel": [{"weight": 0.50, "flag": true}]}'


def test_toml_and_json_have_one_canonical_form():
    assert canonical(read_rules(TOML)) == canonical(read_rules(JSON))
    assert canonical(read_rules(TOML)) == '{"channel":[{"flag":true,"weight":"0.50"}],"format":"1","key":"x"}'
    assert len(fingerprint(canonical(read_rules(TOML)))) == 64


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("weight = 1e1", "1e1"),
        ('{"weight": 1E2}', "1E2"),
        ("day = 2026-09-30", "day"),
        ('{"a": null}', "a"),
        ("a = ", "document"),
        ("{", "Line 1, column 2"),
        ("a = 1\nb = = 2", "Line 2, column 5"),
        ("a = 1\n\nb = [1,", "Line 3, column 8"),
        ('{"a": 1, "b": {"a": 1, "a": 2}}', "“a” stands twice"),
        ('{"a": [{"b": "\\ud800"}]}', r"a\[1\]\.b"),
        ('a = "\\u0000"', "cannot be kept"),
        ("[" * 100_000, "rules document"),
        ("w = nan", "nan"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, named):
    with pytest.raises(DomainError, match=named):
        read_rules(text)


def test_a_mark_before_the_text_is_passed_over():
    assert read_rules("\ufeff" + JSON) == read_rules("\ufeff" + TOML) == read_rules(JSON)
