"""The demonstration's marks: in range, uneven, and without a tie where a line is drawn."""

from fractions import Fraction

import pytest

from demo.ratings import (
    FEWEST_BALLOTS,
    ITEMS,
    LEVELS,
    MARGIN,
    MEMBERS,
    PANEL_ITEMS,
    SEATS,
    SHORTLIST,
    SUPERVISORS,
    plan_ratings,
)

KEYS = [f"A{number:03d}" for number in range(1, 50)]
SEEDS = range(12)


@pytest.fixture(scope="module")
def plan():
    return plan_ratings(KEYS, seed=7)


def test_every_supervisor_marks_every_entry_within_the_items(plan):
    assert sum(map(len, plan.sheets.values())) == 2205
    assert all(len(sheets) == SUPERVISORS for sheets in plan.sheets.values())
    for sheet in (sheet for sheets in plan.sheets.values() for sheet in sheets):
        assert all(0 <= mark <= top for mark, top in zip(sheet, ITEMS, strict=True))


def test_ballots_are_many_and_unevenly_spread(plan):
    sizes = sorted(map(len, plan.ballots.values()))

    assert sum(sizes) >= FEWEST_BALLOTS
    assert 5 <= sizes[0] <= 14
    assert sizes[-1] >= 140
    assert {level for ballots in plan.ballots.values() for ballot in ballots for level in ballot} == {
        None,
        *range(len(LEVELS)),
    }


def test_panel_marks_papers_and_visit_of_the_twenty(plan):
    assert sorted(plan.panel) == sorted(plan.shortlist)
    assert all(len(sheets) == MEMBERS for sheets in plan.panel.values())
    for sheet in (sheet for sheets in plan.panel.values() for sheet in sheets):
        assert all(0 <= mark <= top for mark, top in zip(sheet, PANEL_ITEMS, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_tie_at_the_cut_nor_at_the_last_seat(seed):
    plan = plan_ratings(KEYS, seed=seed)
    social, final = (sorted(totals.values(), reverse=True) for totals in (plan.social, plan.final))

    assert social[SHORTLIST - 1] - social[SHORTLIST] >= MARGIN
    assert final[SEATS - 1] - final[SEATS] >= MARGIN
    assert all(isinstance(total, Fraction) for total in (*social, *final))


def test_same_seed_gives_the_same_marks_and_another_does_not(plan):
    assert plan_ratings(KEYS, seed=7) == plan
    assert plan_ratings(KEYS, seed=8).winners != plan.winners
