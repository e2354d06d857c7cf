"""Stability where forms span entries: picks and rankings, against what is counted by hand."""

from fractions import Fraction

import pytest

from evaluation.stability import agreements, field_of, leave_one_out, severities
from evaluation.tally import FormRow, Inputs, load_rules, run
from tests.unit.tally.builders import channel, document, entries


def ranked(**by_rater):
    """One ranking a rater, best first: `R1="A B C"`."""
    return [
        FormRow("panel", entry, str(place), form=rater, rater=rater)
        for rater, order in by_rater.items()
        for place, entry in enumerate(order.split(), start=1)
    ]


def picked(**by_rater):
    return [
        FormRow("panel", entry, form=rater, rater="" if rater == "nobody" else rater)
        for rater, names in by_rater.items()
        for entry in names.split()
    ]


def counted(forms):
    held = {}
    for row in forms:
        held.setdefault(row.form, []).append((row.entry, row.answers, row.state))
    wide = {}
    for rows in held.values():
        pattern = ("panel", "", tuple(sorted(rows)))
        wide[pattern] = wide.get(pattern, 0) + 1
    return wide


def field(one, forms, keys="A B C", then="share"):
    rules = load_rules(document(one, tie={"then": then}))
    inputs = Inputs(entries(keys), wide=counted(forms))
    return field_of(rules, inputs, run(rules, inputs))


RANKING = channel(form="ranking", max="9", transform={"kind": "rank_points", "first": "3", "step": "-1"})
PICKS = channel(form="picks", max="9", picks={"at_most": "2"})

ORDERS = ranked(R1="A B C", R2="B C A", R3="A B C")


def test_a_ranking_without_one_rater():
    forms = ranked(R1="A B C", R2="B A C", R3="B A C")
    without = {row.rater: row for row in leave_one_out(field(RANKING, forms, then="committee"), forms)}

    # B 8, A 7, C 3; without R2: A and B 5 each, left to the committee; without R1: B 6, A 4.
    assert without["R2"].undecided == ("A", "B")
    assert not without["R1"].changes
    assert set(without) == {"R1", "R2", "R3"}


def test_picks_without_one_rater():
    forms = picked(R1="A B", R2="A", R3="B C", R4="A")
    without = {row.rater: row for row in leave_one_out(field(PICKS, forms, then="committee"), forms)}

    # A 3, B 2, C 1; without R2 A and B have 2 each.
    assert without["R2"].undecided == ("A", "B")
    assert not without["R3"].changes


def test_anonymous_picks_are_never_left_out():
    forms = picked(nobody="A B")

    assert leave_one_out(field(PICKS, forms), forms) == []
    assert agreements(field(PICKS, forms), forms) == []


def test_agreement_of_rankings_is_kendalls_w():
    # Sums of places: A 1 + 3 + 1 = 5, B 2 + 1 + 2 = 5, C 3 + 2 + 3 = 8; S = 6, W = 72 / (9 × 24).
    (told,) = agreements(field(RANKING, ORDERS), ORDERS)

    assert (told.w, told.entries, told.raters) == (Fraction(1, 3), 3, ("R1", "R2", "R3"))


def test_a_rater_recused_from_one_entry_is_no_part_of_the_largest_group():
    forms = [*ORDERS, *ranked(R4="A B")]
    forms.append(FormRow("panel", "C", form="R4", rater="R4", state="recused"))
    (told,) = agreements(field(RANKING, forms), forms)

    assert (told.raters, told.others) == (("R1", "R2", "R3"), ("R4",))


@pytest.mark.parametrize(("names", "w"), [("A B", 1), ("A C", Fraction(1, 4))])
def test_agreement_of_picks_counts_ties_out(names, w):
    # Ranks of two picks of three: 2.5 2.5 1. Equal ones agree wholly; of two with one in common
    # A 5, B 3.5, C 3.5 about 4: S = 1.5, W = 18 / (4 × 24 − 2 × (6 + 6)).
    forms = picked(R1="A B", R2=names)
    (told,) = agreements(field(PICKS, forms), forms)

    assert told.w == w


def test_nobody_is_severe_in_a_ranking():
    assert severities(field(RANKING, ORDERS), ORDERS) == []
