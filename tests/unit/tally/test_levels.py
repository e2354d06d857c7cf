"""Selection by levels: bounds, flags, guide shares and caps."""

from evaluation.tally import Decision
from tests.unit.tally.builders import channel, document, entries, forms, result_of

THREE = [
    {"key": "best", "min": "90"},
    {"key": "good", "min": "80", "below": "90"},
    {"key": "fair", "min": "60"},
]


def by_levels(values, levels, flags=None, decisions=(), tie=None, **options):
    rules = document(
        channel(), select={"mode": "levels"} | options, level=levels, **({"tie": tie} if tie else {})
    )
    rows = forms(*(("panel", entry, str(mark)) for entry, mark in values.items()))
    listed = entries(values, **{entry: {"flags": tuple(has)} for entry, has in (flags or {}).items()})
    return result_of(rules, rows, listed, decisions=decisions)


def told(result):
    return {row["entry"]: (row["level"], *row["reasons"]) for row in result["selection"]}


def test_the_first_level_whose_bounds_hold():
    result = by_levels({"A": 90, "B": "89.99", "C": 60, "D": "59.99"}, THREE)

    assert told(result) == {"A": ("best",), "B": ("good",), "C": ("fair",), "D": (None, "no_level")}
    assert result["selection"][3]["outcome"] == "not_awarded"


def with_flags(**more):
    return [{**THREE[0], "requires": ["visited", "papers"], **more}, *THREE[1:]]


def test_a_missing_flag_leads_to_the_next_level():
    result = by_levels({"A": 95, "B": 95}, with_flags(), {"A": ["visited"], "B": ["papers", "visited"]})

    assert told(result) == {"A": ("good", "requires:papers"), "B": ("best",)}


def test_a_missing_flag_may_lead_elsewhere():
    result = by_levels({"A": 95}, with_flags(otherwise="fair"))

    assert told(result) == {"A": ("fair", "requires:papers", "requires:visited")}


def test_the_codes_of_all_levels_fallen_from_stay():
    levels = [*with_flags(), {"key": "last", "requires": ["never"]}]
    levels[1] = levels[1] | {"requires": ["asked"]}
    levels[2] = levels[2] | {"requires": ["seen"]}

    assert told(by_levels({"A": 95}, levels, {"A": ["papers", "visited"]})) == {"A": ("best",)}
    assert told(by_levels({"A": 95}, levels)) == {
        "A": (
            None,
            "no_level",
            "requires:asked",
            "requires:never",
            "requires:papers",
            "requires:seen",
            "requires:visited",
        )
    }


def shared(share, **more):
    return [{**THREE[0], "share": share, **more}, *THREE[1:]]


FOUR = {"A": 98, "B": 96, "C": 94, "D": 70}


def test_a_guide_share_is_reported_and_changes_nothing():
    result = by_levels(FOUR, shared("0.5"))

    assert [row[0] for row in told(result).values()] == ["best", "best", "best", "fair"]
    assert result["problems"] == [
        {"code": "share_over:best", "stage": "select", "channel": None, "entries": ["A", "B", "C"]}
    ]


def test_a_guide_share_that_is_kept_is_no_problem():
    assert by_levels(FOUR, shared("0.75"))["problems"] == []


def test_a_cap_lets_the_lowest_fall_to_the_next_level():
    result = by_levels(FOUR, shared("0.7"), share_mode="cap")

    assert told(result) == {"A": ("best",), "B": ("best",), "C": ("good", "share_cap"), "D": ("fair",)}
    assert result["problems"] == []


def test_who_falls_is_tested_for_flags_but_not_for_bounds():
    levels = shared("0.5")
    levels[1] = levels[1] | {"requires": ["asked"]}

    result = by_levels(FOUR, levels, share_mode="cap")

    assert told(result)["C"] == ("fair", "requires:asked", "share_cap")


def test_a_tie_at_the_cap_goes_by_the_order_then_to_the_committee():
    values = {"A": 98, "B": 96, "C": 96, "D": 70}

    waiting = by_levels(values, shared("0.5"), share_mode="cap")
    decided = by_levels(
        values,
        shared("0.5"),
        share_mode="cap",
        decisions=[Decision("select", "B", "2"), Decision("select", "C", "1")],
    )
    both = by_levels(values, shared("0.5"), share_mode="cap", tie={"then": "share"})

    assert told(waiting) == {
        "A": ("best",),
        "B": (None, "needs_decision"),
        "C": (None, "needs_decision"),
        "D": ("fair",),
    }
    assert (waiting["state"], waiting["problems"][0]["entries"]) == ("needs_decision", ["B", "C"])
    assert told(decided) == {
        "A": ("best",),
        "B": ("good", "share_cap", "tie_decided"),
        "C": ("best", "tie_decided"),
        "D": ("fair",),
    }
    assert told(both)["C"] == ("best", "tie_shared")


def test_the_cascade_goes_on_below_a_tie_that_waits():
    levels = [{"key": "best", "min": "90", "share": "0.25"}, {"key": "good", "min": "60", "share": "0.25"}]
    values = {"A": 95, "B": 95, "C": 80, "D": 70}

    result = by_levels(values, levels, share_mode="cap")

    assert told(result) == {
        "A": (None, "needs_decision"),
        "B": (None, "needs_decision"),
        "C": ("good",),
        "D": (None, "no_level", "share_cap"),
    }


def test_vetoed_entries_do_not_count_for_a_share():
    rules = document(
        channel(),
        select={"mode": "levels", "share_mode": "cap"},
        level=shared("0.5"),
        veto=[{"key": "fraud"}],
    )
    rows = forms(*(("panel", entry, str(mark)) for entry, mark in FOUR.items()))

    result = result_of(rules, rows, entries(FOUR, D={"veto": ("fraud",)}))

    assert told(result) == {"A": ("best",), "B": ("good", "share_cap"), "C": ("good", "share_cap")}


def test_who_waits_keeps_the_codes_of_the_levels_fallen_from():
    levels = [{"key": "best", "min": "90", "requires": ["visited"]}, {"key": "good", "share": "0.5"}]

    result = by_levels({"A": 95, "B": 95}, levels, share_mode="cap")

    waiting = (None, "needs_decision", "requires:visited")
    assert told(result) == {"A": waiting, "B": waiting}
