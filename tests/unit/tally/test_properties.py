"""What holds for all inputs: order, weights, void forms, split counts, better answers, and a naive second opinion."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.tally import Decision, Entry, Inputs, load_rules, result_bytes, run
from evaluation.tally.bundle import FormRow, read_bundle, write_bundle
from evaluation.tally.canonical import canonical_json
from tests.unit.tally.builders import channel, document, forms, levels

# A busy machine is no fault of the arithmetic.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = ("A", "B", "C", "D", "E")
CHANNELS = {
    "panel": channel(
        items=[{"key": "x", "max": "10", "step": "0.5"}, {"key": "y", "max": "90"}],
        weight="35",
        valid_if="any_item",
        trim={"high": "1", "low": "1", "if_at_least": "4"},
        missing="renormalise",
    ),
    "clients": channel(
        "clients",
        "levels",
        weight="45",
        levels=levels(good=100, fair=60, bad=30),
        missing="zero",
        groups=[{"key": "g", "weight": "2"}, {"key": "h", "weight": "1"}],
        group_missing="renormalise",
        blank={"in_base": True, "penalty": "0.25"},
    ),
    "late": channel("late", weight="20", across="median", missing="zero"),
}
STAGES = [
    {"key": "one", "use": ["panel", "clients"], "keep": {"top": "3"}, "tie_at_cut": "order"},
    {"key": "two", "use": ["panel", "clients", "late"]},
]


def rules(**chapters):
    told = {
        "stage": STAGES,
        "select": {"mode": "top", "seats": "2", "reserve": "1"},
        "tie": {"order": ["clients", "panel.x"]},
        "veto": [{"key": "fraud"}],
    }
    return document(*CHANNELS.values(), **told | chapters)


RULES = load_rules(rules())
answers = {
    "panel": st.sampled_from(["10|90", "0|0", "5.5|", "|45", "", "7|7", "0.3|1", "x|1", "3|33.3"]),
    "clients": st.sampled_from(["good", "fair", "bad", "none", "", "fine"]),
    "late": st.integers(0, 101).map(str),
}
states = st.sampled_from(["", "", "", "", "recused", "void:late"])


def rows_of(key):
    group = st.sampled_from(["g", "h"]) if key == "clients" else st.just("")
    return st.tuples(st.just(key), st.sampled_from(KEYS), answers[key], st.integers(1, 4), group, states)


rows = st.lists(st.one_of(*(rows_of(key) for key in CHANNELS)), max_size=40)
vetoes = st.sets(st.sampled_from(KEYS), max_size=2)
decided = st.permutations(KEYS)


def inputs(listed, vetoed=(), order=KEYS, keys=KEYS):
    return Inputs(
        [Entry(key, veto=("fraud",) if key in vetoed else ()) for key in keys],
        forms(*listed),
        [Decision(stage, key, str(order.index(key))) for stage in ("one", "select") for key in order],
    )


@settings(CALM, max_examples=30)
@given(rows, vetoes, decided, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(listed, vetoed, order, random):
    shuffled = random.sample(listed, len(listed))
    keys = random.sample(KEYS, len(KEYS))

    one = run(RULES, inputs(listed, vetoed, order)).result
    other = run(RULES, inputs(shuffled, vetoed, order, keys)).result

    assert result_bytes(one) == result_bytes(other)


@settings(CALM, max_examples=30)
@given(rows, vetoes, decided, st.sampled_from([Fraction(1, 3), Fraction(7, 2), Fraction(10)]))
def test_scaling_all_weights_changes_no_rank(listed, vetoed, order, factor):
    scaled = rules()
    scaled["channel"] = [row | {"weight": str(factor * int(row["weight"]))} for row in scaled["channel"]]

    one = run(RULES, inputs(listed, vetoed, order)).result
    other = run(load_rules(scaled), inputs(listed, vetoed, order)).result

    assert _standing(one) == _standing(other)


def _standing(result):
    stages = [
        [(row["entry"], row["rank"], row["outcome"]) for row in part["entries"]] for part in result["stages"]
    ]
    return stages, [
        (row["entry"], row["rank"], row["outcome"], row["reasons"]) for row in result["selection"]
    ]


@settings(CALM, max_examples=30)
@given(rows, decided, st.one_of(*(rows_of(key) for key in CHANNELS)))
def test_a_void_form_changes_nothing_but_its_count(listed, order, extra):
    one = run(RULES, inputs(listed, (), order)).result
    other = run(RULES, inputs([*listed, (*extra[:5], "void:late")], (), order)).result

    assert _standing(one) == _standing(other)
    assert _totals(one) == _totals(other)


def _totals(result):
    return [[row["total"] for row in stage["entries"]] for stage in result["stages"]]


@settings(CALM, max_examples=30)
@given(rows, vetoes, decided)
def test_splitting_counted_rows_changes_no_byte(listed, vetoed, order):
    single = [(*row[:3], 1, *row[4:]) for row in listed for _ in range(row[3])]

    one = run(RULES, inputs(listed, vetoed, order)).result
    other = run(RULES, inputs(single, vetoed, order)).result

    assert result_bytes(one) == result_bytes(other)


@settings(CALM, max_examples=60)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=9), st.data())
def test_a_better_answer_never_lowers_an_untrimmed_mean(marks, data):
    at = data.draw(st.integers(0, len(marks) - 1))
    better = list(marks)
    better[at] = data.draw(st.integers(marks[at], 100))

    assert _mean(better) >= _mean(marks)


def _mean(marks):
    plain = load_rules(document(channel()))
    result = run(plain, Inputs([Entry("A")], forms(*(("panel", "A", str(mark)) for mark in marks)))).result
    return Fraction(result["stages"][0]["entries"][0]["channels"]["panel"]["value"]["exact"])


@settings(CALM, max_examples=30)
@given(rows, vetoes, decided)
def test_counts_add_up_everywhere(listed, vetoed, order):
    result = run(RULES, inputs(listed, vetoed, order)).result

    told = [
        counts
        for stage in result["stages"]
        for place in stage["entries"]
        for counts in place["channels"].values()
    ]
    for counts in [*told, *result["channels"].values()]:
        parts = (counts["valid"], counts["blank"], counts["recused"])
        assert counts["returned"] == sum(parts) + sum(counts["invalid"].values()) + sum(
            counts["void"].values()
        )
    for key, counts in result["channels"].items():
        assert counts["returned"] == sum(row[3] for row in listed if row[0] == key)


@settings(CALM, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 100), st.integers(0, 100)), min_size=1))
def test_a_naive_count_says_the_same(sheets):
    plain = document(
        channel(items=[{"key": "x", "max": "100"}, {"key": "y", "max": "100"}], weight="50", missing="zero")
    )
    listed = forms(*(("panel", entry, f"{x}|{y}") for entry, x, y in sheets))

    result = run(load_rules(plain), Inputs([Entry("A"), Entry("B")], listed)).result

    for row in result["stages"][0]["entries"]:
        mine = [x + y for entry, x, y in sheets if entry == row["entry"]]
        expected = Fraction(50 * sum(mine), 200 * len(mine)) if mine else Fraction(0)
        assert Fraction(row["total"]["exact"]) == expected


WIDE = load_rules(
    document(
        CHANNELS["clients"],
        channel(
            "votes",
            "picks",
            weight="30",
            picks={"at_most": "2", "at_least_one_per": "stratum"},
            transform={"kind": "rank_points", "first": "100", "step": "-10", "ties": "mean"},
            missing="zero",
            min_valid="2",
        ),
        channel(
            "order",
            "ranking",
            weight="25",
            transform={"kind": "rank_points", "table": ["100", "50"], "beyond": "10"},
            across="mean",
            blank={"in_base": True},
            missing="renormalise",
        ),
        channel(
            "vote",
            "motion",
            motion={"pass": "1/2", "base": "present"},
            missing="zero",
            blank={"penalty": "1"},
        ),
        stage=[
            {"key": "one", "use": ["clients", "votes"], "keep": {"share": "0.7"}},
            {"key": "two", "use": ["clients", "votes", "order", "vote"]},
        ],
        entries={"strata": [{"key": "X", "quota": "1"}, {"key": "Y", "quota": "2"}]},
        select={"mode": "strata", "reserve": "1"},
        tie={"order": ["order", "clients.mark"], "then": "share"},
        veto=[{"key": "fraud"}],
    )
)
subsets = st.sets(st.sampled_from(KEYS), max_size=3)
states_of_all = st.sampled_from(["", "", "", "void:late"])
picks = st.tuples(subsets, subsets, states_of_all, st.integers(1, 3))
places = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["1", "2", "3", "", "x"]), min_size=1)
rankings = st.one_of(
    st.permutations(KEYS).map(lambda keys: {key: str(keys.index(key) + 1) for key in keys}), places
)


def pick_rows(number, picked, recused, state, count):
    """A form of its own number; where nothing is picked it is blank, or of recused rows alone."""
    rest = sorted(picked - recused) or ([""] if state or len(recused) != 1 else [])
    lines = [(entry, state) for entry in rest] + [
        (entry, "recused") for entry in sorted(recused) if not state
    ]
    return [FormRow("votes", entry, form=f"v{number}", state=said, count=count) for entry, said in lines]


@settings(CALM, max_examples=25)
@given(
    st.lists(rows_of("clients"), max_size=25),
    st.lists(picks, max_size=8),
    st.lists(rankings, max_size=4),
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(["yes", "no", "abstain", "absent", "", "?"])),
        max_size=12,
    ),
    vetoes,
)
def test_forms_and_public_values_give_the_same_bytes(
    tmp_path_factory, clients, picked, ranked, voted, vetoed
):
    rows = [
        FormRow(key, entry, text, "", "", group, state, count)
        for key, entry, text, count, group, state in clients
    ]
    rows += [row for number, form in enumerate(picked) for row in pick_rows(number, *form)]
    rows += [
        FormRow("order", entry, place, form=f"o{number}")
        for number, form in enumerate(ranked)
        for entry, place in form.items()
    ]
    rows += [FormRow("vote", entry, word) for entry, word in voted]
    listed = [
        Entry(key, stratum="X" if key < "C" else "Y", veto=("fraud",) if key in vetoed else ())
        for key in KEYS
    ]
    shared = {"rules_json": canonical_json(WIDE.document), "entries": listed}
    folder = tmp_path_factory.mktemp("bundles")

    write_bundle(folder / "forms.zip", **shared, forms=rows, result=b"")
    inspected = run(WIDE, read_bundle(folder / "forms.zip").inputs)
    write_bundle(folder / "values.zip", **shared, values=inspected.rows["values"], result=inspected.result)
    public = run(WIDE, read_bundle(folder / "values.zip").inputs)

    assert result_bytes(public.result) == result_bytes(inspected.result)
