"""From an entry's forms to its value: trim, across, groups, transforms, floor and cap."""

import pytest

from tests.unit.tally.builders import channel, document, entries, forms, of_channel, place, result_of, value


def marks(*values, group=""):
    return [("panel", "A", str(mark), 1, group) for mark in values]


def valued(values, **more):
    return value(result_of(document(channel(**more)), forms(*marks(*values))), "A")


@pytest.mark.parametrize(
    ("trim", "values", "expected"),
    [
        ({"high": "1", "low": "1"}, (10, 50, 60, 70, 100), "60/1"),
        ({"high": "1", "low": "1"}, (10, 50, 100), "50/1"),
        ({"high": "1", "low": "1"}, (10, 100), "55/1"),
        ({"high": "1", "low": "1", "if_at_least": "5"}, (10, 50, 60, 100), "55/1"),
        ({"high": "2"}, (10, 50, 60, 100), "30/1"),
        ({"low": "1"}, (10, 10, 60), "35/1"),
        ({}, (10, 50), "30/1"),
    ],
)
def test_trimming_drops_the_highest_and_the_lowest(trim, values, expected):
    assert valued(values, trim=trim) == expected


def test_the_item_mean_is_not_trimmed():
    result = result_of(document(channel(trim={"high": "1"})), forms(*marks(10, 50, 90)))

    assert value(result, "A") == "30/1"
    assert of_channel(result, "A")["items"] == {"mark": "50/1"}


@pytest.mark.parametrize(
    ("values", "expected"), [((90,), "90/1"), ((10, 90, 20), "20/1"), ((10, 20, 25, 90), "45/2")]
)
def test_the_median_of_an_even_number_lies_between(values, expected):
    assert valued(values, across="median") == expected


def test_a_sum_adds_forms_up():
    assert valued((10, 20, 25), across="sum", max="300") == "55/1"


def test_the_cap_is_the_maximum_unless_said_otherwise():
    assert valued((90, 90), across="sum", max="100") == "100/1"
    assert valued((90, 90), across="sum", max="100", cap="120") == "120/1"


def test_fewer_forms_than_asked_for_establish_nothing():
    rules = document(channel(min_valid="3", missing="zero"))

    told = of_channel(result_of(rules, forms(*marks(90, 80))), "A")

    assert (told["base"], told["value"], told["items"]) == (2, None, {})


GROUPS = [{"key": "firms", "weight": "3"}, {"key": "people", "weight": "1"}]


def grouped(firms, people, **more):
    rows = [*marks(*firms, group="firms"), *marks(*people, group="people")]
    rules = document(channel(groups=more.pop("groups", GROUPS), missing="zero", **more))
    return result_of(rules, forms(*rows), entries("A"))


def test_groups_are_joined_by_their_weights():
    result = grouped((80, 60), (100, 100, 100))

    # (3 x 70 + 100) / 4
    assert value(result, "A") == "155/2"
    assert of_channel(result, "A")["base"] == 5
    assert of_channel(result, "A")["items"] == {"mark": "88/1"}


def test_a_missing_group_blocks():
    assert value(grouped((80, 60), ()), "A") is None


def test_a_missing_group_may_leave_its_weight_to_the_others():
    groups = [GROUPS[0], GROUPS[1] | {"min_valid": "2"}]
    result = grouped((80, 60), (100,), groups=groups, group_missing="renormalise")

    assert value(result, "A") == "70/1"
    # The group that is not established is left out of the item mean, so that nothing can be subtracted.
    assert of_channel(result, "A")["items"] == {"mark": "70/1"}
    assert of_channel(result, "A")["base"] == 3


def test_no_group_left_establishes_nothing():
    groups = [row | {"min_valid": "3"} for row in GROUPS]

    assert value(grouped((80, 60), (100,), groups=groups, group_missing="renormalise"), "A") is None


def test_the_channels_own_least_number_holds_beside_the_groups():
    assert value(grouped((80,), (100,), min_valid="3"), "A") is None


def test_trimming_runs_inside_each_group():
    result = grouped((0, 80), (50, 60, 70, 100), trim={"low": "1"})

    # firms: 80; people: 230/3
    assert value(result, "A") == "475/6"


def points(values, **transform):
    rows = [("votes", entry, number) for entry, number in values.items()]
    rules = document(channel("votes", "figure", transform=transform))
    result = result_of(rules, forms(*rows))
    return {entry: value(result, entry, "votes") for entry in values}


def test_equal_places_get_the_best_places_points():
    rank = {"kind": "rank_points", "first": "30", "step": "-5"}

    assert points({"A": "9", "B": "7", "C": "7", "D": "1"}, **rank) == {
        "A": "30/1",
        "B": "25/1",
        "C": "25/1",
        "D": "15/1",
    }


def test_equal_places_may_share_the_points_they_occupy():
    rank = {"kind": "rank_points", "table": ["30", "20", "11"], "ties": "mean", "beyond": "1"}

    assert points({"A": "9", "B": "7", "C": "7", "D": "1"}, **rank) == {
        "A": "30/1",
        "B": "31/2",
        "C": "31/2",
        "D": "1/1",
    }


def test_points_by_place_stop_at_their_least():
    rank = {"kind": "rank_points", "first": "3", "step": "-2", "min": "1"}

    assert points({"A": "9", "B": "8", "C": "7", "D": "6"}, **rank)["D"] == "1/1"


def test_without_a_least_points_by_place_stop_at_the_floor():
    rank = {"kind": "rank_points", "first": "3", "step": "-2"}

    assert points({"A": "9", "B": "8", "C": "7", "D": "6"}, **rank)["D"] == "0/1"


def test_a_largest_value_of_zero_gives_zero_to_all():
    assert points({"A": "0", "B": "0"}, kind="ratio_to_max") == {"A": "0/1", "B": "0/1"}


def test_below_the_lowest_band_there_is_nothing():
    assert points({"A": "199", "B": "200"}, kind="bands", bands=[["200", "38"]]) == {"A": "0/1", "B": "38/1"}


def test_a_vetoed_entry_takes_no_place_and_has_no_points():
    rules = document(
        channel("votes", "figure", transform={"kind": "ratio_to_max"}, missing="zero"),
        veto=[{"key": "fraud"}],
    )
    rows = [("votes", "A", "200"), ("votes", "B", "50"), ("votes", "V", "1000")]

    result = result_of(rules, forms(*rows), entries("A B V", V={"veto": ("fraud",)}))

    assert value(result, "B", "votes") == "25/1"
    assert value(result, "V", "votes") is None
    assert place(result, "V")["total"] == {"exact": "0/1", "printed": "0.00"}
    assert place(result, "V")["reasons"] == ["veto:fraud"]
    assert result["problems"] == []


def test_contribution_is_weight_by_value_by_maximum():
    rules = document(channel(weight="30", max="150"))

    assert of_channel(result_of(rules, forms(*marks(70))), "A")["contribution"] == {
        "exact": "14/1",
        "printed": "14.00",
    }
