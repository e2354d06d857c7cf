"""Reading, rounding and printing exact numbers."""

from fractions import Fraction

import pytest

from evaluation.tally.exact import (
    exact_text,
    parse_amount,
    parse_exact,
    parse_number,
    parse_whole,
    plain,
    printed,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1/2", 0, "1"),
        ("-1/2", 0, "-1"),
        ("5/2", 0, "3"),
        ("1/3", 2, "0.33"),
        ("2/3", 2, "0.67"),
        ("-1/1000", 2, "0.00"),
        ("-5/1000", 2, "-0.01"),
        ("0", 2, "0.00"),
        ("1999/200", 2, "10.00"),
        ("6304/100", 2, "63.04"),
        ("1/200", 2, "0.01"),
        ("1000", 3, "1000.000"),
    ],
)
def test_printing_rounds_half_up_by_absolute_value(value, places, text):
    assert printed(Fraction(value), places) == text


@pytest.mark.parametrize("text", ["0", "12", "012", "-3", "0.50", "-0.0", "99999999999999999999.5"])
def test_plain_decimals_are_numbers(text):
    assert parse_number(text) == Fraction(text)


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "+1", "1.", ".5", "1e3", "1,5", "１", "٣", "1/2", "--1", "inf", "1_0", "1" * 300]
)
def test_anything_else_is_none(text):
    assert parse_number(text) is None


def test_rules_may_write_ratios():
    assert parse_amount("2/3") == Fraction(2, 3)
    assert parse_amount("1/0") is None
    assert parse_amount("1.5/3") is None


@pytest.mark.parametrize("text", ["-1", "1.0", "", "²", "٣"])
def test_whole_numbers_have_digits_alone(text):
    assert parse_whole(text) is None


@pytest.mark.parametrize("text", ["2/4", "3", "3/01", "03/1", "-0/1", "1/-2", "1.5/1"])
def test_only_reduced_fractions_are_read_back(text):
    assert parse_exact(text) is None


@pytest.mark.parametrize("text", ["63/1", "-5/3", "0/1"])
def test_a_reduced_fraction_is_read_back(text):
    assert exact_text(parse_exact(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("25/2", "12.5"), ("2/3", "2/3"), ("100", "100"), ("-1/8", "-0.125"), ("10", "10"), ("1/50", "0.02")],
)
def test_plain_numbers_are_as_short_as_they_can_be(value, text):
    assert plain(Fraction(value)) == text
