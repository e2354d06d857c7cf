"""When a public notice ends (research vectors V10; calendar of the General Office, 2026)."""

from datetime import date

import pytest

from naming.workdays import (
    LAST_KNOWN_YEAR,
    Entered,
    is_working_day,
    knows,
    notice_end,
    weeks_of,
    working_days_left,
)


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


def test_the_weeks_of_a_notice_tell_make_up_days_holidays_and_what_counts():
    weeks = weeks_of(date(2026, 9, 18), date(2026, 9, 24), counts_first_day=False)

    assert (weeks[0].day, weeks[-1].day) == (date(2026, 9, 14), date(2026, 9, 27))
    kinds = {one.day.day: one.kind for one in weeks}
    assert (kinds[19], kinds[20], kinds[25]) == ("weekend", "make_up", "holiday")
    assert [one.day.day for one in weeks if one.counts] == [20, 21, 22, 23, 24]


def test_the_first_day_is_among_the_counted_ones_when_it_counts():
    weeks = weeks_of(date(2026, 9, 18), date(2026, 9, 23), counts_first_day=True)

    assert [one.day.day for one in weeks if one.counts] == [18, 20, 21, 22, 23]


@pytest.mark.parametrize(("today", "left"), [(21, 4), (24, 1), (25, 0), (30, 0)])
def test_the_days_left_count_today(today, left):
    assert working_days_left(date(2026, 9, today), date(2026, 9, 24)) == left


def test_days_entered_by_hand_win_over_the_calendar():
    saturday, monday = date(2026, 9, 19), date(2026, 9, 21)

    assert is_working_day(saturday, Entered(worked=frozenset({saturday})))
    assert not is_working_day(monday, Entered(free=frozenset({monday})))


def test_a_notice_over_the_turn_into_a_year_without_a_calendar_says_so_and_takes_the_days_entered():
    entered = Entered.of(worked=["2091-01-07"], free=["2091-01-01", "2091-01-02", "2091-01-03"])

    plain = notice_end(date(2090, 12, 28), 5, counts_first_day=False)
    told = notice_end(date(2090, 12, 28), 5, counts_first_day=False, entered=entered)

    # Thursday 28 December; 1 to 3 January 2091 (Monday to Wednesday) are off, Sunday the 7th is worked instead.
    assert (plain.last_day, plain.is_known) == (date(2091, 1, 4), False)
    assert (told.last_day, told.is_known) == (date(2091, 1, 8), False)


def test_the_year_beyond_the_calendar_is_not_known():
    assert knows(date(LAST_KNOWN_YEAR, 12, 31))
    assert not knows(date(LAST_KNOWN_YEAR + 1, 1, 1))
