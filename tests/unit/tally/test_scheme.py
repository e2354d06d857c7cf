"""The ten-best scheme file: sound, complete in both languages, and honest about what is assumed."""

from pathlib import Path

from evaluation.tally import lint, load_rules, read_toml

FILE = Path(__file__).parents[3] / "evaluation" / "schemes" / "ten-best.toml"
DOCUMENT = read_toml(FILE.read_text(encoding="utf-8"))
RULES = load_rules(DOCUMENT)


def test_it_has_no_fault_and_no_warning():
    assert lint(DOCUMENT) == []


def test_its_weights_and_maxima():
    assert {key: (int(row.weight), int(row.max), row.min_valid) for key, row in RULES.channels.items()} == {
        "supervisors": (30, 100, 30),
        "clients": (40, 100, 5),
        "panel": (30, 100, 5),
    }
    assert [int(item.max) for item in RULES.channels["supervisors"].items] == [15, 15, 15, 20, 20, 15]


def test_its_cut_seats_and_ties():
    assert (RULES.stages[0].keep.kind, int(RULES.stages[0].keep.amount)) == ("top", 20)
    assert (RULES.stages[0].tie_at_cut, RULES.select.seats) == ("include_all", 10)
    assert (RULES.tie_order, RULES.tie_then) == (("clients", "panel"), "committee")


def test_every_assumed_path_names_something():
    for path in DOCUMENT["source"]["assumed"]:
        assert _at(DOCUMENT, path.split(".")) is not None, path


def _at(value, steps):
    for step in steps:
        if isinstance(value, list):
            value = next((row for row in value if row.get("key") == step), None)
        else:
            value = value.get(step)
        if value is None:
            return None
    return value


def test_every_title_stands_in_both_languages():
    titles = list(_titles(DOCUMENT))

    assert len(titles) > 40
    assert all(set(title) == {"zh", "en"} and all(title.values()) for title in titles)


def _titles(value):
    if isinstance(value, list):
        for row in value:
            yield from _titles(row)
    elif isinstance(value, dict):
        if {"zh", "en"} & value.keys():
            yield value
        for member in value.values():
            yield from _titles(member)


def test_the_eight_checks_and_the_limits_of_filing():
    filing = DOCUMENT["filing"]

    assert len(filing["self_check"]) == 8
    assert {key: int(row["max"]) for key, row in filing["fields"].items()} == {
        "brand_name": 25,
        "slogan": 30,
        "meaning": 500,
        "attachments": 10,
    }
    assert [row["key"] for row in filing["standards"]] == [
        item.key for item in RULES.channels["supervisors"].items
    ]
