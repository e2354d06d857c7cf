"""Stages: totals, missing channels, adjustments, vetoes, ranks and cuts."""

import pytest

from evaluation.tally import Decision
from tests.unit.tally.builders import (
    channel,
    document,
    entries,
    forms,
    of_channel,
    outcomes,
    place,
    result_of,
    totals,
)


def marks(values, key="panel"):
    return forms(*((key, entry, str(mark)) for entry, mark in values.items()))


def cutting(values, keep, listed=None, decisions=(), **more):
    """A first stage with a cut, and a last one with the same channel."""
    stage = {"key": "first", "use": ["panel"], "keep": keep}
    if "tie_at_cut" in more:
        stage["tie_at_cut"] = more.pop("tie_at_cut")
    rules = document(channel(), stage=[stage, {"key": "last", "use": ["panel"]}], **more)
    return result_of(rules, marks(values), listed, decisions=decisions)


FIVE = {"A": 90, "B": 80, "C": 80, "D": 70, "E": 60}


@pytest.mark.parametrize(
    ("keep", "advanced", "reason"),
    [
        ({"top": "3"}, "A B C", "below_cut"),
        ({"share": "0.65"}, "A B C", "below_cut"),
        ({"share": "3/5"}, "A B C", "below_cut"),
        ({"min_score": "70"}, "A B C D", "below_min_score"),
    ],
)
def test_a_cut_keeps_the_first(keep, advanced, reason):
    first = cutting(FIVE, keep)["stages"][0]["entries"]

    told = outcomes(first)
    assert [entry for entry, row in told.items() if row[0] == "advanced"] == advanced.split()
    assert {row for row in told.values() if row[0] == "eliminated"} == {("eliminated", reason)}


def test_all_may_advance():
    first = cutting(FIVE, {"all": True})["stages"][0]["entries"]

    assert set(outcomes(first).values()) == {("advanced",)}


def test_a_share_of_less_than_one_keeps_nobody():
    result = cutting({"A": 90, "B": 80}, {"share": "0.4"})

    assert set(outcomes(result["stages"][0]["entries"]).values()) == {("eliminated", "below_cut")}
    assert (result["stages"][1]["entries"], result["selection"], result["state"]) == ([], [], "final")


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("include_all", ("advanced", "tie_included")),
        ("drop_all", ("eliminated", "tie_dropped")),
    ],
)
def test_a_tie_across_the_cut(policy, told):
    first = outcomes(cutting(FIVE, {"top": "2"}, tie_at_cut=policy)["stages"][0]["entries"])

    assert (first["A"], first["B"], first["C"], first["D"]) == (
        ("advanced",),
        told,
        told,
        ("eliminated", "below_cut"),
    )


def test_competition_ranks_skip_places():
    rows = cutting(FIVE, {"all": True})["stages"][0]["entries"]

    assert [(row["entry"], row["rank"], row["tied_with"]) for row in rows] == [
        ("A", 1, []),
        ("B", 2, ["C"]),
        ("C", 2, ["B"]),
        ("D", 4, []),
        ("E", 5, []),
    ]


def test_a_tie_that_no_order_breaks_waits_for_the_committee():
    result = cutting(FIVE, {"top": "2"}, tie_at_cut="order")

    assert (result["state"], len(result["stages"]), result["selection"]) == ("needs_decision", 1, [])
    assert outcomes(result["stages"][0]["entries"])["B"] == (None, "needs_decision")
    assert place(result, "B")["rank"] == 2
    assert result["problems"] == [
        {"code": "needs_decision", "stage": "first", "channel": None, "entries": ["B", "C"]}
    ]


@pytest.mark.parametrize(
    "decisions",
    [
        [Decision("first", "B", "1")],
        [Decision("first", "B", "1"), Decision("first", "C", "1.0")],
        [Decision("last", "B", "1"), Decision("last", "C", "2")],
    ],
    ids=["one alone", "the same place", "another stage"],
)
def test_a_decision_must_place_each_of_the_tied(decisions):
    assert cutting(FIVE, {"top": "2"}, tie_at_cut="order", decisions=decisions)["state"] == "needs_decision"


def test_the_committees_decision_breaks_the_tie():
    decisions = [Decision("first", "B", "2"), Decision("first", "C", "1"), Decision("first", "A", "9")]

    result = cutting(FIVE, {"top": "2"}, tie_at_cut="order", decisions=decisions)

    told = outcomes(result["stages"][0]["entries"])
    assert (told["A"], told["B"], told["C"]) == (
        ("advanced",),
        ("eliminated", "tie_decided"),
        ("advanced", "tie_decided"),
    )
    assert place(result, "C", "first")["rank"] == 2


def test_a_shared_place_lets_all_tied_in():
    result = cutting(FIVE, {"top": "2"}, tie_at_cut="order", tie={"then": "share"})

    told = outcomes(result["stages"][0]["entries"])
    assert told["B"] == told["C"] == ("advanced", "tie_shared")
    assert told["D"] == ("eliminated", "below_cut")


def test_a_tie_order_names_channels_and_items_and_passes_over_later_ones():
    first = channel(items=[{"key": "x", "max": "50"}, {"key": "y", "max": "50"}])
    rules = document(
        first,
        channel("late"),
        stage=[
            {"key": "one", "use": ["panel"], "keep": {"top": "1"}, "tie_at_cut": "order"},
            {"key": "two", "use": ["panel", "late"]},
        ],
        tie={"order": ["late", "panel", "panel.y"]},
    )
    rows = [("panel", "A", "50|10"), ("panel", "B", "10|50"), ("late", "A", "90"), ("late", "B", "10")]

    result = result_of(rules, forms(*rows))

    assert outcomes(result["stages"][0]["entries"]) == {
        "A": ("eliminated", "tie_order"),
        "B": ("advanced", "tie_order"),
    }


def test_what_is_not_established_stands_last_in_a_tie():
    rules = document(
        channel(weight="50"),
        channel("extra", weight="50", missing="renormalise", min_valid="2"),
        stage=[
            {"key": "one", "use": ["panel", "extra"], "keep": {"top": "1"}, "tie_at_cut": "order"},
            {"key": "two", "use": ["panel"]},
        ],
        tie={"order": ["extra"]},
    )
    rows = [("panel", "A", "80"), ("panel", "B", "80"), ("extra", "B", "80", 2), ("extra", "A", "99")]

    told = outcomes(result_of(rules, forms(*rows))["stages"][0]["entries"])

    assert told["B"] == ("advanced", "tie_order")
    assert told["A"] == ("eliminated", "renormalised:extra", "tie_order")


def two_channels(missing, rows, listed="A B", **chapters):
    rules = document(channel(weight="60"), channel("extra", weight="40", missing=missing), **chapters)
    return result_of(rules, forms(*rows), entries(listed, V={"veto": ("fraud",)}))


HALF = [("panel", "A", "80"), ("panel", "B", "70"), ("extra", "B", "50")]
NOT_ESTABLISHED = {"code": "not_established", "stage": "final", "channel": "extra", "entries": ["A"]}


def test_a_missing_channel_blocks_the_tally():
    result = two_channels("block", HALF)

    assert (result["state"], result["selection"], result["problems"]) == ("blocked", [], [NOT_ESTABLISHED])
    assert [(row["entry"], row["rank"], row["outcome"]) for row in result["stages"][0]["entries"]] == [
        ("A", None, None),
        ("B", None, None),
    ]
    assert (place(result, "A")["total"], place(result, "A")["reasons"]) == (None, ["blocked:extra"])
    assert (place(result, "B")["total"]["printed"], place(result, "B")["tied_with"]) == ("62.00", [])


def test_a_missing_channel_may_count_as_zero():
    result = two_channels("zero", HALF)

    assert (totals(result), result["state"]) == ({"B": "62.00", "A": "48.00"}, "final")
    assert (place(result, "A")["reasons"], result["problems"]) == (["zero:extra"], [NOT_ESTABLISHED])
    assert of_channel(result, "A", "extra")["contribution"] is None


def test_a_missing_channel_may_leave_its_weight_to_the_others():
    result = two_channels("renormalise", HALF)

    assert totals(result) == {"A": "80.00", "B": "62.00"}
    assert place(result, "A")["reasons"] == ["renormalised:extra"]
    assert result["problems"] == [NOT_ESTABLISHED]


def test_nothing_left_to_renormalise_blocks():
    rules = document(channel(missing="renormalise"), channel("extra", missing="renormalise"))

    result = result_of(rules, forms(("panel", "B", "1")), entries("A B"))

    assert result["state"] == "blocked"
    assert [(row["code"], row["channel"], row["entries"]) for row in result["problems"]] == [
        ("not_established", "extra", ["A", "B"]),
        ("not_established", "panel", ["A"]),
        ("nothing_established", None, ["A"]),
    ]
    assert place(result, "A")["reasons"] == ["blocked:extra", "blocked:panel"]


def test_a_vetoed_entry_blocks_nothing():
    rows = [*HALF, ("extra", "A", "10"), ("panel", "V", "100")]

    result = two_channels("block", rows, "A B V", veto=[{"key": "fraud"}])

    assert (result["state"], result["problems"]) == ("final", [])
    told = place(result, "V")
    assert (told["total"], told["rank"], told["outcome"], told["reasons"]) == (
        None,
        None,
        "excluded",
        ["veto:fraud"],
    )
    assert [row["entry"] for row in result["stages"][0]["entries"]] == ["B", "A", "V"]
    assert {row["entry"] for row in result["selection"]} == {"A", "B"}


def test_where_a_stage_is_blocked_a_vetoed_entry_has_no_outcome_either():
    result = two_channels("block", [*HALF, ("panel", "V", "9")], "A B V", veto=[{"key": "fraud"}])

    assert outcomes(result["stages"][0]["entries"])["V"] == (None, "veto:fraud")


def test_vetoed_entries_stand_in_the_first_stage_only_and_take_no_place():
    listed = entries("A B C D E", A={"veto": ("fraud", "accident")})

    result = cutting(FIVE, {"top": "2"}, listed, veto=[{"key": "fraud"}, {"key": "accident"}])

    assert outcomes(result["stages"][0]["entries"]) == {
        "B": ("advanced",),
        "C": ("advanced",),
        "D": ("eliminated", "below_cut"),
        "E": ("eliminated", "below_cut"),
        "A": ("excluded", "veto:accident", "veto:fraud"),
    }
    assert list(totals(result, "last")) == ["B", "C"]


def test_a_share_counts_entries_not_vetoed():
    listed = entries("A B C D E", A={"veto": ("fraud",)})

    result = cutting(FIVE, {"share": "0.5"}, listed, veto=[{"key": "fraud"}])

    assert list(totals(result, "last")) == ["B", "C"]


@pytest.mark.parametrize(
    ("adjust", "chapter", "expected", "total"),
    [
        (("3", "-0.5"), {}, "5/2", "92.50"),
        (("3", "4"), {"max_bonus": "5"}, "5/1", "95.00"),
        (("-30", "4"), {"max_deduction": "10"}, "-10/1", "80.00"),
        (("30", "-28"), {"max_bonus": "5", "max_deduction": "10"}, "2/1", "92.00"),
    ],
)
def test_adjustments_are_added_and_cut_once(adjust, chapter, expected, total):
    listed = entries("A B", A={"adjust": adjust})

    result = cutting({"A": 90, "B": 1}, {"all": True}, listed, adjust=chapter)

    for stage in ("first", "last"):
        told = place(result, "A", stage)
        assert (told["adjust"], told["total"]["printed"]) == (expected, total)


def test_printed_totals_may_be_compared_instead_of_exact_ones():
    rules = document(
        channel(items=[{"key": "mark", "max": "100"}]), rounding={"compare_on": "printed", "places": "1"}
    )
    values = {"A": "80.04", "B": "79.95", "C": "79.94"}

    rows = result_of(rules, marks(values))["stages"][0]["entries"]

    assert [(row["entry"], row["rank"], row["tied_with"]) for row in rows] == [
        ("A", 1, ["B"]),
        ("B", 1, ["A"]),
        ("C", 3, []),
    ]


def test_strata_cut_each_in_its_own_list():
    strata = [{"key": "X", "quota": "1"}, {"key": "Y", "quota": "1"}]
    rules = document(
        channel(),
        entries={"strata": strata},
        stage=[{"key": "one", "use": ["panel"], "keep": {"top": "1"}}, {"key": "two", "use": ["panel"]}],
        select={"mode": "strata"},
    )
    listed = entries("A B C", A={"stratum": "X"}, B={"stratum": "X"}, C={"stratum": "Y"})

    result = result_of(rules, marks({"A": 90, "B": 80, "C": 10}), listed)

    assert list(totals(result, "two")) == ["A", "C"]
    assert [row["rank"] for row in result["stages"][0]["entries"]] == [1, 1, 2]


def test_strata_do_not_part_the_list_where_the_mode_is_another():
    rules = document(channel(), entries={"strata": [{"key": "X"}, {"key": "Y"}]})
    listed = entries("A B", A={"stratum": "X"}, B={"stratum": "Y"})

    assert place(result_of(rules, marks({"A": 90, "B": 80}), listed), "B")["rank"] == 2


def test_a_channels_value_is_fixed_when_it_is_first_used():
    rank = {"kind": "rank_points", "first": "100", "step": "-10"}
    rules = document(
        channel("votes", "figure", transform=rank),
        stage=[
            {"key": "one", "use": ["votes"], "keep": {"min_score": "85"}},
            {"key": "two", "use": ["votes"]},
        ],
    )

    result = result_of(rules, marks({"A": 9, "B": 8, "C": 7}, "votes"))

    assert totals(result, "two") == {"A": "100.00", "B": "90.00"}
