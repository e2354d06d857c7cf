"""The sentences for the faults of a rules document, in English and in Chinese, keyed by code."""

from evaluation.tally.faults import Fault

MESSAGES: dict[str, str] = {
    "not_toml": "The text is no TOML at line {line}, column {column}: {detail}. Correct that place.",
    "not_json": "The text is no JSON at line {line}, column {column}: {detail}. Correct that place.",
    "too_deep": "The text is nested too deeply. Take tables out of one another.",
    "half_character": "The text holds half a character, as in \\ud800. Remove it.",
    "key_twice": "The key “{value}” stands twice in one object. Keep one.",
    "wrong_type": "A {expected} is expected here. Write one.",
    "bad_key": "“{value}” is no key. Use letters, digits, _ and - only.",
    "reserved_key": "“{value}” has a meaning of its own. Choose another key.",
    "bad_title": "A title is a text, or a table of texts by language. Write it so.",
    "bad_choice": "“{value}” is not known here. Write one of: {choices}.",
    "not_a_number": '“{value}” is no number. Write plain decimals such as 15 or 0.50, or a ratio such as "2/3".',
    "number_as_float": "{value} came as a binary float. Read the text with read_toml or read_json.",
    "exponent": "{value} is not written plainly. Write all its digits, without an exponent.",
    "unwritable_value": "{value} has no place in a rules document. Write dates and times as text in quotes.",
    "not_whole": "“{value}” is no whole number. Write digits only.",
    "too_small": "{value} is below {bound}. Write {bound} or more.",
    "too_large": "{value} is above {bound}. Write {bound} or less.",
    "not_above": "{value} is not above {bound}. Write more than {bound}.",
    "empty_list": "The list is empty. Name at least one member.",
    "repeated_member": "A member stands twice. Name each once.",
    "repeated_key": "The key “{value}” stands twice. Give each row a key of its own.",
    "unknown_key": "This key is not known here. Remove it, or use one of: {known}.",
    "misspelt_key": "This key is not known here. Did you mean {near}? Otherwise remove it.",
    "missing_key": "This key is required. Add it.",
    "unused_key": "This key has no effect with the form or mode chosen. It can be removed.",
    "unknown_channel": "There is no channel “{value}”. Name a channel of these rules.",
    "unused_channel": "No stage uses this channel. Add it to a stage, or remove it.",
    "unknown_item": "There is no item “{value}”. Name an item of these rules.",
    "no_items_to_compare": "“{value}” names an item, but only items and levels have item means. Name the channel.",
    "bad_band": "A band is a pair of the least value and its points. Write it as [2000, 50].",
    "max_off_step": "{value} is no multiple of the step {step}, so the maximum can never be given.",
    "same_word": "“{value}” means both to agree and to reject. Use two different words.",
    "no_level_above_zero": "No level of this item is worth more than 0. Raise one, or give the channel a max.",
    "exactly_or_at_most": "A picks form says how many to pick. Give either exactly or at_most.",
    "strata_needed": "This needs strata. Add [entries] strata, or choose otherwise.",
    "not_for_motion": "A motion takes no such key. Remove it.",
    "members_needed": "A motion on the full membership needs its number. Add members, or choose another base.",
    "trim_needs_mean": 'Only a mean can be trimmed, not a {across}. Remove trim, or set across = "mean".',
    "ranking_needs_points": 'A ranking turns places into points. Set kind = "rank_points".',
    "table_or_first": "Rank points need a table, or first and step together. Add them.",
    "max_needed": "This channel's scale is not known from its form. Add max.",
    "max_out_of_reach": "The channel can reach {reach} at most, below its max of {value}. Check both.",
    "keep_one": "A cut is exactly one of top, share, min_score or all = true. Keep one.",
    "last_keeps_all": "The last stage keeps all entries. Its cut has no effect and can be removed.",
    "weights_sum": "The weights of the last stage add up to {total}, not to 100. Check that this is meant.",
    "not_a_lower_level": "“{value}” is no lower level. Name a level that stands further down.",
    "motion_needed": "Selection by motion needs a motion channel in the last stage. Add one, or change the mode.",
    "unknown_language": "Titles are shown in zh and en. Rename “{value}”, or remove it.",
    "much_public": "A public vote decides {share} % of a stage here, more than the usual 30 %. "
    "Say why in a reason, or lower its weight.",
    "above_raters": "{value} forms are asked for, but only {raters} raters are invited. "
    "Write {raters} or less, or invite more.",
    "above_field": "{value} is more than the {field} entries that are left here. Write {field} or less.",
    "bound_out_of_reach": "A total can reach {reach} at most, so {value} is never met. "
    "Lower it, or check weights and maxima.",
    "gap_between_levels": "A total from {low} to just under {high}, such as a fraction between the two, has no level. "
    "Write {high} here: below is not reached itself.",
    "no_level_above": "A total of {low} or more has no level, though it can be reached. Remove below, or raise it.",
    "few_for_secrecy": "With fewer than 5 forms an opinion can be guessed. Set min_valid to 5 or more.",
}

MESSAGES_ZH: dict[str, str] = {
    "not_toml": "第 {line} 行第 {column} 列不是有效的 TOML：{detail}。请改正此处。",
    "not_json": "第 {line} 行第 {column} 列不是有效的 JSON：{detail}。请改正此处。",
    "too_deep": "文本嵌套过深，请减少嵌套层次。",
    "half_character": "文本含有不完整的字符（如 \\ud800），请删除。",
    "key_twice": "键名“{value}”在同一对象中重复，请保留一个。",
    "wrong_type": "此处类型不符，应为{expected}，请改正。",
    "bad_key": "“{value}”不能作为键名，只能使用字母、数字、下划线和连字符。",
    "reserved_key": "“{value}”另有含义，请改用其他键名。",
    "bad_title": "名称应为文本，或按语言列出的文本。请改正。",
    "bad_choice": "此处不能填写“{value}”，应为以下之一：{choices}。",
    "not_a_number": '“{value}”不是数字。请写作 15、0.50 等十进制数，或 "2/3" 等比值。',
    "number_as_float": "{value} 以二进制浮点数传入。请用 read_toml 或 read_json 读取原文。",
    "exponent": "{value} 的写法不规范。请写出全部数字，不用指数。",
    "unwritable_value": "规则文本不能含有 {value}。日期和时间请加引号写作文本。",
    "not_whole": "“{value}”不是整数，请只写数字。",
    "too_small": "{value} 小于 {bound}，应不小于 {bound}。",
    "too_large": "{value} 大于 {bound}，应不大于 {bound}。",
    "not_above": "{value} 不大于 {bound}，应大于 {bound}。",
    "empty_list": "列表为空，请至少列出一项。",
    "repeated_member": "有重复的项，每项只列一次。",
    "repeated_key": "键名“{value}”重复，各行键名应互不相同。",
    "unknown_key": "此处没有这一键名。请删除，或改为以下之一：{known}。",
    "misspelt_key": "此处没有这一键名。是否应为 {near}？否则请删除。",
    "missing_key": "此键必填，请补上。",
    "unused_key": "所选表单或方式不使用此键，可以删除。",
    "unknown_channel": "没有“{value}”这一评价渠道，请填写本规则中的渠道。",
    "unused_channel": "没有任何阶段使用此渠道。请加入某一阶段，或删除。",
    "unknown_item": "没有“{value}”这一指标，请填写本规则中的指标。",
    "no_items_to_compare": "“{value}”指向指标，但只有打分和等级两种表单有指标均值。请改填渠道。",
    "bad_band": "每一档由下限和分值组成，请写作 [2000, 50]。",
    "max_off_step": "{value} 不是步长 {step} 的整数倍，满分无法取得。",
    "same_word": "“{value}”既表示同意又表示不同意，请用两个不同的词。",
    "no_level_above_zero": "该指标各等级分值均不大于 0。请提高某一等级，或为渠道规定 max。",
    "exactly_or_at_most": "推选表须规定数量，请在 exactly 和 at_most 中择一填写。",
    "strata_needed": "此项以分组为前提。请在 [entries] 中列出 strata，或另作选择。",
    "not_for_motion": "表决渠道不使用此键，请删除。",
    "members_needed": "以全体成员为基数的表决须写明人数。请填写 members，或改用其他基数。",
    "trim_needs_mean": '只有均值可以去掉最高最低分，{across} 不可以。请删除 trim，或设 across = "mean"。',
    "ranking_needs_points": '排序表按名次折算分值，请设 kind = "rank_points"。',
    "table_or_first": "名次折分须有 table，或同时有 first 和 step，请补上。",
    "max_needed": "由表单不能得出该渠道的满分，请填写 max。",
    "max_out_of_reach": "该渠道最高只能得 {reach} 分，低于满分 {value}，请核对。",
    "keep_one": "入围办法只能是 top、share、min_score、all = true 之一，请保留一项。",
    "last_keeps_all": "最后阶段保留全部对象，此处的入围办法不起作用，可以删除。",
    "weights_sum": "最后阶段各渠道权重之和为 {total}，不是 100，请核对是否有意如此。",
    "not_a_lower_level": "“{value}”不是更低的等级，请填写排在后面的等级。",
    "motion_needed": "按表决产生名单，最后阶段须有表决渠道。请补上，或改用其他方式。",
    "unknown_language": "名称只按 zh、en 两种语言显示。请改正“{value}”，或删除。",
    "much_public": "公众投票在某一阶段占 {share} %，超过通常的 30 %。请在 reason 中说明理由，或调低权重。",
    "above_raters": "要求至少 {value} 份，但只邀请了 {raters} 人。应不大于 {raters}，或增加邀请人数。",
    "above_field": "{value} 多于此处剩余的 {field} 个对象，应不大于 {field}。",
    "bound_out_of_reach": "总分最高只能到 {reach}，达不到 {value}。请调低，或核对权重和满分。",
    "gap_between_levels": "总分自 {low} 起、不足 {high} 的（如两者之间的小数）不属于任何等级。"
    "below 不含本数，此处请写 {high}。",
    "no_level_above": "总分达到 {low} 及以上时没有对应等级，而这一分数可以取得。请删除 below，或调高。",
    "few_for_secrecy": "不足 5 份时个人意见可能被推知，min_valid 应不小于 5。",
}

# What wrong_type and trim_needs_mean may say was meant.
_WORDS_ZH = {
    "text": "文本",
    "table": "表",
    "list": "列表",
    "list of tables": "表的列表",
    "true or false": " true 或 false ",
    "median": "中位数",
    "sum": "合计",
    "share": "比率",
    "count": "票数",
}


def message(fault: Fault) -> str:
    """The sentence in English, without the path."""
    return MESSAGES[fault.code].format(**fault.params)


def message_zh(fault: Fault) -> str:
    """The sentence in Chinese, without the path."""
    params = {name: _WORDS_ZH.get(value, value) for name, value in fault.params.items()}
    return MESSAGES_ZH[fault.code].format(**params)
