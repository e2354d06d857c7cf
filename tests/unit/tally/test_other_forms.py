"""Forms `motion`, `figure`, `ledger`, `picks` and `ranking`."""

import pytest

from tests.unit.tally.builders import (
    channel,
    document,
    entries,
    forms,
    of_channel,
    outcomes,
    picked,
    place,
    result_of,
    value,
    wide,
)


def motion(rows, min_valid="1", missing="zero", **options):
    rules = document(
        channel("vote", "motion", motion={"pass": "2/3"} | options, min_valid=min_valid, missing=missing),
        select={"mode": "motion"},
    )
    return result_of(
        rules, forms(*(("vote", "A", word, number) for word, number in rows.items())), entries("A")
    )


@pytest.mark.parametrize(
    ("base", "options", "divisor", "share"),
    [
        ("full", {"members": "20"}, 20, "40/1"),
        ("present", {}, 12, "200/3"),
        ("cast", {}, 10, "80/1"),
    ],
)
def test_a_motion_is_yes_over_its_base(base, options, divisor, share):
    result = motion({"yes": 8, "no": 2, "abstain": 2, "absent": 3}, base=base, **options)

    assert (of_channel(result, "A", "vote")["base"], value(result, "A", "vote")) == (divisor, share)


@pytest.mark.parametrize(("over", "outcome"), [(False, "awarded"), (True, "not_awarded")])
def test_exactly_what_is_needed_passes_unless_more_is_asked(over, outcome):
    result = motion({"yes": 2, "no": 1}, base="cast", over=over)

    assert result["selection"][0]["outcome"] == outcome


def test_a_motion_with_a_base_of_nobody_is_not_established():
    assert value(motion({"abstain": 5}, base="cast"), "A", "vote") is None


def test_a_motions_least_number_is_of_valid_votes():
    result = motion({"yes": 3, "absent": 1, "perhaps": 2, "": 1}, base="cast", min_valid="5")

    told = of_channel(result, "A", "vote")
    assert (told["valid"], told["invalid"], told["blank"], told["value"]) == (
        4,
        {"unlisted_value": 2},
        1,
        None,
    )


def test_selection_by_motion_lists_entries_in_order_without_rank():
    rules = document(
        channel("vote", "motion", motion={"pass": "1/2", "base": "cast"}, missing="zero"),
        select={"mode": "motion"},
    )
    rows = [
        ("vote", "B", "yes", 3),
        ("vote", "A", "yes", 1),
        ("vote", "A", "no", 2),
        ("vote", "C", "abstain", 1),
    ]

    result = result_of(rules, forms(*rows))

    assert outcomes(result["selection"]) == {
        "A": ("not_awarded", "not_passed"),
        "B": ("awarded", "passed"),
        "C": ("not_awarded", "not_passed"),
    }
    assert [row["rank"] for row in result["selection"]] == [None, None, None]
    assert place(result, "B")["rank"] == 1


def test_figures_add_up_and_keep_their_bounds():
    rules = document(channel("votes", "figure", figure={"min": "0", "max": "50"}))

    result = result_of(rules, forms(*(("votes", "A", text) for text in ("30", "12.5", "51", "-1", ""))))

    told = of_channel(result, "A", "votes")
    assert (told["valid"], told["invalid"], told["blank"]) == (2, {"out_of_range": 2}, 1)
    assert (value(result, "A", "votes"), "items" in told) == ("85/2", False)


def test_blank_figures_and_ledgers_are_counted_as_blank():
    ledger = channel("book", "ledger", ledger=LEDGER, weight="50", blank={"in_base": True})
    rules = document(channel("votes", "figure", weight="50", missing="zero"), ledger)

    result = result_of(rules, forms(("votes", "A", ""), ("book", "A", "", 1), ("book", "A", "absent:1", 1)))

    assert (of_channel(result, "A", "votes")["blank"], value(result, "A", "votes")) == (1, None)
    # (0 + 20) / 2
    assert (of_channel(result, "A", "book")["blank"], value(result, "A", "book")) == (1, "10/1")


def test_figures_may_be_averaged():
    rules = document(channel("votes", "figure", across="mean"))

    assert value(result_of(rules, forms(("votes", "A", "30"), ("votes", "A", "15"))), "A", "votes") == "45/2"


LEDGER = {
    "items": [{"key": "duty", "start": "20"}, {"key": "files", "start": "3", "floor": "-1"}],
    "facts": [
        {"key": "absent", "item": "duty", "delta": "-3"},
        {"key": "praise", "item": "duty", "delta": "0.5"},
        {"key": "lost", "item": "files", "delta": "-2.5"},
    ],
}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("absent:0", "23/1"),
        ("absent:2;praise:1", "35/2"),
        ("absent:9", "3/1"),
        ("lost:3", "19/1"),
        ("absent:1;absent:1", "17/1"),
    ],
)
def test_a_ledger_starts_high_and_stops_at_each_items_floor(answers, expected):
    rules = document(channel("book", "ledger", ledger=LEDGER))

    assert value(result_of(rules, forms(("book", "A", answers))), "A", "book") == expected


@pytest.mark.parametrize("answers", ["absent", "absent:x", "absent:-1", "other:1", "absent:1;", "absent:1.0"])
def test_a_pair_that_is_none_is_unlisted(answers):
    rules = document(channel("book", "ledger", ledger=LEDGER, missing="zero"))

    told = of_channel(result_of(rules, forms(("book", "A", answers))), "A", "book")

    assert told["invalid"] == {"unlisted_value": 1}


def votes(rows, keys="A B C D", strata=None, **options):
    more = {"blank": options.pop("blank")} if "blank" in options else {}
    chapters = {"entries": {"strata": [{"key": "X"}, {"key": "Y"}]}} if strata else {}
    rules = document(channel("votes", "picks", picks=options, missing="zero", **more), **chapters)
    named = {entry: {"stratum": key} for entry, key in (strata or {}).items()}
    return result_of(rules, {}, entries(keys, **named), wide_forms=wide(*(("votes", *row) for row in rows)))


def test_picks_count_the_forms_that_hold_an_entry():
    result = votes([(picked("A B"), 3), (picked("B C"), 2)], exactly="2")

    assert {entry: value(result, entry, "votes") for entry in "ABCD"} == {
        "A": "3/1",
        "B": "5/1",
        "C": "2/1",
        "D": "0/1",
    }
    assert of_channel(result, "D", "votes")["base"] == 5


@pytest.mark.parametrize(
    ("names", "options", "reason"),
    [
        ("A B C", {"exactly": "2"}, "too_many_picks"),
        ("A", {"exactly": "2"}, "too_few_picks"),
        ("A B C", {"at_most": "2"}, "too_many_picks"),
        ("A B", {"at_most": "3", "at_least_one_per": "stratum"}, "stratum_without_pick"),
    ],
)
def test_picks_that_break_their_rules(names, options, reason):
    result = votes([(picked(names),)], strata={"A": "X", "B": "X", "C": "Y", "D": "Y"}, **options)

    assert of_channel(result, "D", "votes")["invalid"] == {reason: 1}
    assert result["channels"]["votes"]["invalid"] == {reason: 1}


def test_a_recused_row_takes_its_entry_out_of_the_form_only():
    result = votes([(picked("A B"), 2, "C"), (picked("A C"), 3)], exactly="2")

    told = of_channel(result, "C", "votes")
    assert (told["returned"], told["valid"], told["recused"], told["base"]) == (5, 3, 2, 3)
    assert of_channel(result, "A", "votes")["base"] == 5


def test_a_stratum_of_recused_entries_asks_for_no_pick():
    strata = {"A": "X", "B": "X", "C": "Y", "D": "Y"}

    result = votes([(picked("A"), 1, "C D")], strata=strata, at_most="2", at_least_one_per="stratum")

    assert of_channel(result, "A", "votes")["valid"] == 1


def test_a_form_of_recused_rows_alone_is_recused_for_all():
    result = votes([({}, 2, "C"), (picked("A"),)], at_most="2")

    assert of_channel(result, "A", "votes")["recused"] == 2
    assert of_channel(result, "C", "votes")["recused"] == 2
    assert result["channels"]["votes"]["recused"] == 2


def test_a_void_form_counts_for_every_entry_and_once_for_the_channel():
    form = ("votes", "", (("A", "", "void:forged"), ("B", "", "void:forged")))
    rules = document(channel("votes", "picks", picks={"at_most": "2"}, missing="zero"))

    result = result_of(rules, {}, entries("A B C"), wide_forms={form: 4})

    assert of_channel(result, "C", "votes")["void"] == {"forged": 4}
    assert result["channels"]["votes"]["void"] == {"forged": 4}


def test_blank_picks_join_the_base_where_ruled():
    result = votes([(picked("A"), 3), ({"": ""}, 2)], at_most="2", blank={"in_base": True, "penalty": "0.5"})

    told = of_channel(result, "A", "votes")
    assert (told["blank"], told["base"], told["value"]["exact"]) == (2, 5, "2/1")


def test_picks_outside_the_stage_spoil_the_form_for_all():
    rules = document(
        channel("first"),
        channel("votes", "picks", picks={"at_most": "2"}, missing="zero"),
        stage=[
            {"key": "one", "use": ["first"], "keep": {"top": "2"}},
            {"key": "two", "use": ["first", "votes"]},
        ],
    )
    rows = forms(("first", "A", "9"), ("first", "B", "8"), ("first", "C", "7"))

    result = result_of(rules, rows, wide_forms=wide(("votes", picked("A C")), ("votes", picked("A"), 1, "C")))

    assert of_channel(result, "B", "votes")["invalid"] == {"not_in_stage": 1}
    assert of_channel(result, "A", "votes")["value"]["exact"] == "1/1"


POINTS = {"kind": "rank_points", "first": "10", "step": "-3"}


def ranking(rows, keys="A B C", **more):
    rules = document(channel("order", "ranking", transform=POINTS, missing="zero", **more))
    return result_of(rules, {}, entries(keys), wide_forms=wide(*(("order", *row) for row in rows)))


def test_places_become_points_before_they_are_added():
    result = ranking([({"A": 1, "B": 2, "C": 3}, 2), ({"A": 3, "B": 1, "C": 2},)])

    assert {entry: value(result, entry, "order") for entry in "ABC"} == {
        "A": "24/1",
        "B": "24/1",
        "C": "15/1",
    }


def test_points_may_be_averaged_and_trimmed():
    result = ranking(
        [({"A": 1, "B": 2, "C": 3}, 2), ({"A": 3, "B": 1, "C": 2},)], across="mean", trim={"low": "1"}
    )

    assert {entry: value(result, entry, "order") for entry in "ABC"} == {
        "A": "10/1",
        "B": "17/2",
        "C": "11/2",
    }


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ({"A": "1", "B": "x", "C": "9"}, "unlisted_value"),
        ({"A": "1", "B": "1.0", "C": "3"}, "unlisted_value"),
        ({"A": "1", "B": "4", "C": "4"}, "out_of_range"),
        ({"A": "0", "B": "1", "C": "2"}, "out_of_range"),
        ({"A": "1", "B": "1", "C": ""}, "place_twice"),
        ({"A": "1", "B": "2", "C": ""}, "place_missing"),
        ({"A": "1", "B": "2"}, "place_missing"),
    ],
)
def test_rankings_that_break_their_rules(places, reason):
    assert of_channel(ranking([(places,)]), "C", "order")["invalid"] == {reason: 1}


def test_a_ranking_without_any_place_is_blank():
    assert of_channel(ranking([({"A": "", "B": "", "C": ""},)]), "A", "order")["blank"] == 1


def test_a_recused_rater_ranks_the_rest():
    result = ranking([({"A": 1, "B": 2}, 1, "C"), ({"A": 3, "B": 2, "C": 1},)])

    assert {entry: value(result, entry, "order") for entry in "ABC"} == {
        "A": "14/1",
        "B": "14/1",
        "C": "10/1",
    }
    assert of_channel(result, "C", "order")["recused"] == 1


def test_a_vetoed_entry_is_ranked_like_any_other():
    rules = document(channel("order", "ranking", transform=POINTS), veto=[{"key": "fraud"}])
    listed = entries("A B", A={"veto": ("fraud",)})

    result = result_of(rules, {}, listed, wide_forms=wide(("order", {"A": 1, "B": 2})))

    assert {entry: value(result, entry, "order") for entry in "AB"} == {"A": "10/1", "B": "7/1"}
    assert place(result, "A")["outcome"] == "excluded"


def test_groups_of_picking_raters_are_joined_by_weight():
    groups = [{"key": "public", "weight": "1"}, {"key": "staff", "weight": "3"}]
    rules = document(channel("votes", "picks", picks={"at_most": "1"}, groups=groups))
    rows = [("votes", picked("A"), 8, "", "public"), ("votes", picked("B"), 4, "", "staff")]

    result = result_of(rules, {}, entries("A B"), wide_forms=wide(*rows))

    assert {entry: value(result, entry, "votes") for entry in "AB"} == {"A": "2/1", "B": "3/1"}
    assert of_channel(result, "A", "votes")["base"] == 12
