"""The arithmetic of one entry in words: nothing that the result does not say, and all of it."""

import pytest

from evaluation.tally import explain, load_rules, reason_text, run
from evaluation.tally.inputs import Inputs
from evaluation.tally.words import EN, FORM_REASONS_EN, FORM_REASONS_ZH, REASONS_EN, REASONS_ZH, ZH
from tests.unit.tally.builders import channel, document, entries, forms

TITLED = channel(
    title={"zh": "评审组", "en": "Panel"},
    items=[
        {"key": "x", "title": {"zh": "材料", "en": "Papers"}, "max": "60"},
        {"key": "y", "title": {"zh": "实地", "en": "Visit"}, "max": "40"},
    ],
    weight="30",
)
CLIENTS = channel("clients", title={"zh": "服务对象", "en": "Clients"}, weight="70", missing="renormalise")
RULES = document(
    TITLED,
    CLIENTS,
    stage=[
        {
            "key": "one",
            "title": {"zh": "初评", "en": "First"},
            "use": ["panel", "clients"],
            "keep": {"top": "2"},
        },
        {"key": "two", "title": {"zh": "终评", "en": "Last"}, "use": ["panel", "clients"]},
    ],
    veto=[{"key": "fraud", "title": {"zh": "弄虚作假", "en": "Fraud"}}],
)
ROWS = [
    ("panel", "A", "50|30"),
    ("panel", "A", "51|30"),
    ("panel", "A", "5|41"),
    ("panel", "A", "5|4", 2, "", "void:withdrawn"),
    ("clients", "A", "90"),
    ("panel", "B", "50|35"),
    ("panel", "C", "10|10"),
    ("clients", "C", "10"),
    ("panel", "V", "60|40"),
]


def lines(entry, lang, rules=RULES, rows=ROWS, through=None):
    loaded = load_rules(rules)
    listed = entries("A B C V", A={"adjust": ("1.5",)}, V={"veto": ("fraud",)})
    result = run(loaded, Inputs(listed, forms(*rows)), through).result
    return explain(loaded, result, entry, lang)


def texts(entry, lang, stage, **more):
    return [line.text for line in lines(entry, lang, **more) if line.stage == stage]


def test_every_step_is_told_in_chinese():
    assert texts("A", "zh", "one") == [
        "阶段“初评”（one）",
        "评审组：收回 5 份，其中有效 2、无效 1（超出分值范围 1）、空白 0、作废 2（withdrawn 2）、回避 0；计入基数 2 份",
        "材料：均值 101/2（50.50）",
        "实地：均值 30/1（30.00）",
        "渠道得分 161/2（80.50），满分 100",
        "计入总分：权重 30 × 161/2 ÷ 满分 100 = 483/20（24.15）",
        "服务对象：收回 1 份，其中有效 1、无效 0、空白 0、作废 0、回避 0；计入基数 1 份",
        "mark：均值 90/1（90.00）",
        "渠道得分 90/1（90.00），满分 100",
        "计入总分：权重 70 × 90/1 ÷ 满分 100 = 63/1（63.00）",
        "加减分（按规则上下限截取后）：3/2（1.50）",
        "合计：483/20 + 63/1 + 3/2 = 1773/20（88.65）",
        "名次：第 1 名",
        "高出未入围者中的最高合计 1513/20（75.65）",
        "结果：入围",
    ]


def test_the_margin_to_the_cut_is_told():
    # A has 88.65, B 85, C 13; two advance.
    assert "Above the highest total that did not advance by 1513/20 (75.65)" in texts("A", "en", "one")
    assert "Below the lowest total that advanced by 72/1 (72.00)" in texts("C", "en", "one")


def test_a_weight_carried_by_others_is_told_with_its_formula():
    told = texts("B", "en", "one")

    assert "Not established: fewer forms than the rules ask for (1), so there is no value" in told
    assert "Total: (51/2) × all weights 100 ÷ weights counted 30 + adjustment 0/1 = 85/1 (85.00)" in told
    assert "channel “Clients” is not established; the others carry its weight" in told


def test_in_the_last_stage_nobody_advances_any_further():
    assert texts("A", "zh", "two")[-1] == "结果：参加名单产生"
    assert texts("A", "en", "two")[-1] == "Outcome: goes on to the selection"


def test_it_is_told_why_a_channel_has_no_value():
    groups = [{"key": "a", "weight": "1"}, {"key": "b", "weight": "1"}]
    rules = load_rules(
        document(
            channel(groups=groups, missing="zero"),
            channel("vote", "motion", motion={"pass": "1/2", "base": "cast"}, missing="zero"),
            channel("votes", "figure", transform={"kind": "ratio_to_max"}, missing="zero"),
            veto=[{"key": "fraud"}],
        )
    )
    rows = [("panel", "A", "9", 1, "a"), ("vote", "A", "absent"), ("votes", "A", "9")]
    result = run(rules, Inputs(entries("A", A={"veto": ("fraud",)}), forms(*rows))).result

    assert [line.kind for line in explain(rules, result, "A", "en") if "_value" in line.kind] == [
        "no_value_group",
        "no_value_base",
        "vetoed_value",
    ]


def test_the_selection_is_told():
    assert [(line.kind, line.text) for line in lines("B", "en") if line.stage == "select"] == [
        ("selection", "Selection"),
        ("rank", "Rank: 2"),
        ("below_seat", "Below the lowest total on the list by 73/20 (3.65)"),
        ("outcome", "Outcome: not on the list"),
        ("no_seat", "no seat left"),
    ]


def test_an_eliminated_entry_ends_where_it_left():
    assert {line.stage for line in lines("C", "zh")} == {"one"}


def test_a_vetoed_entry_is_told_why():
    assert texts("V", "zh", "one")[-2:] == ["结果：一票否决，不再参加", "一票否决：弄虚作假"]


def test_a_blocked_tally_is_told():
    rules = RULES | {"channel": [TITLED, CLIENTS | {"missing": "block"}]}

    told = texts("B", "en", "one", rules=rules)

    assert told[-3:] == [
        "No total: a channel is not established, and the rules stop here",
        "Outcome: not yet decided",
        "channel “Clients” is not established, and the tally stops",
    ]


def test_groups_and_values_before_points_are_told_where_they_are_known():
    groups = [
        {"key": "firms", "title": "企业", "weight": "3"},
        {"key": "people", "title": "群众", "weight": "1"},
    ]
    rules = load_rules(
        document(
            channel(groups=groups, group_missing="renormalise"),
            channel("votes", "figure", transform={"kind": "ratio_to_max"}),
        )
    )
    rows = [
        ("panel", "A", "80", 2, "firms"),
        ("votes", "A", "30"),
        ("votes", "B", "40"),
        ("panel", "B", "9", 1, "firms"),
    ]
    done = run(rules, Inputs(entries("A B"), forms(*rows)))

    told = [line.text for line in explain(rules, done.result, "A", "zh", done.rows["values"])]
    without = [line.text for line in explain(rules, done.result, "A", "zh")]

    more = [
        "分组“企业”（权重 3）：计入基数 2 份，得 80/1（80.00）",
        "分组“群众”（权重 1）：计入基数 0 份，不成立",
        "折算、扣减和限值之前 30/1（30.00）",
    ]
    assert [text for text in told if text not in without] == more
    assert [text for text in told if text not in more] == without


def test_a_medal_is_told_by_its_title():
    medals = [{"key": "gold", "title": {"zh": "金奖", "en": "Gold"}, "seats": "1"}]
    rules = load_rules(document(channel(), select={"mode": "medals", "medals": medals}))
    result = run(rules, Inputs(entries("A"), forms(("panel", "A", "9")))).result

    assert [line.text for line in explain(rules, result, "A", "en")][-1] == "Level: Gold"


def test_ranks_within_a_stratum_are_told_as_such():
    strata = [{"key": "X", "quota": "1"}]
    rules = load_rules(document(channel(), entries={"strata": strata}, select={"mode": "strata"}))
    result = run(rules, Inputs(entries("A", A={"stratum": "X"}), forms(("panel", "A", "9")))).result

    assert "Rank within the stratum: 1" in [line.text for line in explain(rules, result, "A", "en")]


def test_an_entry_in_no_stage_has_no_lines():
    assert lines("Z", "zh") == []


def test_levels_ranks_within_strata_and_printed_totals_are_told():
    rules = document(
        channel(),
        select={"mode": "levels"},
        level=[{"key": "best", "title": {"zh": "优秀", "en": "Excellent"}, "min": "80"}],
        rounding={"compare_on": "printed"},
        veto=[{"key": "fraud"}],
    )
    rows = [("panel", key, "80") for key in "ABCV"]

    told = [line.text for line in lines("B", "zh", rules=rules, rows=rows)]

    assert {"等次：优秀", "名次按四舍五入后的合计比较"} <= set(told)
    assert "与 C 同分" in told


@pytest.mark.parametrize(
    ("chinese", "english"),
    [(ZH, EN), (REASONS_ZH, REASONS_EN), (FORM_REASONS_ZH, FORM_REASONS_EN)],
    ids=["sentences", "reasons", "form reasons"],
)
def test_both_languages_say_the_same_things(chinese, english):
    assert chinese.keys() == english.keys()


def test_reasons_name_vetoes_and_channels_by_title():
    rules = load_rules(RULES)

    assert reason_text(rules, "veto:fraud", "en") == "veto: Fraud"
    assert reason_text(rules, "zero:clients", "zh") == "渠道“服务对象”不成立，按 0 分计入"
    assert reason_text(rules, "requires:papers", "en") == "does not hold what the level requires: papers"
