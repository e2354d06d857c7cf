"""The sentences that explain a result, in Chinese and in English, keyed by what they say."""

from collections.abc import Mapping

LANGUAGES = ("zh", "en")

ZH: dict[str, str] = {
    "stage": "阶段“{stage}”（{key}）",
    "counts": "{channel}：收回 {returned} 份，其中有效 {valid}、无效 {invalid}、空白 {blank}、作废 {void}、"
    "回避 {recused}；计入基数 {base} 份",
    "motion_counts": "{channel}：收回 {returned} 票，其中有效 {valid}、无效 {invalid}、空白 {blank}、作废 {void}、"
    "回避 {recused}；计票基数 {base}",
    "reasons": "{number}（{list}）",
    "item": "{item}：均值 {number}",
    "group": "分组“{group}”（权重 {weight}）：计入基数 {base} 份，得 {number}",
    "group_missing": "分组“{group}”（权重 {weight}）：计入基数 {base} 份，不成立",
    "votes": "得票：{number} 份表单选入",
    "raw": "折算、扣减和限值之前 {number}",
    "value": "渠道得分 {number}，满分 {max}",
    "no_value": "不成立：未达到规则要求的最少份数（{min_valid} 份），没有得分",
    "no_value_group": "不成立：有分组未达到规则要求的最少份数，没有得分",
    "no_value_base": "不成立：没有可以计入基数的票，没有得分",
    "vetoed_value": "一票否决的对象不参加名次折分，没有得分",
    "contribution": "计入总分：权重 {weight} × {value} ÷ 满分 {max} = {number}",
    "adjust": "加减分（按规则上下限截取后）：{number}",
    "total": "合计：{terms} = {number}",
    "total_renormalised": "合计：({terms}) × 全部权重 {all} ÷ 计入权重 {counted} + 加减分 {adjust} = {number}",
    "no_total": "没有合计：有渠道不成立，规则要求在此停止",
    "printed": "名次按四舍五入后的合计比较",
    "rank": "名次：第 {rank} 名",
    "rank_stratum": "组内名次：第 {rank} 名",
    "tied": "与 {entries} 同分",
    "above_cut": "高出未入围者中的最高合计 {number}",
    "below_cut_margin": "比入围者中的最低合计低 {number}",
    "above_seat": "高出未列入名单者中的最高合计 {number}",
    "below_seat": "比列入名单者中的最低合计低 {number}",
    "outcome": "结果：{outcome}",
    "selection": "产生名单",
    "level": "等次：{level}",
    "advanced": "入围",
    "advanced_last": "参加名单产生",
    "eliminated": "未入围",
    "excluded": "一票否决，不再参加",
    "awarded": "列入名单",
    "not_awarded": "未列入名单",
    "reserve": "候补",
    "none": "尚无结果",
}

EN: dict[str, str] = {
    "stage": "Stage “{stage}” ({key})",
    "counts": "{channel}: {returned} returned: valid {valid}, invalid {invalid}, blank {blank}, void {void}, "
    "recused {recused}; {base} in the base",
    "motion_counts": "{channel}: {returned} votes returned: valid {valid}, invalid {invalid}, blank {blank}, "
    "void {void}, recused {recused}; divided by {base}",
    "reasons": "{number} ({list})",
    "item": "{item}: mean {number}",
    "group": "Group “{group}” (weight {weight}): {base} in the base, {number}",
    "group_missing": "Group “{group}” (weight {weight}): {base} in the base, not established",
    "votes": "Forms that pick it: {number}",
    "raw": "Before points, penalties and bounds {number}",
    "value": "Value of the channel {number}, out of {max}",
    "no_value": "Not established: fewer forms than the rules ask for ({min_valid}), so there is no value",
    "no_value_group": "Not established: a group has fewer forms than the rules ask for, so there is no value",
    "no_value_base": "Not established: no vote counts in the base, so there is no value",
    "vetoed_value": "A vetoed entry takes no place, so it has no points",
    "contribution": "Contribution: weight {weight} × {value} ÷ maximum {max} = {number}",
    "adjust": "Adjustment, cut to the bounds of the rules: {number}",
    "total": "Total: {terms} = {number}",
    "total_renormalised": "Total: ({terms}) × all weights {all} ÷ weights counted {counted} + adjustment {adjust} "
    "= {number}",
    "no_total": "No total: a channel is not established, and the rules stop here",
    "printed": "Ranks compare the rounded totals",
    "rank": "Rank: {rank}",
    "rank_stratum": "Rank within the stratum: {rank}",
    "tied": "Tied with {entries}",
    "above_cut": "Above the highest total that did not advance by {number}",
    "below_cut_margin": "Below the lowest total that advanced by {number}",
    "above_seat": "Above the highest total that is not on the list by {number}",
    "below_seat": "Below the lowest total on the list by {number}",
    "outcome": "Outcome: {outcome}",
    "selection": "Selection",
    "level": "Level: {level}",
    "advanced": "advanced",
    "advanced_last": "goes on to the selection",
    "eliminated": "not advanced",
    "excluded": "excluded by a veto",
    "awarded": "on the list",
    "not_awarded": "not on the list",
    "reserve": "in reserve",
    "none": "not yet decided",
}

REASONS_ZH: dict[str, str] = {
    "zero": "渠道“{name}”不成立，按 0 分计入",
    "renormalised": "渠道“{name}”不成立，其权重由其他渠道分担",
    "blocked": "渠道“{name}”不成立，计分到此停止",
    "veto": "一票否决：{name}",
    "below_cut": "位于入围线以下",
    "below_min_score": "低于最低分",
    "tie_included": "入围线上同分，同分者全部入围",
    "tie_dropped": "入围线上同分，同分者均不入围",
    "tie_order": "同分，按规则规定的先后渠道比较",
    "tie_shared": "同分，并列",
    "tie_decided": "同分，由委员会决定并有记录",
    "needs_decision": "同分，待委员会决定",
    "no_seat": "名额已满",
    "passed": "表决通过",
    "not_passed": "表决未通过",
    "requires": "未具备所要求的称号或条件：{name}",
    "share_cap": "本等次名额已满，按规则转入下一等次",
    "no_level": "未达到任何等次",
}

REASONS_EN: dict[str, str] = {
    "zero": "channel “{name}” is not established and counts as 0",
    "renormalised": "channel “{name}” is not established; the others carry its weight",
    "blocked": "channel “{name}” is not established, and the tally stops",
    "veto": "veto: {name}",
    "below_cut": "below the cut",
    "below_min_score": "below the least score",
    "tie_included": "tied at the cut; all tied advance",
    "tie_dropped": "tied at the cut; none of the tied advances",
    "tie_order": "tied; decided by the order of channels in the rules",
    "tie_shared": "tied; both share the place",
    "tie_decided": "tied; decided by the committee, on record",
    "needs_decision": "tied; waits for the committee's decision",
    "no_seat": "no seat left",
    "passed": "the motion passed",
    "not_passed": "the motion did not pass",
    "requires": "does not hold what the level requires: {name}",
    "share_cap": "the level was full; falls to the next one",
    "no_level": "reaches no level",
}

FORM_REASONS_ZH: dict[str, str] = {
    "missing_answer": "漏答",
    "unlisted_value": "填写了所列以外的内容",
    "out_of_range": "超出分值范围",
    "off_step": "不合步长",
    "too_many_picks": "推选过多",
    "too_few_picks": "推选不足",
    "stratum_without_pick": "有组别未推选",
    "place_twice": "名次重复",
    "place_missing": "名次缺漏",
    "not_in_stage": "对象不在本阶段",
}

FORM_REASONS_EN: dict[str, str] = {
    "missing_answer": "an answer is missing",
    "unlisted_value": "a value that is not listed",
    "out_of_range": "out of range",
    "off_step": "off the step",
    "too_many_picks": "too many picks",
    "too_few_picks": "too few picks",
    "stratum_without_pick": "a stratum without a pick",
    "place_twice": "a place given twice",
    "place_missing": "a place is missing",
    "not_in_stage": "entry not in the stage",
}

SENTENCES: Mapping[str, Mapping[str, str]] = {"zh": ZH, "en": EN}
REASONS: Mapping[str, Mapping[str, str]] = {"zh": REASONS_ZH, "en": REASONS_EN}
FORM_REASONS: Mapping[str, Mapping[str, str]] = {"zh": FORM_REASONS_ZH, "en": FORM_REASONS_EN}
SEPARATORS: Mapping[str, str] = {"zh": "、", "en": ", "}
