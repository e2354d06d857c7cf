"""Forms that span entries: what the page calls wrong is what the count would; moves in a ranking."""

from itertools import product

import pytest

from applications.selectors.strata import Stratum
from evaluation.selectors.form_desk import moved
from evaluation.selectors.whole_forms import faults_of, listed
from evaluation.tally.forms.picks import PicksForm
from evaluation.tally.forms.ranking import RankingForm
from evaluation.tally.load import load_rules
from tests.schemes import small_scheme
from tests.whole import channel

CODES = ("A001", "A002", "A003")
STRATA = {"A001": "east", "A002": "east", "A003": "west"}
DIVISIONS = {code: Stratum(key, key.title(), "") for code, key in STRATA.items()}
OPTIONS = (
    {"at_most": "1"},
    {"at_most": "2"},
    {"exactly": "2"},
    {"exactly": "5"},
    {"at_most": "3", "at_least_one_per": "stratum"},
    {"exactly": "2", "at_least_one_per": "stratum"},
)


def rule(form: str, picks=None):
    quotas = [{"key": key, "title": {"zh": key}, "quota": "1"} for key in ("east", "west")]
    entries = {"subjects": ["unit"], "max_per_unit": "1", "strata": quotas}
    document = small_scheme(
        channel=[channel(form, picks)],
        stage=[{"key": "all", "use": [form]}],
        tie={"order": [], "then": "share"},
        entries=entries,
        select={"mode": "strata"},
    )
    return load_rules({key: document[key] for key in document if key not in {"filing", "process"}}).channels[
        form
    ]


@pytest.mark.parametrize("options", OPTIONS)
def test_a_choice_is_wrong_on_the_page_exactly_where_the_count_finds_it_invalid(options):
    ruled = rule("picks", options)
    reader = PicksForm(ruled, CODES, STRATA)
    for ticks in product(("", "1"), repeat=3):
        answers = dict(zip(CODES, ticks, strict=True))
        rows = [(code, "", "") for code, tick in answers.items() if tick] or [("", "", "")]

        assert bool(faults_of(ruled, answers, DIVISIONS)) == (reader.read(rows).fate == "invalid")


def test_a_division_without_a_pick_is_named():
    ruled = rule("picks", {"at_most": "2", "at_least_one_per": "stratum"})

    found = faults_of(ruled, {"A001": "1", "A002": "", "A003": ""}, DIVISIONS)
    assert [fault.text for fault in found] == ["Nothing is picked in “West”: pick at least one of A003."]


def test_a_ranking_is_wrong_on_the_page_exactly_where_the_count_finds_it_invalid():
    ruled = rule("ranking")
    reader = RankingForm(ruled, CODES, STRATA)
    for places in product(("", "1", "2", "3", "4"), repeat=3):
        answers = dict(zip(CODES, places, strict=True))
        rows = [(code, place, "") for code, place in answers.items()]

        assert bool(faults_of(ruled, answers)) == (reader.read(rows).fate == "invalid")


def test_each_fault_of_a_ranking_stands_beside_its_lines():
    found = faults_of(rule("ranking"), {"A001": "2", "A002": "2", "A003": ""})

    assert [(fault.codes, fault.note) for fault in found] == [
        (("A001", "A002"), "place given twice"),
        (("A003",), "no place yet"),
    ]


@pytest.mark.parametrize(
    ("places", "code", "step", "changes"),
    [
        ({"A001": "1", "A002": "2", "A003": ""}, "A002", -1, {"A002": "1", "A001": "2"}),
        ({"A001": "1", "A002": "2", "A003": ""}, "A001", 1, {"A001": "2", "A002": "1"}),
        ({"A001": "1", "A002": "2", "A003": ""}, "A001", -1, {}),
        ({"A001": "1", "A002": "2", "A003": ""}, "A002", 1, {}),
        ({"A001": "1", "A002": "3", "A003": ""}, "A003", -1, {"A003": "2"}),
    ],
)
def test_up_and_down_change_places_with_the_neighbour(places, code, step, changes):
    assert moved(list(places), places, code, step) == changes


def test_of_many_entries_the_first_are_named():
    assert listed([f"A{number:03}" for number in range(1, 11)]).endswith("A008 and 2 more")
