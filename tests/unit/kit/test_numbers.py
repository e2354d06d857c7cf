"""Scores as people type them (security.md 4.3)."""

from decimal import Decimal

import pytest

from brandportal.kit.errors import DomainError
from brandportal.kit.numbers import parse_score


def read(text: str, max: str = "100", step: str = "0.5"):
    return parse_score(text, max=Decimal(max), step=Decimal(step), label="品牌名称")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("95", "95"),
        ("９５", "95"),
        ("１２．５", "12.5"),
        (" 7 ", "7"),
        ("0", "0"),
        ("０", "0"),
        ("100.00", "100"),
    ],
)
def test_what_people_type_is_read(typed, value):
    assert read(typed) == Decimal(value)


@pytest.mark.parametrize("empty", ["", "  ", "\u3000"])
def test_empty_is_not_zero(empty):
    assert read(empty) is None


@pytest.mark.parametrize(
    "typed",
    [
        "1e1",
        "1E+2",
        "-0",
        "+95",
        "95.",
        ".5",
        "95。5",
        "95,5",
        "٩٥",
        "NaN",
        "Infinity",
        "0x5f",
        "九十五",
        "1_0",
        "0.001",
        "100.01",
        "9" * 5000,
        "12.3",
    ],
)
def test_everything_doubtful_is_refused_naming_the_field(typed):
    with pytest.raises(DomainError) as refusal:
        read(typed)

    assert str(refusal.value).startswith("品牌名称")


def test_a_comma_gets_the_hint_of_the_decimal_point():
    with pytest.raises(DomainError, match=r"12\.5"):
        read("95，5")
