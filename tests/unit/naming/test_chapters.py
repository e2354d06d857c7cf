"""The chapter `process` of a rules document: what is read from it, and which faults are named."""

import pytest

from naming.chapters import NoticeRules, check_process, notice_rules


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        ({}, NoticeRules(5, counts_first_day=False)),
        ({"notice": {"days": "7", "first_day_counted": True}}, NoticeRules(7, counts_first_day=True)),
    ],
)
def test_what_the_rules_leave_out_is_five_days_without_the_first(process, expected):
    assert notice_rules(process) == expected


@pytest.mark.parametrize(
    ("process", "path"),
    [
        ("five days", "process"),
        ({"notice": "five"}, "process.notice"),
        ({"notice": {"days": "0"}}, "process.notice.days"),
        ({"notice": {"days": "100"}}, "process.notice.days"),
        ({"notice": {"days": "5.5"}}, "process.notice.days"),
        ({"notice": {"unit": "day"}}, "process.notice.unit"),
        ({"notice": {"first_day_counted": "yes"}}, "process.notice.first_day_counted"),
        ({"number_prefix": "dt-tb"}, "process.number_prefix"),
    ],
)
def test_a_fault_names_its_key(process, path):
    assert [fault.path for fault in check_process({"process": process})] == [path]


@pytest.mark.parametrize(
    "process",
    [{}, {"number_prefix": "DT-TB", "notice": {"days": "7", "unit": "workday", "first_day_counted": True}}],
)
def test_a_sound_chapter_has_no_fault(process):
    assert check_process({"process": process}) == []
