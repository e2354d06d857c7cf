"""The committee's arithmetic: quorum, base, majority."""

import pytest

from naming.voting import Votes, carries, needed, quorum_of


@pytest.mark.parametrize(
    ("rule", "members", "quorum"),
    [("1/2", 9, 5), ("1/2", 10, 5), ("2/3", 9, 6), ("2/3", 11, 8), ("7", 9, 7)],
)
def test_a_quorum_is_a_number_or_a_share_rounded_up(rule, members, quorum):
    assert quorum_of(rule, members) == quorum


@pytest.mark.parametrize(
    ("base", "majority", "fewest"),
    [
        (9, "half", 5),
        (10, "half", 6),
        (57, "half", 29),
        (58, "half", 30),
        (9, "two_thirds", 6),
        (10, "two_thirds", 7),
    ],
)
def test_half_is_not_more_than_half_and_two_thirds_are_enough(base, majority, fewest):
    assert needed(base, majority) == fewest
    assert carries(Votes(fewest, 0, 0), base, majority)
    assert not carries(Votes(fewest - 1, 1, 0), base, majority)


def test_where_nobody_is_left_to_vote_nothing_carries():
    assert not carries(Votes(0, 0, 0), 0, "half")
