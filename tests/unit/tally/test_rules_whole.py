"""The rules document as a whole: defaults spelled out, sentences for its faults, no value that makes it stumble."""

import copy
import functools
import re

import pytest

from evaluation.tally import (
    MESSAGES,
    MESSAGES_ZH,
    Fault,
    RulesError,
    lint,
    load_rules,
    message,
    message_zh,
    secrecy_faults,
    spell_out,
)
from tests.unit.tally.builders import channel, document


def faults(rules, level="error"):
    return {(fault.path, fault.code) for fault in lint(rules) if fault.level == level}


def test_points_that_rise_with_the_place_have_no_known_end():
    rank = {"kind": "rank_points", "first": "1", "step": "2"}

    assert lint(document(channel("votes", "figure", max="30", transform=rank))) == []


def test_every_default_is_spelled_out():
    spelled = spell_out(document(channel(trim={"high": "1"}, groups=[{"key": "a", "weight": "1"}])))

    assert spelled["entries"] == {"strata": []}
    assert spelled["tie"] == {"order": [], "then": "committee"}
    assert spelled["rounding"] == {"compare_on": "exact", "places": "2"}
    assert spelled["select"] == {"mode": "top", "seats": "1", "may_be_fewer": True}
    assert spelled["stage"] == [{"key": "final", "use": ["panel"], "keep": {"all": True}}]
    assert spelled["channel"] == [
        {
            "key": "panel",
            "raters": "panel",
            "form": "items",
            "weight": "100",
            "items": [{"key": "mark", "max": "100"}],
            "max": "100",
            "cap": "100",
            "floor": "0",
            "min_valid": "1",
            "missing": "block",
            "valid_if": "every_item",
            "per_rater": "sum",
            "across": "mean",
            "blank": {"in_base": False, "penalty": "0"},
            "trim": {"high": "1", "low": "0", "if_at_least": "2"},
            "groups": [{"key": "a", "weight": "1", "min_valid": "1"}],
            "group_missing": "block",
        }
    ]


def test_spelling_out_changes_neither_the_document_nor_itself():
    rules = document(channel(form="levels"))
    spelled = spell_out(rules)

    assert "tie" not in rules
    assert spell_out(spelled) == spelled
    assert lint(spelled) == []


def test_the_default_maximum_of_a_mean_of_items_may_be_a_ratio():
    items = [{"key": "a", "max": "10"}, {"key": "b", "max": "10"}, {"key": "c", "max": "20"}]

    assert spell_out(document(channel(items=items, per_rater="mean")))["channel"][0]["max"] == "40/3"


def test_a_document_with_errors_is_refused_with_all_of_them():
    with pytest.raises(RulesError) as refused:
        load_rules(document(channel(weight="0", raters="crowd")))

    errors = {fault.path for fault in refused.value.faults if fault.level == "error"}
    assert errors == {"channel.panel.weight", "channel.panel.raters"}


def test_titles_may_be_text_or_texts_by_language():
    rules = document(channel(title="评审组"), title={"zh": "评选"})

    assert load_rules(rules).channels["panel"].title == {"zh": "评审组", "en": "评审组"}


def test_both_languages_have_the_same_messages_with_the_same_parameters():
    assert MESSAGES.keys() == MESSAGES_ZH.keys()
    for code, text in MESSAGES.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", MESSAGES_ZH[code])), code


def test_a_fault_is_told_in_both_languages():
    fault = Fault("select.seats", "not_whole", {"value": "x"})

    assert message(fault) == "“x” is no whole number. Write digits only."
    assert message_zh(fault) == "“x”不是整数，请只写数字。"


def test_a_wrong_type_is_told_in_chinese_words():
    assert (
        message_zh(Fault("channel", "wrong_type", {"expected": "list"})) == "此处类型不符，应为列表，请改正。"
    )


def test_few_opinions_of_clients_are_no_secret():
    groups = [{"key": "a", "weight": "1", "min_valid": "5"}, {"key": "b", "weight": "1"}]
    rules = document(
        channel("clients", raters="client", min_valid="4"),
        channel("visitors", raters="public", min_valid="9", groups=groups),
        channel("panel"),
    )

    assert {(fault.path, fault.code) for fault in secrecy_faults(rules)} == {
        ("channel.clients.min_valid", "few_for_secrecy"),
        ("channel.visitors.groups.b.min_valid", "few_for_secrecy"),
    }


JUNK = [None, 1.5, "x", "1/0", [], {}, [{}], ["x"]]
WHOLE = document(
    channel(trim={"high": "1"}, transform={"kind": "bands", "bands": [["1", "2"]]}),
    channel("clients", "levels", groups=[{"key": "g", "weight": "1"}], overall={"agree": "a", "reject": "b"}),
    channel("votes", "picks", picks={"at_most": "2", "at_least_one_per": "stratum"}),
    channel("vote", "motion", motion={"pass": "1/2", "base": "cast"}),
    channel("order", "ranking", transform={"kind": "rank_points", "first": "3", "step": "-1"}),
    channel("number", "figure", figure={"min": "1", "max": "2"}),
    channel(
        "book",
        "ledger",
        ledger={
            "items": [{"key": "a", "start": "1"}],
            "facts": [{"key": "f", "item": "a", "delta": "-1"}],
        },
    ),
    entries={"strata": [{"key": "X", "quota": "1"}]},
    select={"mode": "levels"},
    level=[{"key": "a", "min": "1", "requires": ["x"], "otherwise": "b"}, {"key": "b"}],
    tie={"order": ["panel.mark", "votes"]},
)


def _paths(value, path=()):
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield from _paths(member, (*path, key))


@pytest.mark.parametrize("path", [path for path in _paths(WHOLE) if path], ids=str)
def test_no_value_at_any_place_makes_the_check_stumble(path):
    for junk in JUNK:
        wild = copy.deepcopy(WHOLE)
        place = functools.reduce(lambda value, key: value[key], path[:-1], wild)
        place[path[-1]] = copy.deepcopy(junk)
        found = lint(wild)
        assert all(message(fault) and message_zh(fault) for fault in [*found, *secrecy_faults(wild)])
        if not any(fault.level == "error" for fault in found):
            load_rules(wild)


def test_every_fault_of_a_wild_document_can_be_told():
    wild = {
        "format": 1.5,
        "channel": [{"form": "levels", "items": 3}, 7],
        "stage": {"a": None},
        "x": [{}],
        "tie": 5,
    }

    for fault in lint(wild):
        assert message(fault)
        assert message_zh(fault)
