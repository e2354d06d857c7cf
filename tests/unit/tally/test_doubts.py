"""What is legal and yet can hardly be meant: warned of with its path and a sentence that says what to change."""

import pytest

from evaluation.tally import lint, load_rules, message, message_zh
from tests.unit.tally.builders import channel, document, levels


def warnings(rules):
    found = lint(rules)
    assert [fault for fault in found if fault.level == "error"] == []
    load_rules(rules)
    assert all(message(fault) and message_zh(fault) for fault in found)
    return {(fault.path, fault.code) for fault in found}


def stages(*cuts):
    """Stages of one channel with these cuts, and a last one without."""
    rows = [{"key": f"s{n}", "use": ["panel"], "keep": keep} for n, keep in enumerate(cuts, 1)]
    return [*rows, {"key": "last", "use": ["panel"]}]


def bands(*rows):
    """Levels of (key, min, below); "" leaves a bound out."""
    bounds = ("key", "min", "below")
    level = [{name: text for name, text in zip(bounds, row, strict=True) if text} for row in rows]
    return document(channel(), select={"mode": "levels"}, level=level)


def test_published_maxima_of_linear_points_for_35_places():
    """E10: place 1 has 27 of 30 points and 16.8 of 20."""
    votes = channel("votes", "figure", max="30", weight="30")
    clicks = channel("clicks", "figure", max="20", weight="20")
    votes["transform"] = {"kind": "rank_points", "first": "27", "step": "-0.5"}
    clicks["transform"] = {"kind": "rank_points", "first": "16.8", "step": "-0.2"}
    rules = document(votes, clicks, channel("jury", weight="50"))

    assert warnings(rules) == {
        ("channel.votes.max", "max_out_of_reach"),
        ("channel.clicks.max", "max_out_of_reach"),
    }


def test_a_rate_whose_items_have_no_good_level():
    items = [{"key": "a"}, {"key": "b", "levels": [{"key": "bad", "value": "1"}]}]
    row = channel(form="levels", across="share", items=items, max="100")

    (fault,) = lint(document(row))
    assert (fault.path, fault.params["reach"]) == ("channel.panel.max", "50")


@pytest.mark.parametrize(
    ("delta", "found"), [("-1", {("channel.panel.max", "max_out_of_reach")}), ("1", set())]
)
def test_a_ledger_that_only_takes_points_off(delta, found):
    ledger = {
        "items": [{"key": "a", "start": "60"}, {"key": "b", "start": "-5"}],
        "facts": [{"key": "f", "item": "a", "delta": delta}],
    }

    assert warnings(document(channel(form="ledger", ledger=ledger))) == found


def test_whole_number_bands_that_fractions_fall_between():
    """E16: 95 and more, 85 to 94, 75 to 84; a total of 94.6 would have no star."""
    rules = bands(("five", "95", ""), ("four", "85", "94"), ("three", "75", "84"))

    assert warnings(rules) == {
        ("level.four.below", "gap_between_levels"),
        ("level.three.below", "gap_between_levels"),
    }
    assert "94" in message(lint(rules)[0])
    assert "Write 95 here" in message(lint(rules)[0])


@pytest.mark.parametrize(
    "rows",
    [
        [("five", "95", ""), ("four", "85", "95"), ("three", "75", "85")],
        [("five", "95", ""), ("four", "85", "")],
        [("pass", "80", ""), ("near", "60", "80"), ("fail", "", "60")],
        [("all", "", "")],
        [("low", "0", "60"), ("wide", "50", "90"), ("high", "90", "")],
        [("top", "90", ""), ("inner", "10", "20"), ("outer", "0", "90")],
    ],
)
def test_bands_that_join_have_no_gap(rows):
    assert warnings(bands(*rows)) == set()


def test_a_highest_band_that_ends_below_the_highest_total():
    assert warnings(bands(("five", "95", "100"), ("four", "85", "95"))) == {
        ("level.five.below", "no_level_above")
    }
    assert warnings(bands(("five", "95", "101"), ("four", "85", "95"))) == set()


def test_a_bonus_without_bound_reaches_any_band():
    rules = bands(("five", "95", "101"))

    assert warnings(rules | {"adjust": {}}) == {("level.five.below", "no_level_above")}
    assert warnings(rules | {"adjust": {"max_bonus": "1"}}) == {("level.five.below", "no_level_above")}
    assert warnings(rules | {"adjust": {"max_bonus": "0.9"}}) == set()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"select": {"mode": "top", "seats": "1", "min_score": "101"}}, "select.min_score"),
        ({"stage": stages({"min_score": "100.5"})}, "stage.s1.keep.min_score"),
        ({"select": {"mode": "levels"}, "level": [{"key": "a", "min": "120"}, {"key": "b"}]}, "level.a.min"),
    ],
)
def test_a_bound_above_every_total(changes, path):
    assert warnings(document(channel(), **changes)) == {(path, "bound_out_of_reach")}


@pytest.mark.parametrize(("weight", "warned"), [("30", False), ("31", True)])
def test_much_weight_on_a_public_vote(weight, warned):
    rest = str(100 - int(weight))
    rows = [channel("crowd", raters="public", weight=weight), channel(weight=rest)]

    assert (("channel.crowd.reason", "much_public") in warnings(document(*rows))) is warned
    rows[0]["reason"] = {"zh": "上级文件规定", "en": "As the measures say"}
    assert warnings(document(*rows)) == set()


def test_two_public_channels_are_weighed_together_and_in_every_stage():
    rows = [
        channel("crowd", raters="public", weight="20"),
        channel("street", raters="public", weight="20", reason="as agreed"),
        channel(weight="60"),
    ]
    first = [{"key": "vote", "use": ["crowd"]}, {"key": "last", "use": ["crowd", "street", "panel"]}]

    assert warnings(document(*rows)) == {("channel.crowd.reason", "much_public")}
    assert warnings(
        document(
            rows[0] | {"weight": "40"}, rows[2], stage=[first[0], {"key": "last", "use": ["panel", "crowd"]}]
        )
    ) == {("channel.crowd.reason", "much_public")}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"stage": stages({"top": "20"}, {"top": "30"})}, "stage.s2.keep.top"),
        ({"stage": stages({"top": "20"}), "select": {"mode": "top", "seats": "21"}}, "select.seats"),
        ({"entries": {"expected": "8"}, "select": {"mode": "top", "seats": "10"}}, "select.seats"),
        ({"entries": {"expected": "8"}, "stage": stages({"top": "9"})}, "stage.s1.keep.top"),
        (
            {
                "entries": {"expected": "30"},
                "stage": stages({"share": "0.3"}),
                "select": {"mode": "top", "seats": "10"},
            },
            "select.seats",
        ),
        (
            {
                "stage": stages({"top": "5"}),
                "select": {
                    "mode": "medals",
                    "medals": [{"key": "gold", "seats": "2"}, {"key": "silver", "seats": "4"}],
                },
            },
            "select.medals",
        ),
        (
            {
                "stage": stages({"top": "2"}),
                "select": {"mode": "strata"},
                "entries": {"strata": [{"key": "a", "quota": "2"}, {"key": "b", "quota": "3"}]},
            },
            "entries.strata",
        ),
    ],
)
def test_a_cut_larger_than_the_field(changes, path):
    assert warnings(document(channel(), **changes)) == {(path, "above_field")}


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": stages({"top": "20"}, {"top": "20"}), "select": {"mode": "top", "seats": "20"}},
        {"entries": {"expected": "10"}, "select": {"mode": "top", "seats": "10"}},
        {"stage": stages({"min_score": "60"}), "select": {"mode": "top", "seats": "500"}},
        {"stage": stages({"share": "0.1"}), "select": {"mode": "top", "seats": "500"}},
    ],
)
def test_a_cut_within_the_field_or_a_field_unknown(changes):
    assert warnings(document(channel(), **changes)) == set()


def test_more_picks_than_entries():
    row = channel("votes", "picks", picks={"exactly": "9"})

    assert warnings(document(row, entries={"expected": "8"})) == {
        ("channel.votes.picks.exactly", "above_field")
    }


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"invited": "9", "min_valid": "10"}, "min_valid"),
        (
            {"form": "motion", "motion": {"pass": "1/2", "members": "9"}, "min_valid": "10", "max": "100"},
            "min_valid",
        ),
        ({"invited": "4", "trim": {"high": "2", "low": "2"}}, "trim.if_at_least"),
        ({"groups": [{"key": "a", "weight": "1", "invited": "3", "min_valid": "4"}]}, "groups.a.min_valid"),
        ({"groups": [{"key": "a", "weight": "1", "invited": "3"}], "min_valid": "4"}, "min_valid"),
    ],
)
def test_more_minimum_returns_than_raters(more, path):
    assert warnings(document(channel(**more))) == {(f"channel.panel.{path}", "above_raters")}


def test_as_many_returns_as_raters_are_enough():
    row = channel(invited="9", min_valid="9", trim={"high": "1", "low": "1", "if_at_least": "9"})

    assert warnings(document(row)) == set()
    assert warnings(document(channel(form="levels", levels=levels(a=100), invited="1"))) == set()


def test_doubts_wait_until_there_is_no_error():
    rules = bands(("five", "95", ""), ("four", "85", "94")) | {"colour": "red"}

    assert {fault.code for fault in lint(rules)} == {"unknown_key"}


def test_a_title_in_a_language_that_is_not_shown():
    assert warnings(document(channel(title={"zh": "评审组", "cn": "评审组"}))) == {
        ("channel.panel.title.cn", "unknown_language")
    }
