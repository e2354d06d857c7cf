"""Reading rules texts and writing canonical JSON."""

import pytest

from evaluation.tally import (
    RulesError,
    canonical_json,
    fingerprint,
    lint,
    load_rules,
    message,
    message_zh,
    read_json,
    read_toml,
)
from tests.unit.tally.builders import channel, document


def test_canonical_json_is_sorted_tight_and_utf8():
    assert canonical_json({"b": [1, True], "a": {"题": "名"}}) == '{"a":{"题":"名"},"b":[1,true]}'


def test_the_fingerprint_is_of_the_canonical_text():
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_toml_and_json_of_the_same_rules_have_one_fingerprint():
    text = """
        format = 1
        key = "test"
        stage = [{ key = "final", use = ["panel"] }]
        select = { mode = "top", seats = 1 }
        [[channel]]
        key = "panel"
        raters = "panel"
        form = "items"
        weight = 0.50
        items = [{ key = "mark", max = 1_00 }]
    """
    as_json = canonical_json(document(channel(weight="0.50")))

    assert load_rules(read_toml(text)).fingerprint == load_rules(read_json(as_json)).fingerprint
    assert load_rules(read_toml(text)).fingerprint == fingerprint(document(channel(weight="0.50")))


def test_bare_json_numbers_become_text_as_written():
    one = read_json(canonical_json(document(channel())).replace('"100"', "100"))

    assert load_rules(one).fingerprint == load_rules(document(channel())).fingerprint


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("weight = 1e2", "exponent"),
        ("weight = inf", "exponent"),
        ("weight = nan", "exponent"),
        ("weight = 2009-06-01", "unwritable_value"),
        ("weight = 07:32:00", "unwritable_value"),
    ],
)
def test_exponents_and_dates_are_refused_with_their_path(line, code):
    faults = lint(read_toml(f"[process]\n{line}"))

    assert ("process.weight", code) in {(fault.path, fault.code) for fault in faults}


def test_a_binary_float_is_refused():
    faults = lint(document(channel(weight=0.5)))

    assert ("channel.panel.weight", "number_as_float") in {(fault.path, fault.code) for fault in faults}


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (read_toml, "a = ", "not_toml"),
        (read_json, "{", "not_json"),
        (read_json, '{"a":1,"a":2}', "key_twice"),
        (read_json, '{"a":"\\ud800"}', "half_character"),
        (read_json, "[]", "wrong_type"),
        (read_json, "[" * 100_000, "too_deep"),
        (read_toml, "a = " + "[" * 100_000, "too_deep"),
    ],
)
def test_a_text_that_cannot_be_read_says_why(read, text, code):
    with pytest.raises(RulesError) as refused:
        read(text)

    assert [fault.code for fault in refused.value.faults] == [code]


@pytest.mark.parametrize(
    ("read", "text", "line", "column"),
    [
        (read_toml, "a = 1\nb = = 2", "2", "5"),
        (read_toml, "a = 1\n\nb = [1,", "3", "8"),
        (read_toml, "a = ", "1", "5"),
        (read_toml, "[a]\n[a]\n", "2", "3"),
        (read_json, '{"a": 1,\n "b" 2}', "2", "6"),
    ],
)
def test_a_fault_of_the_writing_names_line_and_column(read, text, line, column):
    with pytest.raises(RulesError) as refused:
        read(text)

    (fault,) = refused.value.faults
    assert (fault.params["line"], fault.params["column"]) == (line, column)
    assert f"line {line}, column {column}" in message(fault)
    assert f"第 {line} 行第 {column} 列" in message_zh(fault)
