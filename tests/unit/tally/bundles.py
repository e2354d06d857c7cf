"""A bundle with a little of everything, for tests that read, recompute and break it."""

from evaluation.tally import (
    Decision,
    Entry,
    FormRow,
    canonical_json,
    read_bundle,
    run,
    spell_out,
    write_bundle,
)
from tests.unit.tally.builders import channel, document

GROUPS = [{"key": "firms", "weight": "3"}, {"key": "people", "weight": "1", "min_valid": "2"}]
RULES = document(
    channel(items=[{"key": "x", "max": "60"}, {"key": "y", "max": "40"}], weight="40"),
    channel("clients", "levels", weight="30", groups=GROUPS, group_missing="renormalise", missing="zero"),
    channel("votes", "picks", weight="20", picks={"at_most": "2"}, blank={"in_base": True}),
    channel("vote", "motion", weight="10", motion={"pass": "1/2", "base": "cast"}, missing="renormalise"),
    stage=[
        {"key": "one", "use": ["panel", "clients"], "keep": {"top": "2"}, "tie_at_cut": "order"},
        {"key": "two", "use": ["panel", "clients", "votes", "vote"]},
    ],
    veto=[{"key": "fraud"}],
)
ENTRIES = [
    Entry("A", "档案局", "“兰台”, 一号", flags=("visited", "papers"), adjust=("1", "-0.5")),
    Entry("B", "旅游局", '带"引号"\n换行'),
    Entry("C"),
    Entry("V", veto=("fraud",)),
]
FORMS = [
    FormRow("panel", "A", "50|30", form="p1", rater="S01"),
    FormRow("panel", "A", "55|40", form="p2", rater="S02"),
    FormRow("panel", "B", "50|30", form="p1", rater="S01"),
    FormRow("panel", "C", "50|30", form="p1", rater="S01"),
    FormRow("panel", "C", "5|3", form="p2", rater="S02", state="void:withdrawn"),
    FormRow("panel", "V", "60|40"),
    FormRow("clients", "A", "good", group="firms", count=3),
    FormRow("clients", "A", "bad", group="people"),
    FormRow("clients", "B", "fair", group="firms"),
    FormRow("clients", "B", "none", group="people", count=2),
    FormRow("clients", "C", "fair", group="firms"),
    FormRow("clients", "V", "", group="firms"),
    FormRow("votes", "A", form="v1"),
    FormRow("votes", "B", form="v1"),
    FormRow("votes", "A", form="v2", count=4),
    FormRow("votes", "", form="v3"),
    FormRow("votes", "C", form="v4"),
    FormRow("vote", "A", "yes", count=5),
    FormRow("vote", "A", "no", count=2),
    FormRow("vote", "B", "abstain", count=2),
]
DECISIONS = [Decision("one", "B", "1", "常委会"), Decision("one", "C", "2"), Decision("select", "A", "1")]


def write(
    path, kind="forms", rules=RULES, rows=FORMS, listed=ENTRIES, through=None, decisions=DECISIONS, **more
):
    rules_json = canonical_json(spell_out(rules))
    write_bundle(path, rules_json=rules_json, entries=listed, forms=rows, decisions=decisions, result=b"{}\n")
    if kind == "raw":
        return path
    bundle = read_bundle(path)
    done = run(bundle.rules, bundle.inputs, through)
    for file in path.iterdir():
        file.unlink()
    told = {"forms": rows} if kind == "forms" else {"values": done.rows["values"]}
    write_bundle(
        path, rules_json=rules_json, entries=listed, decisions=decisions, result=done.result, **told, **more
    )
    return path


def rewrite(path, name, *changes):
    text = (path / name).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (path / name).write_text(text)
    return path
