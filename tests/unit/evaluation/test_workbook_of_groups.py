"""Groups of raters in the workbook of results: group by group and joined by formulas, in every form that has them."""

import io
import json
from collections import Counter

import openpyxl
import pytest

from applications.models import Round
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.bundle import Gathered
from evaluation.selectors.bundle_forms import whole_patterns
from evaluation.selectors.workbook.book import workbook_of
from evaluation.selectors.workbook.source import Source
from evaluation.tally import FormRow, load_rules
from tests.recalculated import assert_computes_itself, recalculated
from tests.unit.tally.builders import channel, document, entries

DEPUTIES, FIRMS = "人大代表", "企业代表"
GROUPS = [
    {"key": "deputies", "title": {"zh": DEPUTIES, "en": "Deputies"}, "weight": "2", "min_valid": "2"},
    {"key": "firms", "title": {"zh": FIRMS, "en": "Firms"}, "weight": "1", "min_valid": "2"},
]
TITLE = {"title": {"zh": "评审组", "en": "Panel"}}
# By group the raters, by entry what each of them says; "-" is a recusal. Nobody of the firms is left to rate C.
MARKS = {
    "deputies": {"R1": "A90 B70 C55", "R2": "A60 B65 C61", "R3": "A62 B70 C40", "R4": "A75 B- C99"},
    "firms": {"R5": "A88 B51 C-", "R6": "A43 B77 C-", "R7": "A97 B- C-"},
}
# By group and entry the answers of ballots and their numbers. The firms have one ballot on C: too few.
LEFT = {
    "deputies": {"A": {"good": 3, "fair": 2}, "B": {"good": 1, "fair": 2, "bad": 2}, "C": {"good": 5}},
    "firms": {"A": {"good": 2, "bad": 2}, "B": {"fair": 4}, "C": {"bad": 1}},
}
PLACES = {"kind": "rank_points", "first": "30", "step": "-10", "min": "0"}
LEDGER = {
    "items": [{"key": "duty", "start": "100"}],
    "facts": [{"key": "late", "item": "duty", "delta": "-1"}],
}


def sheets(written=str, **more):
    """Score sheets, or a record each, of one number."""
    return [
        FormRow("panel", mark[0], "" if mark[1:] == "-" else written(mark[1:]), rater=rater, group=group,
                state="recused" if mark[1:] == "-" else "", **more)
        for group, raters in MARKS.items() for rater, marks in raters.items() for mark in marks.split()
    ]  # fmt: skip


def ballots():
    return [
        FormRow("panel", entry, answer, group=group, count=number)
        for group, of_entries in LEFT.items() for entry, answers in of_entries.items()
        for answer, number in answers.items()
    ]  # fmt: skip


def wide(*forms):
    """Forms that span entries: (rater or "", group, number, the entries in order with a place each where ranked)."""
    return [
        FormRow("panel", entry, place, form=f"F{number}", rater=rater, group=group, count=count)
        for number, (rater, group, count, named) in enumerate(forms)
        for entry, place in named.items()
    ]


def picks(*names):
    return dict.fromkeys(names, "")


def order(*names):
    return {name: str(place) for place, name in enumerate(names, start=1)}


PICKED = wide(
    ("R1", "firms", 1, picks("A", "B")), ("R2", "deputies", 1, picks("A")), ("R3", "firms", 1, picks("C")),
    ("R4", "deputies", 1, picks("C")),
)  # fmt: skip
RANKED = wide(
    ("", "firms", 3, order("A", "B", "C")), ("", "deputies", 2, order("C", "B", "A")),
    ("", "deputies", 2, order("A", "C", "B")),
)  # fmt: skip
TWO_ITEMS = {
    "items": [{"key": "name", "max": "40"}, {"key": "standard", "max": "60"}],
    "valid_if": "any_item",
}
FILLED = [
    FormRow("panel", entry, answers, rater=rater, group=group)
    for entry in "ABC"
    for rater, group, answers in (
        ("R1", "deputies", "40|50"), ("R2", "deputies", "|"), ("R3", "deputies", "30|"),
        ("R4", "firms", "|20"), ("R5", "firms", "|"),
    )
]  # fmt: skip
LEVELS = channel(form="levels", raters="client")
CASES = {
    "mean": (channel(), sheets()),
    "trimmed": (channel(trim={"high": "1", "low": "1", "if_at_least": "4"}), sheets()),
    "trimmed in each group": (channel(trim={"high": "1"}), sheets()),
    "median": (channel(across="median"), sheets()),
    "sum": (channel(across="sum", max="400"), sheets()),
    "bounded": (channel(floor="65", cap="70"), sheets()),
    "to the largest": (channel(transform={"kind": "ratio_to_max", "to": "100"}), sheets()),
    "too few of all": (channel(min_valid="6"), sheets()),
    "nobody": (channel(), []),
    "left out and blank": (channel(**TWO_ITEMS, blank={"in_base": True, "penalty": "1"}), FILLED),
    "mean of items, blank": (
        channel(**TWO_ITEMS, blank={"in_base": True}, per_rater="mean", max="50"),
        FILLED,
    ),
    "ballots": (LEVELS, ballots()),
    "share of ballots": (LEVELS | {"across": "share"}, ballots()),
    "sum of ballots": (LEVELS | {"across": "sum", "max": "900"}, ballots()),
    "median of ballots": (LEVELS | {"across": "median"}, ballots()),
    "trimmed ballots": (LEVELS | {"trim": {"low": "1"}}, ballots()),
    "figures": (channel(form="figure", across="mean"), sheets()),
    "ledger": (channel(form="ledger", ledger=LEDGER), sheets("late:{}".format)),
    "picks": (channel(form="picks", picks={"at_most": "2"}, max="4"), PICKED),
    "ranking": (channel(form="ranking", transform=PLACES, across="mean", max="30"), RANKED),
}
# Where equal ballots stand together no plain formula says these.
EXACT = {"median of ballots", "trimmed ballots"}


def source(row, forms, *, groups=GROUPS, group_missing="block", missing="zero"):
    more = {"groups": groups, "group_missing": group_missing} if groups else {}
    written = document(row | TITLE | {"missing": missing} | more, select={"mode": "top", "seats": "1"})
    rules = load_rules(written | {"tie": {"order": [], "then": "share"}})
    rows, is_wide = sorted(forms, key=lambda one: one.entry), rules.channels["panel"].is_wide
    patterns = Counter()
    for one in () if is_wide else rows:
        patterns["panel", one.entry, one.group, one.answers, one.state] += one.count
    inputs = engine.Inputs(entries("A B C"), patterns, wide=whole_patterns(rows) if is_wide else {})
    gathered = Gathered(rules, inputs, {"panel": rows})
    result = engine.run(rules, inputs, "final").result
    round = Round(title_zh="试行评选", document_number="〔2026〕7号")
    return Source(Tally(round=round, number=1, through="final", result=json.dumps(result)), result, gathered)


def raw_values(data):
    """By entry what the channel's formula comes to before bounds and transform."""
    found = {one.place: one.computed for one in recalculated(data)}
    return [found[f"渠道得分!E{row}"] for row in (2, 3, 4)]


def changed(data, sheet, **values):
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in values.items():
        book[sheet][place].value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def column(data, sheet, number):
    cells = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet]
    return [row[number] for row in cells.iter_rows(values_only=True)]


@pytest.mark.parametrize("group_missing", ["block", "renormalise"])
@pytest.mark.parametrize("name", CASES)
def test_every_formula_comes_to_the_exact_value(name, group_missing):
    formulas = assert_computes_itself(workbook_of(source(*CASES[name], group_missing=group_missing)))

    places = {one.place for one in formulas}
    assert places >= {f"渠道得分!{column}{row}" for column in "DE" for row in (2, 3, 4)}
    has_formula = {place for place in places if place.startswith("分组得分!H")}
    assert len(has_formula) == (0 if name in EXACT else len(places_with_forms(*CASES[name])))


def places_with_forms(row, forms):
    """Entries and groups; a form that spans entries is one on each."""
    is_wide = row["form"] in {"picks", "ranking"}
    return {(entry, form.group) for form in forms for entry in ("ABC" if is_wide else form.entry)}


@pytest.mark.parametrize(("name", "missing"), [("mean", "block"), ("ballots", "renormalise")])
def test_a_result_that_is_held_up_is_written_all_the_same(name, missing):
    made = source(*CASES[name], missing=missing)

    assert made.told["state"] == "blocked"
    assert [one for one in recalculated(workbook_of(made)) if not one.agrees] == []


def test_a_missing_group_leaves_no_value_or_its_weight_to_the_others_as_the_rules_sheet_says():
    data = workbook_of(source(*CASES["mean"]))
    shared = raw_values(workbook_of(source(*CASES["mean"], group_missing="renormalise")))

    assert raw_values(data)[2] == "—"
    assert shared[2] == pytest.approx((55 + 61 + 40 + 99) / 4)
    assert column(data, "说明和规则", 4)[11:14] == ["不足最少份数的处理", "渠道得分不成立", None]
    assert raw_values(changed(data, "说明和规则", E13="其他分组分担权重")) == shared


def test_weights_and_least_numbers_on_the_rules_sheet_are_those_that_formulas_take():
    data = workbook_of(source(*CASES["mean"], group_missing="renormalise"))
    counted = [GROUPS[0] | {"weight": "1"}, GROUPS[1] | {"weight": "3", "min_valid": "3"}]
    other = workbook_of(source(*CASES["mean"], group_missing="renormalise", groups=counted))

    assert column(data, "说明和规则", 1)[11:14] == ["分组", DEPUTIES, FIRMS]
    assert raw_values(data) != raw_values(other)
    assert raw_values(changed(data, "说明和规则", C13=1, C14=3, D14=3)) == raw_values(other)


def test_rows_of_an_entry_stand_together_by_group_in_the_order_of_the_rules():
    data = workbook_of(source(*CASES["mean"]))

    assert column(data, "评审组", 2)[0] == "分组"
    assert column(data, "评审组", 2)[2:] == [*[DEPUTIES] * 4, *[FIRMS] * 3] * 3
    assert column(data, "评审组", 0)[2:] == ["A"] * 7 + ["B"] * 7 + ["C"] * 7
    assert column(data, "分组得分", 3)[1:] == [DEPUTIES, FIRMS] * 3


def test_equal_ballots_stand_in_one_row_within_their_group():
    data = workbook_of(source(*CASES["ballots"]))

    rows = list(zip(*(column(data, "评审组", number)[2:] for number in (0, 2, 5, 6)), strict=True))
    assert rows[:4] == [
        ("A", DEPUTIES, 60, 2),
        ("A", DEPUTIES, 100, 3),
        ("A", FIRMS, 0, 2),
        ("A", FIRMS, 100, 2),
    ]


def test_forms_that_span_entries_stand_together_by_group():
    data = workbook_of(source(*CASES["picks"]))

    assert column(data, "评审组", 0)[2:] == ["R2", "R4", "R1", "R3"]
    assert column(data, "评审组", 2)[2:] == [DEPUTIES] * 2 + [FIRMS] * 2


@pytest.mark.parametrize("name", CASES)
def test_without_groups_nothing_tells_of_them(name):
    row, forms = CASES[name]
    rows = [FormRow(**{**vars(one), "group": ""}) for one in forms]
    data = workbook_of(source(row, rows, groups=[]))

    assert_computes_itself(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "分组得分" not in book.sheetnames
    assert not any(cell == "分组" for sheet in book for row in sheet.values for cell in row)
