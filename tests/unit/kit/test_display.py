import datetime as dt
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from brandportal.kit import display

DAY = dt.date(2026, 9, 18)
MOMENT = dt.datetime(2026, 9, 18, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("63/1", "63.00"),
        (Fraction(2, 3), "0.67"),
        (Decimal("88.385"), "88.39"),
        (Fraction(177, 8), "22.13"),  # 22.125: half goes up, not to even
        (Fraction(-1, 8), "−0.13"),
        (Fraction(-1, 1000), "0.00"),
        (100, "100.00"),
    ],
)
def test_scores_have_two_places_rounded_half_up(value, text):
    assert display.places(value) == text


def test_digits_are_grouped_from_four_on_in_each_language():
    with translation.override("zh-hans"):
        assert [display.thin(n) for n in (999, 10419, "1234567.5")] == [
            "999",
            "10\u202f419",
            "1\u202f234\u202f567.5",
        ]
    with translation.override("en"):
        assert [display.thin(n) for n in (999, 10419, "A1234")] == ["999", "10,419", "A1234"]


def test_a_fingerprint_is_its_first_sixteen_digits():
    assert display.fingerprint("8c417f02a9de53b60f1e44c9") == "8c41 7f02 a9de 53b6"
    assert display.fingerprint("") == "—"


@pytest.mark.parametrize(
    ("form", "chinese", "english"),
    [
        ("", "2026年9月18日", "18 September 2026"),
        ("day", "9月18日", "18 September"),
        ("weekday", "2026年9月18日 星期五", "Friday, 18 September 2026"),
        ("md", "09-18", "09-18"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(form, chinese, english):
    with translation.override("zh-hans"):
        assert display.date_text(DAY, form) == chinese
    with translation.override("en"):
        assert display.date_text(DAY, form) == english


def test_a_moment_is_shown_in_the_time_of_the_portal():
    utc = MOMENT.astimezone(dt.UTC)

    with translation.override("zh-hans"):
        assert display.date_text(utc, "time") == "2026年9月18日 18:00"
        assert display.date_text(utc, "daytime") == "9月18日 18:00"
    with translation.override("en"):
        assert display.date_text(utc, "time") == "18 September 2026, 18:00"
    assert display.date_text(utc, "clock") == "18:00"
    assert display.date_text(dt.datetime(2026, 9, 17, 16, 30, tzinfo=dt.UTC), "iso") == "2026-09-18"


def test_the_last_day_still_counts():
    with translation.override("en"):
        assert display.days_left(DAY, DAY - dt.timedelta(days=3)) == "3 days left"
        assert display.days_left(DAY, DAY - dt.timedelta(days=1)) == "1 day left"
        assert display.days_left(DAY, DAY) == "closes today"
        assert display.days_left(DAY, DAY + dt.timedelta(days=1)) == "closed"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (dt.timedelta(days=2), "2 days left"),
        (dt.timedelta(hours=47), "47 hours left"),
        (dt.timedelta(minutes=61), "1 hour left"),
        (dt.timedelta(minutes=5), "5 minutes left"),
        (dt.timedelta(seconds=-1), "closed"),
    ],
)
def test_time_left_is_told_in_the_unit_that_matters(before, text):
    with translation.override("en"):
        assert display.time_left(MOMENT, MOMENT - before) == text
