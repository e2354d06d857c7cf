"""Seats, cuts and medals against a count by brute force: with every tie decided, only the order matters."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.tally import Decision
from tests.unit.tally.builders import channel, document, forms, result_of

# A busy machine is no fault of the arithmetic.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = "ABCDEFGH"
totals = st.lists(st.integers(1, 4), min_size=1, max_size=8)
orders = st.permutations(range(8))


def decided(stage, order):
    return [Decision(stage, KEYS[index], str(place)) for index, place in enumerate(order)]


def rows(marks):
    return forms(*(("panel", KEYS[index], str(mark)) for index, mark in enumerate(marks)))


def in_order(marks, order):
    return [KEYS[i] for i in sorted(range(len(marks)), key=lambda i: (-marks[i], order[i]))]


@settings(CALM, max_examples=40)
@given(totals, orders, st.integers(1, 5), st.integers(0, 4), st.integers(0, 4))
def test_seats_and_reserve(marks, order, seats, reserve, least):
    select = {"mode": "top", "seats": str(seats), "reserve": str(reserve), "min_score": str(least)}

    result = result_of(document(channel(), select=select), rows(marks), decisions=decided("select", order))

    eligible = [key for key in in_order(marks, order) if marks[KEYS.index(key)] >= least]
    expected = dict.fromkeys(KEYS[: len(marks)], "not_awarded")
    expected |= dict.fromkeys(eligible[:seats], "awarded")
    expected |= dict.fromkeys(eligible[seats : seats + reserve], "reserve")
    assert {row["entry"]: row["outcome"] for row in result["selection"]} == expected


@settings(CALM, max_examples=40)
@given(totals, orders, st.integers(1, 9))
def test_a_cut_by_order(marks, order, top):
    rules = document(
        channel(),
        stage=[
            {"key": "one", "use": ["panel"], "keep": {"top": str(top)}, "tie_at_cut": "order"},
            {"key": "two", "use": ["panel"]},
        ],
    )

    result = result_of(rules, rows(marks), decisions=decided("one", order))

    advanced = {row["entry"] for row in result["stages"][1]["entries"]}
    assert advanced == set(in_order(marks, order)[:top])


@settings(CALM, max_examples=40)
@given(totals, orders, st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 2))
def test_medals(marks, order, seats, reserve):
    medals = [{"key": f"m{index}", "seats": str(number)} for index, number in enumerate(seats)]
    select = {"mode": "medals", "medals": medals, "reserve": str(reserve)}

    result = result_of(document(channel(), select=select), rows(marks), decisions=decided("select", order))

    levels = [medal["key"] for medal in medals for _ in range(int(medal["seats"]))]
    expected = dict.fromkeys(KEYS[: len(marks)]) | dict(zip(in_order(marks, order), levels, strict=False))
    assert {row["entry"]: row["level"] for row in result["selection"]} == expected
    told = [row["outcome"] for row in result["selection"]]
    assert told.count("reserve") == min(reserve, max(0, len(marks) - len(levels)))


@settings(CALM, max_examples=40)
@given(totals, st.integers(1, 5), st.integers(0, 3))
def test_shared_places(marks, seats, reserve):
    select = {"mode": "top", "seats": str(seats), "reserve": str(reserve)}

    result = result_of(document(channel(), select=select, tie={"then": "share"}), rows(marks))

    # Whoever stands level with the last seat is in; the reserve follows, and shares its end in the same way.
    ordered = sorted(marks, reverse=True)
    last = ordered[min(seats, len(marks)) - 1]
    behind = [mark for mark in ordered if mark < last]
    end = behind[min(reserve, len(behind)) - 1] if reserve and behind else last
    expected = [
        "awarded" if mark >= last else "reserve" if reserve and mark >= end else "not_awarded"
        for mark in marks
    ]
    assert {row["entry"]: row["outcome"] for row in result["selection"]} == dict(
        zip(KEYS, expected, strict=False)
    )
