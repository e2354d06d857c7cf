"""Forms `items` and `levels`: which count, and what one of them is worth."""

import pytest

from tests.unit.tally.builders import channel, document, entries, forms, levels, of_channel, result_of, value

THREE = [
    {"key": "a", "max": "10", "step": "0.5"},
    {"key": "b", "max": "20", "step": "1"},
    {"key": "c", "max": "30"},
]
GRADED = [{"key": "a"}, {"key": "b"}, {"key": "c"}]


def counts(result, entry="A"):
    told = of_channel(result, entry)
    return {name: told[name] for name in ("returned", "valid", "invalid", "blank", "void", "recused", "base")}


def one(answers, **more):
    return result_of(document(channel(**{"items": THREE} | more)), forms(("panel", "A", answers)))


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ("5||3", "missing_answer"),
        ("5|4|x", "unlisted_value"),
        ("5|4|none", "unlisted_value"),
        ("5|4| 3", "unlisted_value"),
        ("5|4|1e1", "unlisted_value"),
        ("5|4|+3", "unlisted_value"),
        ("5|4|3.", "unlisted_value"),
        ("5|4|３", "unlisted_value"),
        ("5|4|30.01", "out_of_range"),
        ("-0.5|4|3", "out_of_range"),
        ("5.3|4|3", "off_step"),
        ("5|4.5|x", "off_step"),
        ("10.5|99|x", "out_of_range"),
        ("|x|99", "missing_answer"),
    ],
)
def test_a_sheet_that_breaks_its_rules_has_its_first_fault(answers, reason):
    assert counts(one(answers))["invalid"] == {reason: 1}


@pytest.mark.parametrize("answers", ["5|4|3", "0|0|0", "10|20|30", "5.50|4.0|3.125", "-0|0|0", "007|04|3"])
def test_a_sheet_that_keeps_its_rules_is_valid(answers):
    assert counts(one(answers)) == {
        "returned": 1,
        "valid": 1,
        "invalid": {},
        "blank": 0,
        "void": {},
        "recused": 0,
        "base": 1,
    }


@pytest.mark.parametrize("answers", ["", "||"])
def test_a_sheet_without_any_answer_is_blank(answers):
    told = counts(one(answers))

    assert (told["blank"], told["valid"], told["base"]) == (1, 0, 0)


def test_void_comes_before_recused_blank_and_invalid():
    rows = [
        ("panel", "A", "bad|bad|bad", 2, "", "void:late"),
        ("panel", "A", "", 1, "", "void:unsigned"),
        ("panel", "A", "bad|bad|bad", 3, "", "recused"),
        ("panel", "A", "", 4, "", ""),
        ("panel", "A", "bad|0|0", 5, "", ""),
        ("panel", "A", "1|2|3", 6, "", ""),
    ]

    assert counts(result_of(document(channel(items=THREE)), forms(*rows))) == {
        "returned": 21,
        "valid": 6,
        "invalid": {"unlisted_value": 5},
        "blank": 4,
        "void": {"late": 2, "unsigned": 1},
        "recused": 3,
        "base": 6,
    }


def test_a_sheet_is_worth_the_sum_of_its_items():
    assert value(one("5|4|3"), "A") == "12/1"


def test_a_sheet_may_be_worth_the_mean_of_its_items():
    assert value(one("5|4|3.5", per_rater="mean"), "A") == "25/6"


def test_unanswered_items_scale_the_sum_up():
    # (5 + 3) x 60 / 40
    assert value(one("5||3", valid_if="any_item"), "A") == "12/1"


def test_unanswered_items_leave_their_items_base():
    result = result_of(
        document(channel(items=THREE, valid_if="any_item")),
        forms(("panel", "A", "5||3"), ("panel", "A", "|4|"), ("panel", "A", "6||")),
    )

    assert of_channel(result, "A")["items"] == {"a": "11/2", "b": "4/1", "c": "3/1"}


def graded(rows, **more):
    options = {"items": GRADED, "levels": levels(good=100, fair=60, bad=0)} | more
    return result_of(
        document(channel(form="levels", **options)), forms(*(("panel", "A", *row) for row in rows))
    )


def test_no_opinion_counts_as_an_answer_and_leaves_its_items_base():
    result = graded([("good|none|fair",), ("bad|fair|none",)])

    assert counts(result)["base"] == 2
    # (80 + 30) / 2
    assert value(result, "A") == "55/1"
    assert of_channel(result, "A")["items"] == {"a": "50/1", "b": "60/1", "c": "60/1"}


def test_a_sheet_of_no_opinion_alone_is_valid_and_outside_the_base():
    told = counts(graded([("none|none|none",), ("good|good|good",)]))

    assert (told["valid"], told["base"]) == (2, 1)


def test_no_opinion_and_gaps_alone_are_valid_and_outside_the_base():
    told = counts(graded([("none||",), ("good||",)], valid_if="any_item"))

    assert (told["valid"], told["base"], told["invalid"]) == (2, 1, {})


def test_an_unknown_level_is_unlisted():
    assert counts(graded([("good|fine|bad",)]))["invalid"] == {"unlisted_value": 1}


def test_levels_as_sums_scale_no_opinion_up():
    # (100 + 60) x 300 / 200
    assert value(graded([("good|none|fair",)], per_rater="sum"), "A") == "240/1"


def test_an_item_may_have_levels_of_its_own():
    items = [
        {"key": "a"},
        {"key": "b", "levels": [{"key": "yes", "value": "10"}, {"key": "no", "value": "0"}]},
    ]
    result = graded([("good|yes",), ("bad|no",)], items=items)

    assert of_channel(result, "A")["items"] == {"a": "50/1", "b": "5/1"}
    assert value(result, "A") == "55/2"


def test_share_counts_good_answers_over_all_answers_but_no_opinion():
    # good: 2 + 1, answers: 2 + 3
    assert value(graded([("good|none|fair",), ("bad|bad|good",)], across="share", max="100"), "A") == "60/1"


OVERALL = {"key": "overall", "agree": "agree", "reject": "disagree"}


def with_overall(rows, **more):
    overall = OVERALL | {"in_base": more.pop("in_base", True)}
    return graded(rows, overall=overall, **more)


def test_a_rejecting_sheet_counts_in_the_base_with_zero_and_its_items_are_not_read():
    result = with_overall([("good|good|good|agree",), ("odd||x|disagree",)])

    assert counts(result)["base"] == 2
    assert value(result, "A") == "50/1"
    assert of_channel(result, "A")["items"] == {"a": "100/1", "b": "100/1", "c": "100/1"}


def test_a_rejecting_sheet_may_stay_outside_the_base():
    told = counts(with_overall([("good|good|good|agree",), ("|||disagree",)], in_base=False))

    assert (told["valid"], told["base"]) == (2, 1)


@pytest.mark.parametrize(
    ("answers", "valid_if", "reason"),
    [
        ("good|good|good|", "every_item", {"missing_answer": 1}),
        ("good|good|good|", "any_item", {}),
        ("good|good|good|perhaps", "any_item", {"unlisted_value": 1}),
        ("good|odd|good|", "every_item", {"unlisted_value": 1}),
        ("|||agree", "any_item", {"missing_answer": 1}),
        ("|||perhaps", "any_item", {"missing_answer": 1}),
    ],
)
def test_the_overall_answer_is_judged_after_the_items(answers, valid_if, reason):
    assert counts(with_overall([(answers,)], valid_if=valid_if))["invalid"] == reason


def test_rejecting_and_blank_sheets_in_the_base_have_one_answer_per_item_that_is_not_good():
    blank = {"in_base": True}
    result = with_overall(
        [("good|good|good|agree",), ("|||disagree",), ("",)], across="share", max="90", blank=blank
    )

    assert counts(result)["base"] == 3
    assert value(result, "A") == "30/1"
    assert of_channel(result, "A")["items"] == {"a": "100/1", "b": "100/1", "c": "100/1"}


def test_blank_sheets_in_the_base_count_as_zero():
    result = result_of(
        document(channel(blank={"in_base": True})), forms(("panel", "A", "90", 2), ("panel", "A", "", 1))
    )

    assert value(result, "A") == "60/1"


def test_a_penalty_is_taken_off_once_for_each_blank_sheet():
    result = result_of(
        document(channel(blank={"penalty": "0.5"})), forms(("panel", "A", "90", 2), ("panel", "A", "", 3))
    )

    assert value(result, "A") == "177/2"


def test_a_penalty_stops_at_the_floor():
    rules = document(channel(blank={"penalty": "50"}, floor="10"))

    assert value(result_of(rules, forms(("panel", "A", "90"), ("panel", "A", "", 3))), "A") == "10/1"


def test_a_sheet_on_an_entry_outside_the_stage_counts_for_the_channel_only():
    rules = document(
        channel("first"),
        channel("panel"),
        stage=[
            {"key": "one", "use": ["first"], "keep": {"top": "1"}},
            {"key": "two", "use": ["first", "panel"]},
        ],
    )
    rows = [
        ("first", "A", "90"),
        ("first", "B", "80"),
        ("panel", "A", "90"),
        ("panel", "B", "70", 2),
        ("panel", "B", "101", 3),
        ("panel", "B", "", 4),
        ("panel", "B", "x", 5, "", "void:late"),
        ("panel", "B", "x", 6, "", "recused"),
    ]

    result = result_of(rules, forms(*rows))

    assert result["channels"]["panel"] == {
        "returned": 21,
        "valid": 1,
        "invalid": {"not_in_stage": 2, "out_of_range": 3},
        "blank": 4,
        "void": {"late": 5},
        "recused": 6,
    }


def test_an_entry_without_forms_has_nothing_but_zeros():
    result = result_of(document(channel(missing="zero")), forms(("panel", "A", "90")), entries("A B"))

    assert of_channel(result, "B") == {
        "returned": 0,
        "valid": 0,
        "invalid": {},
        "blank": 0,
        "void": {},
        "recused": 0,
        "base": 0,
        "items": {},
        "value": None,
        "contribution": None,
    }
