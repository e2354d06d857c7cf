"""Worked vectors of published schemes, with exact values computed by hand."""

import pytest

from tests.unit.tally.builders import (
    awarded,
    channel,
    document,
    entries,
    forms,
    levels,
    of_channel,
    outcomes,
    place,
    result_of,
    totals,
    value,
)

DATONG = {
    "D01": ("88.4", "91.2", "90"),
    "D02": ("92", "86.5", "94.5"),
    "D03": ("85.6", "93.4", "86"),
    "D04": ("90", "88", "97"),
    "D05": ("87", "90.25", "91"),
    "D06": ("84", "91", "99"),
    "D07": ("91.2", "83.6", "89"),
    "D08": ("79", "88", "85"),
    "D09": ("86", "91", "93"),
    "D10": ("83", "82", "80"),
}


def datong(policy):
    rules = document(
        channel("inspectors", weight="30"),
        channel("clients", weight="40"),
        channel("panel", weight="30"),
        stage=[
            {"key": "social", "use": ["inspectors", "clients"], "keep": {"top": "5"}, "tie_at_cut": policy},
            {"key": "review", "use": ["inspectors", "clients", "panel"]},
        ],
        select={"mode": "top", "seats": "3"},
        tie={"order": ["clients"]},
    )
    rows = [
        (key, entry, mark)
        for entry, marks in DATONG.items()
        for key, mark in zip(("inspectors", "clients", "panel"), marks, strict=True)
    ]
    return result_of(rules, forms(*rows))


def test_v1_datong_cut_base():
    assert totals(datong("include_all"), "social") == {
        "D03": "63.04",
        "D01": "63.00",
        "D02": "62.20",
        "D04": "62.20",
        "D05": "62.20",
        "D09": "62.20",
        "D06": "61.60",
        "D07": "60.80",
        "D08": "58.90",
        "D10": "57.70",
    }


def test_v1_all_tied_at_the_cut_advance():
    result = datong("include_all")

    assert totals(result) == {
        "D04": "91.30",
        "D02": "90.55",
        "D09": "90.10",
        "D01": "90.00",
        "D05": "89.50",
        "D03": "88.84",
    }
    assert awarded(result) == ["D04", "D02", "D09"]
    assert outcomes(result["stages"][0]["entries"])["D09"] == ("advanced", "tie_included")


def test_v1_tie_broken_by_clients_changes_a_winner():
    result = datong("order")

    assert list(totals(result)) == ["D04", "D09", "D01", "D05", "D03"]
    assert awarded(result) == ["D04", "D09", "D01"]
    assert outcomes(result["stages"][0]["entries"])["D02"] == ("eliminated", "tie_order")


def test_v1_nobody_advances_from_a_dropped_tie():
    assert list(totals(datong("drop_all"))) == ["D01", "D03"]


def test_v1_an_eliminated_entry_is_in_no_later_list():
    result = datong("include_all")

    assert "D06" not in totals(result)
    assert "D06" not in {row["entry"] for row in result["selection"]}
    assert result["channels"]["panel"]["invalid"] == {"not_in_stage": 4}


def test_v2_ratio_to_the_largest():
    rules = document(
        channel("votes", "figure", weight="30", transform={"kind": "ratio_to_max", "to": "100"}),
        channel("experts", weight="70"),
        rounding={"places": "3"},
    )
    votes = {"A": ("200000", "80"), "B": ("150000", "92"), "C": ("1", "100")}
    rows = [
        (key, e, v) for e, pair in votes.items() for key, v in zip(("votes", "experts"), pair, strict=True)
    ]

    result = result_of(rules, forms(*rows))

    assert totals(result) == {"B": "86.900", "A": "86.000", "C": "70.000"}
    assert of_channel(result, "C", "votes")["value"] == {"exact": "1/2000", "printed": "0.001"}


RANK_TABLE = {
    "L05": ("2500", "663", "26/1", "92.30"),
    "L03": ("3900", "628", "28/1", "90.80"),
    "L08": ("1500", "676", "23/1", "90.60"),
    "L10": ("100", "687", "21/1", "89.70"),
    "L02": ("4100", "601", "29/1", "89.10"),
    "L07": ("2000", "643", "24/1", "88.30"),
    "L06": ("2400", "613", "25/1", "86.30"),
    "L01": ("5000", "560", "30/1", "86.00"),
    "L04": ("3000", "590", "27/1", "86.00"),
    "L09": ("800", "639", "22/1", "85.90"),
}


@pytest.mark.parametrize(
    "transform",
    [
        {"kind": "rank_points", "first": "30", "step": "-1", "min": "1"},
        {"kind": "rank_points", "table": [str(points) for points in range(30, 20, -1)]},
    ],
    ids=["linear", "table"],
)
def test_v3_points_by_place(transform):
    rules = document(
        channel("votes", "figure", weight="30", max="30", transform=transform),
        channel("experts", weight="70"),
    )
    rows = []
    for entry, (votes, seven_marks, _, _) in RANK_TABLE.items():
        quotient, rest = divmod(int(seven_marks), 7)
        marks = [quotient + 1] * rest + [quotient] * (7 - rest)
        rows += [("votes", entry, votes), *(("experts", entry, str(mark)) for mark in marks)]

    result = result_of(rules, forms(*rows))

    assert totals(result) == {entry: total for entry, (_, _, _, total) in RANK_TABLE.items()}
    assert {e: value(result, e, "votes") for e in RANK_TABLE} == {e: row[2] for e, row in RANK_TABLE.items()}
    assert place(result, "L01")["tied_with"] == ["L04"]


def test_v4_bands():
    bands = [["2000", "50"], ["1500", "47"], ["1000", "44"], ["500", "41"], ["200", "38"], ["0", "35"]]
    rules = document(
        channel("votes", "figure", weight="50", max="50", transform={"kind": "bands", "bands": bands}),
        channel("experts", weight="50"),
        select={"mode": "top", "seats": "1"},
    )
    published = [
        ("2000", "80", "90.00"),
        ("1999", "88", "91.00"),
        ("9000", "70", "85.00"),
        ("1500", "86", "90.00"),
        ("1499", "92", "90.00"),
        ("1000", "90", "89.00"),
        ("999", "96", "89.00"),
        ("500", "94", "88.00"),
        ("200", "98", "87.00"),
        ("199", "100", "85.00"),
    ]
    rows = [
        (key, f"E{index}", text)
        for index, (votes, expert, _) in enumerate(published)
        for key, text in (("votes", votes), ("experts", expert))
    ]

    result = result_of(rules, forms(*rows))

    assert totals(result) == {f"E{index}": total for index, (_, _, total) in enumerate(published)}
    assert place(result, "E0")["tied_with"] == ["E3", "E4"]


def test_v5_quotas_by_stratum():
    marks = {
        "G1": ["95.2", "94.9", "94.1", "93.8", "93.0"],
        "G2": ["92.5", "91.0", "89.7"],
        "G3": ["85.0", "84.2"],
    }
    strata = [{"key": key, "quota": quota} for key, quota in (("G1", "3"), ("G2", "2"), ("G3", "1"))]
    rules = document(channel(), entries={"strata": strata}, select={"mode": "strata"})
    named = {f"{key}-{n}": (key, mark) for key, list_ in marks.items() for n, mark in enumerate(list_)}
    listed = entries(named, **{entry: {"stratum": key} for entry, (key, _) in named.items()})

    result = result_of(rules, forms(*(("panel", e, mark) for e, (_, mark) in named.items())), listed)

    assert sorted(awarded(result)) == ["G1-0", "G1-1", "G1-2", "G2-0", "G2-1", "G3-0"]
    assert {row["entry"]: row["rank"] for row in result["selection"]}["G3-0"] == 1


def test_v6_four_channels():
    keys = ("window", "staff", "duty", "clients")
    weights = ("30", "30", "20", "20")
    rules = document(*(channel(key, weight=weight) for key, weight in zip(keys, weights, strict=True)))
    published = {
        "A": ("96 94 80 70", "87.00"),
        "B": ("90 92 95 96", "92.80"),
        "C": ("98 97 60 62", "82.90"),
        "D": ("93 93 88 90", "91.40"),
    }
    rows = [
        (key, e, m) for e, (marks, _) in published.items() for key, m in zip(keys, marks.split(), strict=True)
    ]

    assert totals(result_of(rules, forms(*rows))) == {"B": "92.80", "D": "91.40", "A": "87.00", "C": "82.90"}


@pytest.mark.parametrize(
    ("mark", "level"), [("94.4", "four"), ("94.5", "five"), ("59.5", "one"), ("59.49", None)]
)
def test_v7_integer_bands_on_the_printed_total(mark, level):
    bounds = {"five": "95", "four": "85", "three": "75", "two": "65", "one": "60"}
    rules = document(
        channel(),
        select={"mode": "levels"},
        level=[{"key": key, "min": bound} for key, bound in bounds.items()],
        rounding={"compare_on": "printed", "places": "0"},
    )

    (row,) = result_of(rules, forms(("panel", "A", mark)))["selection"]

    assert row["level"] == level


def test_v8_a_satisfaction_score_is_no_satisfied_rate():
    scale = levels(very=100, satisfied=90, basically=70, dissatisfied=50)
    for level in scale:
        level["good"] = level["key"] != "dissatisfied"
    rules = document(
        channel("score", "levels", levels=scale, weight="50"),
        channel("rate", "levels", levels=scale, weight="50", across="share"),
    )

    result = result_of(rules, forms(("score", "A", "dissatisfied", 100), ("rate", "A", "dissatisfied", 100)))

    assert (value(result, "A", "score"), value(result, "A", "rate")) == ("50/1", "0/1")


@pytest.mark.parametrize(
    ("members", "yes", "passed"), [("57", 28, False), ("57", 29, True), ("58", 29, False)]
)
def test_v9_more_than_half_of_all_members(members, yes, passed):
    motion = {"pass": "1/2", "over": True, "base": "full", "members": members}
    rules = document(channel("vote", "motion", motion=motion), select={"mode": "motion"})

    result = result_of(rules, forms(("vote", "A", "yes", yes), ("vote", "A", "no", 29 - yes)))

    assert outcomes(result["selection"]) == {
        "A": ("awarded", "passed") if passed else ("not_awarded", "not_passed")
    }
