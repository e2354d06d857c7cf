"""Every scheme of the portal: sound, in both languages, honest about what is assumed, and countable to the end."""

import pytest

from brandportal.rulebook import check
from evaluation.selectors.rules import scheme_document, scheme_keys
from evaluation.tally import check_inputs, lint, load_rules, run
from evaluation.trial import decided_inputs

ENTRIES = 60


@pytest.mark.parametrize("key", scheme_keys())
def test_it_has_no_fault_and_no_warning(key):
    document = scheme_document(key)

    assert lint(document) == []
    assert check(document) == []


@pytest.mark.parametrize("key", scheme_keys())
def test_it_names_its_place_year_and_document(key):
    source = scheme_document(key)["source"]

    assert set(source) == {"place", "year", "document", "assumed"}
    assert all(source[name] for name in source)


@pytest.mark.parametrize("key", scheme_keys())
def test_every_title_stands_in_both_languages(key):
    document = scheme_document(key)
    titles = list(_titles(document))

    assert len(titles) >= 5 + len(document["channel"])
    assert all(set(title) == {"zh", "en"} and all(title.values()) for title in titles)
    assert all("title" in row for row in [document, *document["channel"], *document["stage"]])


@pytest.mark.parametrize("key", scheme_keys())
def test_every_assumed_path_names_something(key):
    document = scheme_document(key)
    assumed = document["source"]["assumed"]

    assert [path for path in assumed if _at(document, path.split(".")) is None] == []
    assert len(set(assumed)) == len(assumed)


@pytest.mark.parametrize("key", scheme_keys())
@pytest.mark.parametrize("seed", [1, 2])
def test_made_forms_go_through_to_a_final_result(key, seed):
    rules = load_rules(scheme_document(key))
    inputs = decided_inputs(rules, ENTRIES, seed)

    assert check_inputs(rules, inputs) == []
    result = run(rules, inputs).result
    assert result["state"] == "final"
    assert [stage["key"] for stage in result["stages"]] == [stage.key for stage in rules.stages]
    assert result["selection"]
    told = result["channels"].values()
    assert all(counts["valid"] == counts["returned"] > 0 for counts in told)


def test_the_portals_own_scheme_stands_first():
    assert scheme_keys()[0] == "ten-best"
    assert scheme_keys()[1:] == sorted(scheme_keys()[1:])


def _titles(value):
    if isinstance(value, list):
        for row in value:
            yield from _titles(row)
    elif isinstance(value, dict):
        if {"zh", "en"} & value.keys():
            yield value
        for member in value.values():
            yield from _titles(member)


def _at(value, steps):
    for step in steps:
        if isinstance(value, list):
            value = next((row for row in value if row.get("key") == step), None)
        else:
            value = value.get(step)
        if value is None:
            return None
    return value
