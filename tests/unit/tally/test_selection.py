"""Selection: seats, reserve, least score, strata and medals, and ties for the last seat."""

import pytest

from evaluation.tally import Decision
from tests.unit.tally.builders import awarded, channel, document, entries, forms, outcomes, place, result_of


def select(values, decisions=(), then=None, order=(), listed=None, **options):
    rules = document(
        channel(items=[{"key": "mark", "max": "100"}, {"key": "second", "max": "100"}], per_rater="mean"),
        select={"mode": "top"} | options,
        tie={"order": list(order)} | ({"then": then} if then else {}),
    )
    rows = forms(*(("panel", entry, f"{mark}|{200 - mark - 100}") for entry, mark in values.items()))
    return result_of(rules, rows, listed, decisions=decisions)


def simple(values, decisions=(), then=None, order=(), **options):
    """Each entry's one mark is its total."""
    rules = document(
        channel(),
        select={"mode": "top"} | options,
        tie={"order": list(order)} | ({"then": then} if then else {}),
    )
    rows = forms(*(("panel", entry, str(mark)) for entry, mark in values.items()))
    return result_of(rules, rows, decisions=decisions)


FIVE = {"A": 90, "B": 80, "C": 80, "D": 70, "E": 60}


def told(result):
    return outcomes(result["selection"])


def test_the_first_get_the_seats():
    result = simple(FIVE, seats="3")

    assert told(result) == {
        "A": ("awarded",),
        "B": ("awarded",),
        "C": ("awarded",),
        "D": ("not_awarded", "no_seat"),
        "E": ("not_awarded", "no_seat"),
    }
    assert result["selection"][1] == {
        "entry": "B",
        "rank": 2,
        "total": {"exact": "80/1", "printed": "80.00"},
        "outcome": "awarded",
        "level": None,
        "reasons": [],
    }


def test_seats_are_never_filled_by_force():
    result = simple(FIVE, seats="4", min_score="80")

    assert awarded(result) == ["A", "B", "C"]
    assert told(result)["D"] == ("not_awarded", "below_min_score")
    assert result["problems"] == []


def test_too_few_are_reported_and_not_invented():
    result = simple(FIVE, seats="4", min_score="80", may_be_fewer=False)

    assert (awarded(result), result["state"]) == (["A", "B", "C"], "final")
    assert result["problems"] == [
        {"code": "too_few", "stage": "select", "channel": None, "entries": ["A", "B", "C"]}
    ]


def test_enough_eligible_entries_are_no_problem():
    assert simple(FIVE, seats="5", may_be_fewer=False)["problems"] == []


def test_a_tie_for_the_last_seat_waits_for_the_committee():
    result = simple(FIVE, seats="2", reserve="1")

    assert result["state"] == "needs_decision"
    assert told(result) == {
        "A": ("awarded",),
        "B": (None, "needs_decision"),
        "C": (None, "needs_decision"),
        "D": ("not_awarded", "no_seat"),
        "E": ("not_awarded", "no_seat"),
    }
    assert result["problems"] == [
        {"code": "needs_decision", "stage": "select", "channel": None, "entries": ["B", "C"]}
    ]


def test_whoever_waits_for_a_seat_uses_up_the_reserve():
    assert told(simple(FIVE, seats="2", reserve="2"))["D"] == ("reserve", "no_seat")


def test_the_committee_decides_the_last_seat_and_who_loses_is_first_in_reserve():
    decisions = [Decision("select", "C", "1"), Decision("select", "B", "2")]

    result = simple(FIVE, decisions, seats="2", reserve="2")

    assert told(result) == {
        "A": ("awarded",),
        "B": ("reserve", "tie_decided"),
        "C": ("awarded", "tie_decided"),
        "D": ("reserve", "no_seat"),
        "E": ("not_awarded", "no_seat"),
    }
    assert [row["rank"] for row in result["selection"]] == [1, 2, 2, 4, 5]


def test_a_shared_last_seat_adds_one_and_leaves_the_reserve():
    result = simple(FIVE, then="share", seats="2", reserve="1")

    assert told(result) == {
        "A": ("awarded",),
        "B": ("awarded", "tie_shared"),
        "C": ("awarded", "tie_shared"),
        "D": ("reserve", "no_seat"),
        "E": ("not_awarded", "no_seat"),
    }


def test_the_order_of_the_rules_breaks_a_tie_for_the_last_seat():
    # Every total is 50; the first item decides.
    result = select({"A": 40, "B": 60, "C": 50}, seats="2", order=["panel.mark"])

    assert told(result) == {
        "A": ("not_awarded", "tie_order"),
        "B": ("awarded", "tie_order"),
        "C": ("awarded", "tie_order"),
    }
    assert {row["rank"] for row in result["selection"]} == {1}


def test_a_tie_across_the_end_of_the_reserve_is_broken_too():
    decisions = [Decision("select", "B", "2"), Decision("select", "C", "1")]

    result = simple(FIVE, decisions, seats="1", reserve="1")

    assert told(result)["B"] == ("not_awarded", "tie_decided")
    assert told(result)["C"] == ("reserve", "tie_decided")


MEDALS = [{"key": "gold", "seats": "1"}, {"key": "silver", "seats": "2"}, {"key": "bronze", "seats": "1"}]


def medals(values, decisions=(), then=None, **options):
    result = simple(values, decisions, then, mode="medals", medals=MEDALS, **options)
    return result, {row["entry"]: row["level"] for row in result["selection"]}


def test_medals_go_by_place():
    _, level = medals({"A": 9, "B": 8, "C": 7, "D": 6, "E": 5})

    assert level == {"A": "gold", "B": "silver", "C": "silver", "D": "bronze", "E": None}


def test_a_shared_gold_uses_up_a_silver_place():
    result, level = medals({"A": 9, "B": 9, "C": 7, "D": 6, "E": 5}, then="share")

    assert level == {"A": "gold", "B": "gold", "C": "silver", "D": "bronze", "E": None}
    assert told(result)["B"] == ("awarded", "tie_shared")


def test_a_widely_shared_gold_uses_up_all_silver():
    _, level = medals({"A": 9, "B": 9, "C": 9, "D": 6, "E": 5}, then="share")

    assert level == {"A": "gold", "B": "gold", "C": "gold", "D": "bronze", "E": None}


def test_a_gold_nobody_has_decided_uses_up_silver_as_well():
    result, level = medals({"A": 9, "B": 9, "C": 7, "D": 6, "E": 5})

    assert level == {"A": None, "B": None, "C": "silver", "D": "bronze", "E": None}
    assert (told(result)["A"], result["state"]) == ((None, "needs_decision"), "needs_decision")


def test_one_decision_places_a_tie_across_two_medals():
    decisions = [Decision("select", entry, place) for entry, place in (("A", "3"), ("B", "1"), ("C", "2"))]

    result, level = medals({"A": 9, "B": 9, "C": 9, "D": 6, "E": 5}, decisions)

    assert level == {"A": "silver", "B": "gold", "C": "silver", "D": "bronze", "E": None}
    assert told(result)["A"] == ("awarded", "tie_decided")


def test_too_few_for_the_medals():
    result, _ = medals({"A": 9, "B": 8}, may_be_fewer=False)

    assert result["problems"][0]["code"] == "too_few"


def strata(quota, **options):
    rules = document(
        channel(),
        entries={"strata": [{"key": "X", "quota": quota}, {"key": "Y", "quota": "1"}]},
        select={"mode": "strata"} | options,
    )
    keys = {"A": "X", "B": "X", "C": "X", "D": "Y", "E": "Y"}
    listed = entries(keys, **{entry: {"stratum": key} for entry, key in keys.items()})
    rows = forms(*(("panel", entry, str(mark)) for entry, mark in FIVE.items()))
    return result_of(rules, rows, listed)


def test_each_stratum_has_its_own_quota_and_reserve():
    assert told(strata("1", reserve="1")) == {
        "A": ("awarded",),
        "D": ("awarded",),
        "B": (None, "needs_decision"),
        "C": (None, "needs_decision"),
        "E": ("reserve", "no_seat"),
    }


def test_each_stratum_with_too_few_is_reported():
    result = strata("4", may_be_fewer=False)

    assert [(row["code"], row["entries"]) for row in result["problems"]] == [("too_few", ["A", "B", "C"])]


def test_a_stratum_without_entries_is_too_few():
    rules = document(
        channel(),
        entries={"strata": [{"key": "X", "quota": "1"}, {"key": "Y", "quota": "1"}]},
        select={"mode": "strata", "may_be_fewer": False},
    )

    result = result_of(rules, forms(("panel", "A", "1")), entries("A", A={"stratum": "X"}))

    assert [(row["code"], row["entries"]) for row in result["problems"]] == [("too_few", [])]


@pytest.mark.parametrize("through", [None, "final"])
def test_the_last_stage_advances_all_before_the_selection(through):
    rules = document(channel())

    result = result_of(rules, forms(("panel", "A", "1"), ("panel", "B", "2")), through=through)

    assert place(result, "A")["outcome"] == "advanced"
    assert awarded(result) == ["B"]
