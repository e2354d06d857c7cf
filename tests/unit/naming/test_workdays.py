"""When a public notice ends (research vectors V10; calendar of the General Office, 2026)."""

from datetime import date

import pytest

from naming.workdays import notice_end


@pytest.mark.parametrize(
    ("published", "not_counted", "counted"),
    [
        (date(2026, 9, 18), date(2026, 9, 24), date(2026, 9, 23)),
        (date(2026, 4, 29), date(2026, 5, 9), date(2026, 5, 8)),
        (date(2026, 2, 12), date(2026, 2, 26), date(2026, 2, 25)),
        (date(2025, 4, 14), date(2025, 4, 21), date(2025, 4, 18)),
    ],
)
def test_five_working_days_pass_over_holidays_and_count_make_up_days(published, not_counted, counted):
    assert notice_end(published, 5, counts_first_day=False).last_day == not_counted
    assert notice_end(published, 5, counts_first_day=True).last_day == counted


def test_a_year_without_a_calendar_counts_monday_to_friday_and_says_so():
    end = notice_end(date(2091, 6, 1), 5, counts_first_day=False)

    assert (end.last_day, end.is_known) == (date(2091, 6, 8), False)


def test_a_known_year_says_so_too():
    assert notice_end(date(2026, 9, 18), 5, counts_first_day=False).is_known


def test_a_notice_has_at_least_one_day():
    with pytest.raises(ValueError, match="one"):
        notice_end(date(2026, 9, 18), 0, counts_first_day=True)
