"""Dates as offices write them (security.md 4.6)."""

from datetime import date

import pytest

from brandportal.kit.dates import parse_date
from brandportal.kit.errors import DomainError


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-05",
        "2026年3月5日",
        "2026.3.5",
        "2026/3/5",
        "20260305",
        "２０２６年３月５日",
        " 2026 年 3 月 5 日 ",
    ],
)
def test_every_usual_way_is_read(typed):
    assert parse_date(typed, "申报截止") == date(2026, 3, 5)


def test_a_day_that_does_not_exist_is_refused_with_the_length_of_its_month():
    with pytest.raises(DomainError, match="30") as refusal:
        parse_date("2026年9月31日", "申报截止")

    assert "申报截止" in str(refusal.value)
    assert "09-31" in str(refusal.value)


@pytest.mark.parametrize(
    "typed", ["2026-13-01", "0001-01-01", "2026-00-10", "九月三十日", "2026-2-30", "26-3-5", "x"]
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(DomainError):
        parse_date(typed, "申报截止")


def test_empty_is_no_date():
    assert parse_date("  ", "申报截止") is None
