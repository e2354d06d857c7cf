"""Stability of a result: every figure against sums done by hand, and what holds for all inputs."""

import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stability import (
    NotFinal,
    agreements,
    analyse,
    as_json,
    drawn_weights,
    field_of,
    kendall,
    leave_one_out,
    margins,
    sampled,
    seed_of,
    severities,
    smallest_shifts,
)
from evaluation.stability.seats import SeatRow
from evaluation.tally import FormRow, Inputs, load_rules, run
from tests.unit.tally.builders import channel, document, entries


def rows(key, **by_rater):
    """Forms of one item each: rater → marks by entry, "A90 B70"; without a rater under the name `nobody`."""
    return [
        FormRow(key, mark[0], mark[1:], rater="" if rater == "nobody" else rater)
        for rater, marks in by_rater.items()
        for mark in marks.split()
    ]


def counted(rules, forms, keys):
    loaded = load_rules(rules)
    patterns = Counter()
    for row in forms:
        patterns[row.channel, row.entry, row.group, row.answers, row.state] += row.count
    inputs = Inputs(entries(keys), dict(patterns))
    return loaded, inputs, run(loaded, inputs)


def field(rules, forms, keys="A B"):
    return field_of(*counted(rules, forms, keys))


PANEL = rows("panel", R1="A90 B70", R2="A60 B65", R3="A62 B70")
TWO = document(channel("one", weight="60"), channel("two", weight="40"))
# A: 48 + 20 = 68; B: 42 + 25.6 = 67.6
CLOSE = [*rows("one", nobody="A80 B70"), *rows("two", nobody="A50 B64")]


def test_raters_of_one_order_agree_fully_and_opposite_ones_not_at_all():
    up = [Fraction(n) for n in (10, 20, 30)]

    assert kendall([up, up, up]) == 1
    assert kendall([up, up[::-1]]) == 0


def test_ties_are_taken_out_of_the_divisor():
    # Ranks 1 2.5 2.5 and 1 2 3: sums 2 4.5 5.5 about 4, S = 6.5; W = 78 / (4 * 24 - 2 * 6).
    assert kendall([[1, 2, 2], [1, 2, 3]]) == Fraction(13, 14)


@pytest.mark.parametrize("given_", [[], [[1, 2, 3]], [[1], [2]], [[5, 5], [5, 5]]])
def test_there_is_no_agreement_where_nothing_can_differ(given_):
    assert kendall(given_) is None


def test_agreement_is_of_the_raters_who_rated_the_same_entries():
    forms = rows("panel", R1="A90 B70 C10", R2="A80 B60 C20", R3="A50 B60")
    [told] = agreements(field(document(channel()), forms, "A B C"), forms)

    assert (told.raters, told.others, told.entries, told.w) == (("R1", "R2"), ("R3",), 3, 1)


def test_severity_is_the_mean_less_that_of_the_others_on_the_same_entries():
    # R1 gives 80 on average; the others (60 + 62) / 2 and (65 + 70) / 2, on average 64.25.
    first, *_ = severities(field(document(channel()), PANEL), PANEL)

    assert (first.rater, first.entries, first.own, first.others) == ("R1", 2, 80, Fraction("64.25"))
    assert first.difference == Fraction("15.75")


def test_severity_leaves_out_what_nobody_else_rated():
    forms = rows("panel", R1="A90 B10", R2="A70")
    told = severities(field(document(channel()), forms), forms)

    assert [(row.rater, row.entries, row.difference) for row in told] == [("R1", 1, 20), ("R2", 1, -20)]


def test_leaving_one_rater_out_can_change_the_cut():
    # All: A 212/3, B 205/3. Without R1: A 61, B 67.5.
    without = {row.rater: row for row in leave_one_out(field(document(channel()), PANEL), PANEL)}

    assert (without["R1"].comes_in, without["R1"].goes_out) == (("B",), ("A",))
    assert without["R1"].gap == Fraction("6.5")
    assert not without["R2"].changes
    assert (without["R2"].gap, without["R3"].gap) == (6, Fraction("7.5"))


def test_a_rater_without_whom_too_few_are_left_blocks_the_stage():
    without = leave_one_out(field(document(channel(min_valid="3")), PANEL), PANEL)

    assert [row.is_blocked for row in without] == [True, True, True]
    assert all(not row.comes_in and not row.goes_out for row in without)


def test_a_tie_without_a_rater_is_left_to_the_committee():
    forms = rows("panel", R1="A70 B60", R2="A50 B50")
    told = leave_one_out(field(document(channel()), forms), forms)

    assert told[0].undecided == ("A", "B")
    assert (told[0].comes_in, told[0].goes_out) == ((), ())


def test_anonymous_forms_are_never_left_out():
    found = field(TWO, CLOSE)

    assert leave_one_out(found, CLOSE) == []
    assert agreements(found, CLOSE) == []
    assert severities(found, CLOSE) == []


def test_a_recused_rater_is_in_no_group_for_that_entry():
    forms = [*rows("panel", R1="A90 B70", R2="A80"), FormRow("panel", "B", rater="R2", state="recused")]
    [told] = agreements(field(document(channel()), forms), forms)

    assert (told.entries, told.w) == (2, None)


def test_margins_lead_from_the_best_left_out_and_to_the_last_taken():
    told = {row.entry: row for row in margins(field(TWO, CLOSE))}

    assert (told["A"].is_in, told["A"].margin) == (True, Fraction("0.4"))
    assert (told["B"].is_in, told["B"].margin) == (False, Fraction("-0.4"))


def test_without_a_cut_there_is_no_margin_and_nothing_to_move():
    rules = document(channel(), select={"mode": "top", "seats": "5"})
    loaded, inputs, told = counted(rules, PANEL, "A B")
    found = analyse(loaded, inputs, PANEL, told, 7)

    assert not found.has_cut
    assert [row.margin for row in found.margins] == [None, None]
    assert (found.frequencies, found.shifts, found.without) == ([], [], [])
    assert len(found.severities) == 3


def test_the_smallest_shift_is_where_the_lines_cross():
    # Down by d: A 68 - 0.3 d, B 67.6 - 0.06 d; they meet at 0.4 / 0.24.
    told = {(row.channel, row.direction): row for row in smallest_shifts(field(TWO, CLOSE))}

    assert told["one", -1].at == told["two", 1].at == Fraction(5, 3)
    assert (told["one", -1].comes_in, told["one", -1].goes_out) == (("B",), ("A",))
    assert told["one", 1].at is None
    assert told["one", 1].limit == 5


def test_a_bound_of_the_rules_is_crossed_like_a_neighbour():
    # A has 68 - 0.3 d and leaves a list that asks for 67.7 at d = 1.
    rules = TWO | {"select": {"mode": "top", "seats": "1", "min_score": "67.7"}}
    told = {(row.channel, row.direction): row for row in smallest_shifts(field(rules, CLOSE))}

    assert (told["one", -1].at, told["one", -1].goes_out, told["one", -1].comes_in) == (1, ("A",), ())


def test_no_exact_shift_where_printed_totals_decide_or_with_one_channel():
    assert smallest_shifts(field(TWO | {"rounding": {"compare_on": "printed"}}, CLOSE)) == []
    assert smallest_shifts(field(document(channel()), PANEL)) == []


def test_samples_are_repeatable_and_count_who_is_taken():
    found = field(TWO, CLOSE)
    told = {row.entry: row for row in sampled(found, 7)}
    drawn = list(drawn_weights(found.channels, 7, 400))

    assert told == {row.entry: row for row in sampled(found, 7)}
    assert told["B"].taken == sum(one["one"] < 60 - Fraction(5, 3) for one in drawn)
    assert told["A"].taken + told["B"].taken == 400
    assert 0 < told["B"].taken < told["A"].taken


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.integers(0, 2**32))
def test_drawn_weights_keep_their_sum_and_their_bounds(weights, seed):
    channels = load_rules(
        document(*(channel(f"c{n}", weight=str(weight)) for n, weight in enumerate(weights)))
    ).channels.values()
    for drawn in drawn_weights(list(channels), seed, 5):
        assert sum(drawn.values()) == sum(weights)
        assert all(abs(drawn[one.key] - one.weight) <= 5 and drawn[one.key] >= 0 for one in channels)


marks = st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=6)


@settings(deadline=None, max_examples=40)
@given(marks, st.integers(1, 3), st.integers(0, 60), st.integers(0, 2**32))
def test_whole_numbers_seat_whom_the_engine_seats(given_, seats, least, seed):
    found = _random_field(given_, seats, least)
    as_ruled = {one.key: one.weight for one in found.channels}
    for weights in [as_ruled, *drawn_weights(found.channels, seed, 4)]:
        quick = SeatRow(found).taken(weights)
        if quick is not None:
            assert quick == found.weighed(weights).taken


@settings(deadline=None, max_examples=40)
@given(marks, st.integers(1, 3))
def test_short_of_the_smallest_shift_nothing_changes_and_beyond_it_something_does(given_, seats):
    found = _random_field(given_, seats, 0)
    for shift in smallest_shifts(found):
        inside = shift.limit if shift.at is None else shift.at
        for share in (Fraction(1, 3), Fraction(9, 10)):
            if inside:
                assert _moved(found, shift, inside * share).taken == found.actual.taken
        if shift.at is not None:
            beyond = _moved(found, shift, shift.at + Fraction(1, 10**9))
            assert beyond.taken != found.actual.taken or beyond.undecided


def _random_field(given_, seats, least):
    keys = "ABCDEF"[: len(given_)]
    select = {"mode": "top", "seats": str(seats), "min_score": str(least)}
    rules = document(
        channel("x", weight="50"),
        channel("y", weight="30"),
        channel("z", weight="20"),
        select=select,
        tie={"then": "share"},
    )
    forms = [
        FormRow(name, key, str(mark))
        for key, row in zip(keys, given_, strict=True)
        for name, mark in zip("xyz", row, strict=True)
    ]
    return field(rules, forms, " ".join(keys))


def _moved(found, shift, points):
    move = shift.direction * points
    rest = 100 - next(one.weight for one in found.channels if one.key == shift.channel)
    return found.weighed(
        {
            one.key: one.weight + move if one.key == shift.channel else one.weight * (rest - move) / rest
            for one in found.channels
        }
    )


def test_a_tally_that_waits_has_no_stability():
    forms = rows("panel", R1="A70 B70")
    loaded, inputs, told = counted(document(channel()), forms, "A B")

    with pytest.raises(NotFinal):
        field_of(loaded, inputs, told)


def test_the_figures_are_json_and_leave_raters_out_where_asked():
    loaded, inputs, told = counted(document(channel()), PANEL, "A B")
    found = analyse(loaded, inputs, PANEL, told, seed_of("0000000a" + "f" * 56))
    whole, part = as_json(found, raters=True), as_json(found, raters=False)

    assert whole["seed"] == 10
    assert whole["advisory"] is True
    assert json.loads(json.dumps(whole))["severities"][0]["own"] == "80/1"
    assert "R1" not in json.dumps(part)
