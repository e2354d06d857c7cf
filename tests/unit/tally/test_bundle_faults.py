"""What is broken in a bundle: every structural fault, named with file and row in one report."""

import pytest

from evaluation.tally import (
    Decision,
    FormRow,
    InputError,
    Inputs,
    check_inputs,
    inputs_digest,
    load_rules,
    read_bundle,
    result_bytes,
    run,
    tally,
    write_bundle,
)
from evaluation.tally.files import NoBundle
from tests.unit.tally.builders import channel, document, entries, forms, picked, wide
from tests.unit.tally.bundles import rewrite, write


def rerun(path, through=None):
    bundle = read_bundle(path)
    return result_bytes(run(bundle.rules, bundle.inputs, through).result)


def broken(path):
    with pytest.raises(InputError) as refused:
        rerun(path)
    return [(fault.file, fault.row, fault.reason) for fault in refused.value.faults]


def small(tmp_path, *lines, rules=None):
    path = write(tmp_path / "b", "raw", rules or document(channel()), [], entries("A B"), decisions=())
    (path / "forms.csv").write_text(
        "\n".join(["channel,form,rater,entry,group,state,answers,count", *lines, ""])
    )
    return path


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("jury,,,A,,,5,", "unknown channel 'jury'"),
        ("panel,,,Z,,,5,", "unknown entry 'Z'"),
        ("panel,,,,,,5,", "unknown entry ''"),
        ("panel,,,A,firms,,5,", "group 'firms' where channel panel has none"),
        ("panel,,,A,,voided,5,", "unknown state 'voided'"),
        ("panel,,,A,,void:,5,", "unknown state 'void:'"),
        ("panel,,,A,,recused,5|6,", "2 answers where channel panel has 1"),
        ("panel,,,A,,,5|,", "2 answers where channel panel has 1"),
        ("panel,,,A,,,5,0", "count '0' is no whole number above 0"),
        ("panel,,,A,,,5,1.0", "count '1.0' is no whole number above 0"),
        ("panel,,,A,,,5,-1", "count '-1' is no whole number above 0"),
        ("panel,,,A,,,5", "has 7 cells where the header has 8"),
        ("", "has 0 cells where the header has 8"),
    ],
)
def test_a_broken_form_is_named_by_its_row(tmp_path, line, reason):
    path = small(tmp_path, "panel,,,A,,,5,", "panel,,,B,,,5,", line, "panel,,,A,,,6,")

    assert broken(path) == [("forms.csv", 4, reason)]


def test_the_same_form_twice(tmp_path):
    path = small(tmp_path, "panel,f1,,A,,,5,", "panel,f1,,B,,,5,", "panel,f1,,A,,,6,")

    assert broken(path) == [("forms.csv", 4, "the same form twice: f1 on entry A")]


def test_every_fault_is_in_one_report(tmp_path):
    path = small(tmp_path, "jury,,,A,,,5,", "panel,,,Z,,lost,5|5,x", "panel,,,Z,,lost,5|5,")
    (path / "entries.csv").write_text(
        "entry,unit,title,stratum,flags,veto,adjust\nA,,,,,theft,1e3\nA,,,,,,\n甲,,,,,,\n"
    )
    (path / "decisions.csv").write_text("stage,entry,order,reason\nlater,Q,first,\n")

    told = broken(path)

    assert [fault[:2] for fault in told] == [
        *[("decisions.csv", 2)] * 3,
        *[("entries.csv", 2)] * 2,
        ("entries.csv", 3),
        ("entries.csv", 4),
        ("forms.csv", 2),
        *[("forms.csv", 3)] * 4,
        *[("forms.csv", 4)] * 3,
    ]


@pytest.mark.parametrize("name", ["rules.json", "entries.csv", "forms.csv"])
def test_a_missing_file(tmp_path, name):
    path = small(tmp_path, "panel,,,A,,,5,")
    (path / name).unlink()

    assert (name, 0) in [fault[:2] for fault in broken(path)]


def test_forms_and_values_are_never_both_there(tmp_path):
    path = write(tmp_path / "bundle")
    (path / "values.csv").write_text("")

    assert ("values.csv", 0, "stands beside forms.csv; a bundle has one of the two") in broken(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"",
            "the header lacks or repeats the column channel, form, rater, entry, group, state, answers, count",
        ),
        (
            b"\xef\xbb\xbfchannel,form,rater,entry,group,state,answers,count\n",
            "the header lacks or repeats the column channel",
        ),
        (
            b"channel,form,rater,entry,group,state,answers,count,count\n",
            "the header lacks or repeats the column count",
        ),
    ],
)
def test_a_header_that_is_none(tmp_path, content, reason):
    path = small(tmp_path)
    (path / "forms.csv").write_bytes(content)

    assert broken(path) == [("forms.csv", 1, reason)]


def test_a_table_that_is_not_utf8_or_no_csv(tmp_path):
    path = small(tmp_path)
    (path / "forms.csv").write_bytes(b"channel,form,rater,entry,group,state,answers,count\n\xff\n")
    (path / "entries.csv").write_bytes(b'entry,unit,title,stratum,flags,veto,adjust\n"A"x,,,,,,\n')

    assert {(file, reason.split(":")[0]) for file, _, reason in broken(path)} == {
        ("forms.csv", "is not UTF-8"),
        ("entries.csv", "is no proper CSV"),
    }


def test_rules_with_faults_are_named_by_path(tmp_path):
    path = rewrite(small(tmp_path), "rules.json", ('"weight":"100"', '"weight":"none"'))

    (fault,) = broken(path)
    assert fault[:2] == ("rules.json", 0)
    assert fault[2].startswith("channel.panel.weight: ")


def test_a_path_that_is_no_bundle(tmp_path):
    with pytest.raises(NoBundle):
        read_bundle(tmp_path / "nothing")


WIDE = document(channel("votes", "picks", picks={"at_most": "2"}))
ORDER = document(channel("votes", "ranking", transform={"kind": "rank_points", "first": "9", "step": "-1"}))


@pytest.mark.parametrize(
    ("rules", "lines", "row", "reason"),
    [
        (WIDE, ["votes,f,,A,,,5,"], 2, "answers '5' on a picks row"),
        (WIDE, ["votes,f,,A,,,,", "votes,f,,A,,,,"], 3, "the same form twice on entry 'A'"),
        (WIDE, ["votes,f,r,A,,,,", "votes,f,s,B,,,,"], 3, "rows of one form differ in rater, group or count"),
        (WIDE, ["votes,f,,A,,,,2", "votes,f,,B,,,,"], 3, "rows of one form differ in rater, group or count"),
        (
            WIDE,
            ["votes,f,,A,,void:x,,", "votes,f,,B,,,,"],
            2,
            "rows of one form differ: void must stand in all of them, with one reason",
        ),
        (
            WIDE,
            ["votes,f,,A,,,,", "votes,f,,,,,,"],
            3,
            "a row without entry beside others: a blank form has no picks",
        ),
        (ORDER, ["votes,f,,,,,,"], 2, "unknown entry ''"),
        (WIDE, ["votes,f,,,,recused,,"], 2, "unknown entry ''"),
        (ORDER, ["votes,f,,A,,,1|2,"], 2, "2 answers where channel votes has 1"),
    ],
)
def test_a_broken_form_that_spans_entries(tmp_path, rules, lines, row, reason):
    assert broken(small(tmp_path, *lines, rules=rules)) == [("forms.csv", row, reason)]


def test_a_count_of_one_is_the_same_written_or_not(tmp_path):
    path = small(tmp_path, "votes,f,,A,,,,1", "votes,f,,B,,,,", rules=WIDE)

    assert read_bundle(path).inputs.wide == wide(("votes", picked("A B")))


def test_a_figure_must_be_a_number(tmp_path):
    rules = document(channel("votes", "figure"))

    assert broken(small(tmp_path, "votes,,,A,,,many,", "votes,,,B,,,,", rules=rules)) == [
        ("forms.csv", 2, "'many' is no number")
    ]


def test_a_group_is_asked_for_where_the_rules_have_some(tmp_path):
    rules = document(channel(groups=[{"key": "a", "weight": "1"}]))

    assert [
        fault[2] for fault in broken(small(tmp_path, "panel,,,A,,,5,", "panel,,,B,b,,5,", rules=rules))
    ] == [
        "no group where channel panel has groups",
        "unknown group 'b'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "panel,A,,,2,2,,0,,0,2,175/2",
            "panel,A,,,2,2,,0,,0,2,350/4",
            "value '350/4' is no reduced fraction",
        ),
        (
            "panel,A,,,2,2,,0,,0,2,175/2",
            "panel,A,,,2,2,,0,,0,2,",
            "value is empty, but the base is large enough",
        ),
        (
            "clients,A,people,,1,1,,0,,0,1,",
            "clients,A,people,,1,1,,0,,0,1,0/1",
            "value stands, but what it is of",
        ),
        (
            "panel,A,,,2,2,,0,,0,2,175/2",
            "panel,A,,,3,2,,0,,0,2,175/2",
            "returned is 3, but the counts add up to 2",
        ),
        (
            "panel,A,,,2,2,,0,,0,2,175/2",
            "panel,A,x,,2,2,,0,,0,2,175/2",
            "group 'x' where channel panel has none",
        ),
        ("panel,A,,x,,,,,,,,105/2", "panel,A,,z,,,,,,,,105/2", "unknown item 'z'"),
        ("panel,A,,x,,,,,,,,105/2", "panel,A,,x,1,,,,,,,105/2", "an item row has its mean only"),
        ("panel,A,,x,,,,,,,,105/2", "panel,A,,y,,,,,,,,105/2", "a second row for channel panel, entry 'A'"),
        ("panel,A,,,2,2,,0,,0,2,175/2", "panel,A,,,2,x,,0,,0,2,175/2", "'x' is no whole number"),
        ("withdrawn:1,0,1", "withdrawn,0,1", "'' is no whole number"),
        ("withdrawn:1,0,1", "gone away:1,0,1", "'gone away:1' is no reason with its count"),
        ("panel,,,,6,5,,0,withdrawn:1,0,,", "panel,,,,6,5,,0,withdrawn:1,0,6,", "neither base nor value"),
        ("panel,,,,6,5,", "panel,,x,,6,5,", "a row of a channel or an item has no group"),
        ("panel,A,,x,,,,,,,,105/2", "panel,,,x,,,,,,,,105/2", "and an item row has an entry"),
        (
            "clients,V,firms,,1,0,,1,,0,0,",
            "clients,V,firms,,1,0,,1,,0,0,\nclients,V,,mark,,,,,,,,1/1",
            "an item mean of an entry that is not",
        ),
        ("clients,V,firms,,1,0,,1,,0,0,", "clients,V,firms,,1,0,,1,,0,,", "'' is no whole number"),
        ("panel,A,,,2,2,,0,,0,2,", "panel,A,,,2,2,,0,,0,1,", "base 1 cannot come from these counts"),
        (
            "clients,A,firms,,3,3,,0,,0,3,",
            "clients,A,firms,,3,3,,0,,0,4,",
            "base 4 cannot come from these counts",
        ),
        (
            "votes,A,,,7,5,not_in_stage:1,1,,0,6,",
            "votes,A,,,7,5,not_in_stage:1,1,,0,5,",
            "base 5 cannot come",
        ),
        ("vote,A,,,7,7,,0,,0,7,", "vote,A,,,7,7,,0,,0,8,", "base 8 cannot come from these counts"),
        ("panel,A,,x,,,,,,,,105/2\n", "", "no row for item x of this entry"),
        ("panel,,,,6", "jury,,,,6", "unknown channel 'jury'"),
        ("panel,A,,,2", "panel,Q,,,2", "unknown entry 'Q'"),
    ],
)
def test_a_broken_values_row_is_named(tmp_path, old, new, reason):
    told = broken(rewrite(write(tmp_path / "bundle", "values"), "values.csv", (old, new)))

    assert any(file == "values.csv" and reason in text for file, _, text in told)


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        ("panel,B,,,1,1,,0,,0,1,80/1\n", "no row for channel panel, entry B"),
        ("clients,B,people,,2,2,,0,,0,0,\n", "no row for channel clients, entry B, group people"),
        ("panel,,,,6,5,,0,withdrawn:1,0,,\n", "no row for channel panel itself"),
        ("votes,B,,,7,5,not_in_stage:1,1,,0,6,1/1\n", "no row for channel votes, entry B"),
    ],
)
def test_a_missing_values_row_is_named(tmp_path, old, reason):
    told = broken(rewrite(write(tmp_path / "bundle", "values"), "values.csv", (old, "")))

    assert any(reason in text for _, _, text in told)


def test_the_base_of_a_motion_on_all_members_is_their_number(tmp_path):
    rules = document(channel("vote", "motion", motion={"pass": "1/2", "members": "9"}))
    path = write(tmp_path / "b", "values", rules, [FormRow("vote", "A", "yes")], entries("A"), decisions=())

    assert broken(rewrite(path, "values.csv", (",9,1/9", ",8,1/8"))) == [
        ("values.csv", 3, "base 8 cannot come from these counts")
    ]


def test_a_values_row_too_many_is_named(tmp_path):
    path = write(tmp_path / "bundle", "values")
    extra = "votes,C,,,7,5,not_in_stage:1,1,,0,6,1/1\n"
    (path / "values.csv").write_text((path / "values.csv").read_text() + extra)

    (fault,) = broken(path)
    assert fault[0] == "values.csv"
    assert "a row too many: entry C" in fault[2]


def test_values_of_a_stage_that_was_not_reached_are_too_many(tmp_path):
    path = write(tmp_path / "bundle", "values")
    (path / "decisions.csv").write_text("stage,entry,order,reason\n")

    assert {text for _, _, text in broken(path)} == {
        "a row too many: the tally does not reach channel vote",
        "a row too many: the tally does not reach channel votes",
    }


def test_rules_that_are_not_utf8(tmp_path):
    path = small(tmp_path, "panel,,,A,,,5,")
    (path / "rules.json").write_bytes(b"\xff")

    assert broken(path) == [("rules.json", 0, "is not UTF-8")]


def test_entries_and_decisions_are_checked(tmp_path):
    rules = document(channel(), entries={"strata": [{"key": "X"}]})
    path = small(tmp_path, rules=rules)
    (path / "entries.csv").write_text("entry,unit,title,stratum,flags,veto,adjust\nA,,,X,,,\nB b,,,,,,1;;2\n")
    (path / "decisions.csv").write_text("stage,entry,order,reason\nselect,A,1,\nselect,A,2,\n")

    assert broken(path) == [
        ("decisions.csv", 3, "a second decision on A in select"),
        ("entries.csv", 3, "adjust '' is no number"),
        ("entries.csv", 3, "entry 'B b' is no key of letters, digits, _ and -"),
        ("entries.csv", 3, "unknown stratum ''"),
    ]


def test_a_bundle_is_written_with_forms_or_with_values():
    with pytest.raises(ValueError, match="either forms or values"):
        write_bundle("never", rules_json="{}", entries=[], result=b"")


def test_the_digest_is_told_without_the_result():
    rules = load_rules(document(channel()))
    inputs = Inputs(entries("A"), forms(("panel", "A", "5")))

    assert inputs_digest(rules, inputs) == tally(rules, inputs)["inputs"]


def test_inputs_from_elsewhere_are_checked_the_same_way():
    rules = load_rules(document(channel(), channel("votes", "picks", picks={"at_most": "2"})))
    sound = Inputs(entries("A"), forms(("panel", "A", "5")), (), wide(("votes", picked("A"))))
    patterns = forms(("panel", "Z", "5|5"), ("votes", "A", ""), ("panel", "A", "5", 0))
    spanning = wide(("panel", picked("A")), ("votes", picked("Z")), ("votes", {}))
    faulty = Inputs(entries("A"), patterns, [Decision("x", "A", "1")], spanning)

    assert check_inputs(rules, sound) == []
    assert {fault.reason for fault in check_inputs(rules, faulty)} == {
        "unknown stage 'x'",
        "panel · Z: unknown entry 'Z'",
        "panel · Z: 2 answers where channel panel has 1",
        "panel · A: count 0 is not above 0",
        "a form of channel votes spans entries: pass it under wide",
        "channel 'panel' has no forms that span entries",
        "votes on Z: unknown entry 'Z'",
        "votes: a form without rows, or counted 1 times",
    }
