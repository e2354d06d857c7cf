"""The medal of whoever comes in behind the others, and when the rules leave it open."""

from collections import Counter

import pytest

from naming.medals import free_medals, medal_of_next, unborne

SEATS = (("gold", 1), ("silver", 2), ("bronze", 2))


@pytest.mark.parametrize(
    ("borne", "medal"),
    [
        ({}, "gold"),
        ({"gold": 1}, "silver"),
        ({"gold": 1, "silver": 1}, "silver"),
        ({"gold": 1, "silver": 2, "bronze": 1}, "bronze"),
        # Two shared the gold and used up a place of silver.
        ({"gold": 2, "silver": 1}, "bronze"),
        ({"gold": 2}, "silver"),
        # A better medal is free: who gets it is not said.
        ({"silver": 2, "bronze": 2}, ""),
        ({"gold": 1, "silver": 1, "bronze": 2}, ""),
        ({"gold": 1, "silver": 1, "bronze": 1}, ""),
        # No place is left.
        ({"gold": 1, "silver": 2, "bronze": 2}, ""),
    ],
)
def test_a_place_has_its_medal_only_where_nobody_else_could_claim_it(borne, medal):
    assert medal_of_next(SEATS, Counter(borne)) == medal


def test_rules_without_medals_decide_none():
    assert medal_of_next((), Counter()) == ""


def test_free_are_the_medals_that_the_rules_give_more_of():
    assert free_medals(SEATS, Counter({"gold": 1, "silver": 1, "bronze": 1})) == ["silver", "bronze"]


@pytest.mark.parametrize(
    ("borne", "free"),
    [
        ({"gold": 1, "silver": 2, "bronze": 3}, []),
        ({"silver": 2, "bronze": 3}, [("gold", 1)]),
        ({"gold": 1, "bronze": 1}, [("silver", 2), ("bronze", 2)]),
        # A shared gold uses up a place of silver, a shared silver one of bronze.
        ({"gold": 2, "silver": 1, "bronze": 3}, []),
        ({"gold": 1, "silver": 4, "bronze": 1}, []),
    ],
)
def test_what_nobody_bears_is_free_unless_a_shared_medal_uses_it_up(borne, free):
    assert unborne((("gold", 1), ("silver", 2), ("bronze", 3)), Counter(borne)) == free
