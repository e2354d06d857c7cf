"""The chapter `process` of a rules document: what is read from it, and which faults are named."""

import pytest

from naming.chapters import (
    CommitteeRules,
    NoticeRules,
    ObjectionRules,
    check_process,
    committee_rules,
    notice_rules,
    objection_rules,
)


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
        ({"committee": "nine"}, "process.committee"),
        ({"objection": "any"}, "process.objection"),
        ({"objection": {"window": "always"}}, "process.objection.window"),
        ({"objection": {"real_name": "yes"}}, "process.objection.real_name"),
        ({"objection": {"verify_within_days": "0"}}, "process.objection.verify_within_days"),
        ({"objection": {"reply_within_days": "soon"}}, "process.objection.reply_within_days"),
        ({"committee": {"quorum": "0"}}, "process.committee.quorum"),
        ({"committee": {"quorum": "3/2"}}, "process.committee.quorum"),
        ({"committee": {"base": "everybody"}}, "process.committee.base"),
        ({"committee": {"majority": "51%"}}, "process.committee.majority"),
    ],
)
def test_a_fault_names_its_key(process, path):
    assert [fault.path for fault in check_process({"process": process})] == [path]


@pytest.mark.parametrize(
    "process",
    [
        {},
        {"number_prefix": "DT-TB", "notice": {"days": "7", "unit": "workday", "first_day_counted": True}},
        {"committee": {"quorum": "2/3", "base": "present", "majority": "two_thirds"}},
        {"committee": {"quorum": "7"}},
    ],
)
def test_a_sound_chapter_has_no_fault(process):
    assert check_process({"process": process}) == []


def test_what_the_rules_say_about_the_committee_is_read_and_the_rest_is_entered():
    assert committee_rules({}) == CommitteeRules(None, None, None)
    assert committee_rules({"committee": {"quorum": "2/3", "base": "present"}}) == CommitteeRules(
        "2/3", "present", None
    )


def test_what_the_rules_say_about_objections_is_read():
    said = {"objection": {"real_name": True, "verify_within_days": "10", "reply_within_days": "15"}}

    assert objection_rules({}) == ObjectionRules(real_name=False, verify_days=None, reply_days=None)
    assert objection_rules(said) == ObjectionRules(real_name=True, verify_days=10, reply_days=15)
