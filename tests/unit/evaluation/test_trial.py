"""Trial runs: made forms of every kind are sound, repeatable, and show what each situation does."""

from collections import Counter

import pytest

from evaluation.selectors.rules import scheme_document, scheme_keys
from evaluation.selectors.trial import trial_page
from evaluation.tally import check_inputs, load_rules
from evaluation.trial import SCENARIOS, trial_run, usual_number
from tests.unit.tally.builders import channel, document


def ten_best(**changes):
    rules = scheme_document("ten-best")
    return load_rules(rules | changes)


@pytest.mark.parametrize("key", scheme_keys())
def test_every_scheme_is_tried_in_every_situation(key):
    rules = load_rules(scheme_document(key))

    for scenario in SCENARIOS:
        trial = trial_run(rules, scenario, entries=usual_number(rules), seed=3)
        assert check_inputs(rules, trial.inputs) == []
        page = trial_page(trial)
        assert page.forms == trial.forms > 0
        assert page.stages
        assert page.findings or trial.result["state"] == "final"


def test_the_same_seed_makes_the_same_forms():
    one, again, other = (trial_run(ten_best(), "some", entries=30, seed=seed) for seed in (5, 5, 6))

    assert one.inputs == again.inputs
    assert one.result == again.result
    assert one.inputs != other.inputs


def test_where_all_answer_every_form_is_valid():
    trial = trial_run(ten_best(), "all", entries=30, seed=1)

    assert trial.result["state"] == "final"
    counts = trial.result["channels"].values()
    assert all(count["valid"] == count["returned"] > 0 for count in counts)
    assert trial.result["channels"]["supervisors"]["returned"] == 45 * 30


def test_where_a_last_answer_is_asked_some_of_the_worst_are_rejected():
    row = channel("panel", min_valid="20", overall={"agree": "yes", "reject": "no"})
    trial = trial_run(load_rules(document(row)), "all", entries=30, seed=1)

    said: Counter[str] = Counter()
    for pattern, number in trial.inputs.patterns.items():
        said[pattern[3].split("|")[-1]] += number
    assert trial.result["state"] == "final"
    assert 0 < said["no"] < said["yes"] // 10
    assert {pattern[3] for pattern in trial.inputs.patterns if pattern[3].endswith("no")} == {"|no"}


def test_some_missing_forms_do_not_stop_the_ten_best():
    trial = trial_run(ten_best(), "some", entries=30, seed=1)
    counts = trial.result["channels"]["supervisors"]

    assert trial.result["state"] == "final"
    assert counts["returned"] < 45 * 30
    assert counts["blank"] > 0
    assert counts["recused"] > 0


@pytest.mark.parametrize(("how", "outcomes"), [("include_all", {"advanced"}), ("drop_all", {"eliminated"})])
def test_twins_tie_at_the_cut(how, outcomes):
    rules = scheme_document("ten-best")
    first, second = rules["stage"]
    trial = trial_run(
        load_rules(rules | {"stage": [first | {"tie_at_cut": how}, second]}), "tie", entries=40, seed=1
    )

    places = {row["entry"]: row for row in trial.result["stages"][0]["entries"]}
    one, other = (places[entry] for entry in trial.twins)
    assert one["total"] == other["total"]
    assert one["tied_with"] == [other["entry"]]
    assert {one["outcome"], other["outcome"]} == outcomes


@pytest.mark.parametrize("form", ["picks", "ranking"])
def test_twins_tie_on_forms_that_span_entries(form):
    row = channel("votes", form, min_valid="5", picks={"exactly": "2"})
    if form == "ranking":
        row["transform"] = {"kind": "rank_points", "first": "100", "step": "-5"}
        del row["picks"]
    trial = trial_run(load_rules(document(row)), "tie", entries=8, seed=2)

    places = {place["entry"]: place for place in trial.result["stages"][0]["entries"]}
    assert places[trial.twins[0]]["total"] == places[trial.twins[1]]["total"]


@pytest.mark.parametrize(
    ("missing", "state", "reason"),
    [
        ("block", "blocked", "blocked:clients"),
        ("zero", "final", "zero:clients"),
        ("renormalise", "final", "renormalised:clients"),
    ],
)
def test_too_few_forms_show_what_the_rules_do(missing, state, reason):
    rules = scheme_document("ten-best")
    rows = [row | {"missing": missing} for row in rules["channel"]]
    trial = trial_run(load_rules(rules | {"channel": rows}), "few", entries=30, seed=1)

    assert trial.short[0] == "clients"
    assert trial.result["state"] == state
    places = {place["entry"]: place for place in trial.result["stages"][0]["entries"]}
    assert reason in places[trial.short[1]]["reasons"]
    assert places[trial.short[1]]["channels"]["clients"]["valid"] == 4


def test_the_usual_number_is_what_is_expected_or_twice_what_is_taken():
    assert usual_number(ten_best()) == 40
    assert usual_number(ten_best(entries={"expected": "63"})) == 63
    assert usual_number(ten_best(entries={"expected": "5000"})) == 100


def test_a_page_names_the_twins_and_marks_their_rows():
    page = trial_page(trial_run(ten_best(), "tie", entries=40, seed=1))
    marked = [row.entry for row in page.stages[0].rows if row.is_marked]

    assert len(marked) == 2
    assert all(entry in page.situation for entry in marked)
    assert page.stages[0].rows[0].rank == 1
    assert [title for title, _number in page.stages[1].rows[0].parts] == page.stages[1].channels
