"""The rules document: what is refused with which path, what is warned of, which defaults are spelled out."""

import pytest

from evaluation.tally import (
    lint,
    load_rules,
)
from tests.unit.tally.builders import channel, document, levels


def faults(rules, level="error"):
    return {(fault.path, fault.code) for fault in lint(rules) if fault.level == level}


def of_channel(form="items", **more):
    return faults(document(channel(form=form, **more), entries={"strata": [{"key": "X"}]}))


def without(row, *keys):
    return {key: value for key, value in row.items() if key not in keys}


def test_sound_rules_have_no_fault():
    assert lint(document(channel())) == []


@pytest.mark.parametrize("key", ["format", "key", "channel", "stage", "select"])
def test_a_required_chapter(key):
    assert (key, "missing_key") in faults(without(document(channel()), key))


@pytest.mark.parametrize("key", ["key", "raters", "form", "weight", "items"])
def test_a_required_key_of_a_channel(key):
    row = without(channel(), key)
    path = "channel.panel" if key != "key" else "channel[1]"

    assert (f"{path}.{key}", "missing_key") in faults(document(channel()) | {"channel": [row]})


@pytest.mark.parametrize(
    ("chapters", "path", "code"),
    [
        ({"format": "2"}, "format", "bad_choice"),
        ({"key": "两个"}, "key", "bad_key"),
        ({"key": ""}, "key", "bad_key"),
        ({"title": ["x"]}, "title", "bad_title"),
        ({"colour": "red"}, "colour", "unknown_key"),
        ({"chanel": []}, "chanel", "misspelt_key"),
        ({"channel": []}, "channel", "empty_list"),
        ({"channel": "x"}, "channel", "wrong_type"),
        ({"channel": ["x"]}, "channel[1]", "wrong_type"),
        ({"stage": []}, "stage", "empty_list"),
        ({"stage": [{"key": "select", "use": ["panel"]}]}, "stage.select.key", "reserved_key"),
        ({"stage": [{"key": "a", "use": []}]}, "stage.a.use", "empty_list"),
        ({"stage": [{"key": "a", "use": ["panel", "panel"]}]}, "stage.a.use", "repeated_member"),
        ({"stage": [{"key": "a", "use": ["jury"]}]}, "stage.a.use", "unknown_channel"),
        ({"stage": [{"key": "a", "use": ["panel"]}] * 2}, "stage", "repeated_key"),
        ({"select": {"mode": "lottery"}}, "select.mode", "bad_choice"),
        ({"select": {"mode": ["top"]}}, "select.mode", "bad_choice"),
        ({"select": {"mode": "top"}}, "select.seats", "missing_key"),
        ({"select": {"mode": "top", "seats": "1.0"}}, "select.seats", "not_whole"),
        ({"select": {"mode": "top", "seats": "0"}}, "select.seats", "too_small"),
        ({"select": {"mode": "strata"}}, "entries.strata", "strata_needed"),
        ({"select": {"mode": "levels"}}, "level", "missing_key"),
        ({"select": {"mode": "motion"}}, "select.mode", "motion_needed"),
        ({"select": {"mode": "medals"}}, "select.medals", "missing_key"),
        ({"tie": {"order": ["jury"]}}, "tie.order", "unknown_channel"),
        ({"tie": {"order": ["panel.other"]}}, "tie.order", "unknown_item"),
        ({"tie": {"then": "lot"}}, "tie.then", "bad_choice"),
        ({"rounding": {"places": "13"}}, "rounding.places", "too_large"),
        ({"rounding": {"places": "-1"}}, "rounding.places", "not_whole"),
        ({"rounding": {"compare_on": "rounded"}}, "rounding.compare_on", "bad_choice"),
        ({"adjust": {"max_bonus": "-1"}}, "adjust.max_bonus", "too_small"),
        ({"veto": [{"key": "a"}, {"key": "a"}]}, "veto", "repeated_key"),
        ({"source": "x"}, "source", "wrong_type"),
        ({"entries": {"strata": [{"title": "x"}]}}, "entries.strata[1].key", "missing_key"),
    ],
)
def test_a_fault_is_named_by_its_path(chapters, path, code):
    assert (path, code) in faults(document(channel(), **chapters))


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"weight": "0"}, "weight", "not_above"),
        ({"weight": "many"}, "weight", "not_a_number"),
        ({"raters": "crowd"}, "raters", "bad_choice"),
        ({"form": "poll"}, "form", "bad_choice"),
        ({"max": "0"}, "max", "not_above"),
        ({"min_valid": "0"}, "min_valid", "too_small"),
        ({"missing": "skip"}, "missing", "bad_choice"),
        ({"across": "mode"}, "across", "bad_choice"),
        ({"across": "sum"}, "max", "max_needed"),
        ({"items": []}, "items", "empty_list"),
        ({"items": [{"key": "a"}]}, "items.a.max", "missing_key"),
        ({"items": [{"key": "a", "max": "0"}]}, "items.a.max", "not_above"),
        ({"items": [{"key": "a", "max": "1", "step": "0"}]}, "items.a.step", "not_above"),
        ({"items": [{"key": "a", "max": "1"}] * 2}, "items", "repeated_key"),
        ({"overall": {"agree": "yes"}}, "overall.reject", "missing_key"),
        ({"overall": {"agree": "yes", "reject": "yes"}}, "overall.reject", "same_word"),
        ({"blank": {"penalty": "-1"}}, "blank.penalty", "too_small"),
        ({"trim": {"high": "1"}, "across": "median"}, "trim", "trim_needs_mean"),
        ({"trim": {"high": "1", "low": "1", "if_at_least": "2"}}, "trim.if_at_least", "too_small"),
        ({"groups": [{"key": "a"}]}, "groups.a.weight", "missing_key"),
        ({"groups": []}, "groups", "empty_list"),
        ({"floor": "60", "cap": "50"}, "cap", "too_small"),
        ({"transform": {}}, "transform.kind", "missing_key"),
        ({"transform": {"kind": "log"}}, "transform.kind", "bad_choice"),
        ({"transform": {"kind": "rank_points", "first": "3"}}, "transform", "table_or_first"),
        ({"transform": {"kind": "bands"}}, "transform.bands", "missing_key"),
        ({"transform": {"kind": "bands", "bands": [["1"]]}}, "transform.bands[1]", "bad_band"),
        (
            {"transform": {"kind": "bands", "bands": [["1", "2"], ["1", "3"]]}},
            "transform.bands",
            "repeated_member",
        ),
        ({"keys": "x"}, "keys", "misspelt_key"),
    ],
)
def test_a_fault_of_a_channel(more, path, code):
    assert (f"channel.panel.{path}", code) in of_channel(**more)


@pytest.mark.parametrize(
    ("form", "more", "path", "code"),
    [
        ("levels", {"levels": []}, "levels", "empty_list"),
        ("levels", {"levels": [{"key": "none", "value": "1"}]}, "levels.none.key", "reserved_key"),
        ("levels", {"levels": [{"key": "a"}]}, "levels.a.value", "missing_key"),
        ("levels", {"levels": levels(bad=0)}, "items.mark", "no_level_above_zero"),
        ("picks", {"picks": {}}, "picks", "exactly_or_at_most"),
        ("picks", {"picks": {"exactly": "1", "at_most": "2"}}, "picks", "exactly_or_at_most"),
        ("picks", {}, "picks", "missing_key"),
        ("picks", {"picks": {"at_most": "2"}, "trim": {"high": "1"}}, "trim", "trim_needs_mean"),
        ("ranking", {}, "transform", "missing_key"),
        ("ranking", {"transform": {"kind": "ratio_to_max"}}, "transform.kind", "ranking_needs_points"),
        ("motion", {}, "motion", "missing_key"),
        ("motion", {"motion": {}}, "motion.pass", "missing_key"),
        ("motion", {"motion": {"pass": "1/2"}}, "motion.members", "members_needed"),
        ("motion", {"motion": {"pass": "3/2", "base": "cast"}}, "motion.pass", "too_large"),
        ("figure", {"figure": {"min": "5", "max": "4"}}, "figure.max", "too_small"),
        ("ledger", {}, "ledger", "missing_key"),
        ("ledger", {"ledger": {"items": [{"key": "a"}], "facts": []}}, "ledger.items.a.start", "missing_key"),
    ],
)
def test_a_fault_of_a_form(form, more, path, code):
    assert (f"channel.panel.{path}", code) in of_channel(form, **more)


def test_levels_are_needed_where_an_item_has_none():
    row = without(channel(form="levels"), "levels")

    assert faults(document(row)) == {("channel.panel.levels", "missing_key")}


def test_a_fact_names_an_item_of_its_ledger():
    ledger = {"items": [{"key": "a", "start": "1"}], "facts": [{"key": "f", "item": "b", "delta": "-1"}]}

    assert of_channel("ledger", ledger=ledger) == {("channel.panel.ledger.facts.f.item", "unknown_item")}


@pytest.mark.parametrize("form", ["picks", "ranking", "motion", "figure", "ledger"])
def test_other_forms_need_a_maximum(form):
    options = {
        "picks": {"picks": {"at_most": "1"}},
        "ranking": {"transform": {"kind": "rank_points", "first": "1", "step": "0"}},
        "motion": {"motion": {"pass": "1/2", "base": "cast"}},
        "figure": {},
        "ledger": {
            "ledger": {
                "items": [{"key": "a", "start": "1"}],
                "facts": [{"key": "f", "item": "a", "delta": "-1"}],
            }
        },
    }
    row = without(channel(form=form, **options[form]), "max")

    assert faults(document(row)) == {("channel.panel.max", "max_needed")}


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("trim", {"high": "1"}),
        ("groups", [{"key": "a", "weight": "1"}]),
        ("transform", {"kind": "ratio_to_max"}),
        ("across", "mean"),
    ],
)
def test_a_motion_refuses_what_it_does_not_take(name, option):
    row = channel(form="motion", motion={"pass": "1/2", "base": "cast"}, **{name: option})

    assert faults(document(row)) == {(f"channel.panel.{name}", "not_for_motion")}


def test_a_motion_has_no_blank_in_its_base():
    row = channel(form="motion", motion={"pass": "1/2", "base": "cast"}, blank={"in_base": True})

    assert faults(document(row)) == {("channel.panel.blank.in_base", "not_for_motion")}


def test_picks_per_stratum_need_strata():
    row = channel(form="picks", picks={"at_most": "1", "at_least_one_per": "stratum"})

    assert faults(document(row)) == {("channel.panel.picks.at_least_one_per", "strata_needed")}


@pytest.mark.parametrize(
    "keep", [{}, {"top": "3", "share": "0.5"}, {"all": False}, {"top": "3", "all": True}]
)
def test_a_cut_is_exactly_one_of_its_kinds(keep):
    stages = [{"key": "one", "use": ["panel"], "keep": keep}, {"key": "two", "use": ["panel"]}]

    assert faults(document(channel(), stage=stages)) == {("stage.one.keep", "keep_one")}


def test_strata_need_a_quota_where_seats_go_by_strata():
    rules = document(channel(), entries={"strata": [{"key": "X"}]}, select={"mode": "strata"})

    assert faults(rules) == {("entries.strata.X.quota", "missing_key")}


def test_a_level_falls_to_a_lower_one_only():
    level = [{"key": "a"}, {"key": "b", "otherwise": "a"}, {"key": "c", "min": "9", "below": "9"}]
    rules = document(channel(), select={"mode": "levels"}, level=level)

    assert faults(rules) == {("level.b.otherwise", "not_a_lower_level"), ("level.c.below", "not_above")}


def test_a_tie_names_items_of_sheets_only():
    rules = document(channel("votes", "figure"), tie={"order": ["votes.x"]})

    assert faults(rules) == {("tie.order", "no_items_to_compare")}


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        (document(channel(picks={"at_most": "1"})), "channel.panel.picks", "unused_key"),
        (document(channel(levels=levels(a=1))), "channel.panel.levels", "unused_key"),
        (document(channel(group_missing="block")), "channel.panel.group_missing", "unused_key"),
        (
            document(channel(form="levels", items=[{"key": "a", "levels": levels(x=100)}])),
            "channel.panel.levels",
            "unused_key",
        ),
        (
            document(channel(form="motion", motion={"pass": "1/2", "base": "cast", "members": "9"})),
            "channel.panel.motion.members",
            "unused_key",
        ),
        (
            document(channel(transform={"kind": "rank_points", "table": ["100"], "first": "9"})),
            "channel.panel.transform.first",
            "unused_key",
        ),
        (
            document(channel(transform={"kind": "rank_points", "first": "100", "step": "-1", "beyond": "9"})),
            "channel.panel.transform.beyond",
            "unused_key",
        ),
        (
            document(channel(transform={"kind": "ratio_to_max", "ties": "mean"})),
            "channel.panel.transform.ties",
            "unused_key",
        ),
        (document(channel(max="120")), "channel.panel.max", "max_out_of_reach"),
        (document(channel(cap="90")), "channel.panel.max", "max_out_of_reach"),
        (
            document(channel(items=[{"key": "a", "max": "10", "step": "3"}])),
            "channel.panel.items.a.max",
            "max_off_step",
        ),
        (document(channel(weight="60")), "stage.final", "weights_sum"),
        (
            document(channel(), select={"mode": "top", "seats": "1", "medals": []}),
            "select.medals",
            "unused_key",
        ),
        (document(channel(), level=[{"key": "a"}]), "level", "unused_key"),
        (
            document(channel(), entries={"strata": [{"key": "X", "quota": "1"}]}),
            "entries.strata.X.quota",
            "unused_key",
        ),
        (
            document(channel(), stage=[{"key": "final", "use": ["panel"], "keep": {"top": "3"}}]),
            "stage.final.keep",
            "last_keeps_all",
        ),
        (
            document(channel(), stage=[{"key": "final", "use": ["panel"], "tie_at_cut": "order"}]),
            "stage.final.tie_at_cut",
            "unused_key",
        ),
        (document(channel()) | {"channel": [channel(), channel("spare")]}, "channel.spare", "unused_channel"),
    ],
)
def test_what_has_no_effect_is_a_warning(rules, path, code):
    assert faults(rules) == set()
    assert (path, code) in faults(rules, "warning")
    load_rules(rules)


def test_published_maxima_that_no_place_can_reach_are_warned_of():
    rank = {"kind": "rank_points", "first": "27", "step": "-0.5"}

    assert faults(document(channel("votes", "figure", max="30", transform=rank)), "warning") == {
        ("channel.votes.max", "max_out_of_reach")
    }
