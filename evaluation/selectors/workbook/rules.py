"""The first sheet: which result this is, and the figures of the rules that every formula refers to."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Book, Sheet, cell
from brandportal.kit.display import date_text
from evaluation.selectors.workbook.source import Source
from evaluation.tally.explain import called
from evaluation.tally.rules import Channel, Group

HEADER = (
    "渠道",
    "代码",
    "权重",
    "满分",
    "最少份数",
    "得分下限",
    "得分上限",
    "去最高分个数",
    "去最低分个数",
    "去分起始份数",
)
ACROSS = {"mean": "平均", "median": "中位数", "sum": "合计", "share": "满意率", "count": "得票数"}
VOTED = "表决"
GROUPS_HEADER = ("渠道", "分组", "权重", "最少份数", "不足最少份数的处理")
BLOCKED, SHARED = "渠道得分不成立", "其他分组分担权重"
FIRST = 9


@dataclass(frozen=True)
class GroupFigures:
    """Where the figures of a group of raters stand."""

    weight: str
    min_valid: str


@dataclass(frozen=True)
class Division:
    """The figures of a channel's groups by key, and the cell that says what becomes of one with too few forms."""

    groups: dict[str, GroupFigures]
    missing: str


@dataclass(frozen=True)
class Figures:
    """Where the figures of a channel stand on the sheet, as other sheets name them."""

    weight: str
    max: str
    min_valid: str
    floor: str
    cap: str
    high: str
    low: str
    if_at_least: str


@dataclass(frozen=True)
class RulesSheet:
    """`figures` and, where a channel has groups of raters, `divisions` by channel."""

    sheet: Sheet
    figures: dict[str, Figures]
    divisions: dict[str, Division]


def write_rules(book: Book, source: Source) -> RulesSheet:
    """Write the sheet; the cell of the overall check is filled in once the other sheets are known."""
    sheet = book.sheet("说明和规则")
    sheet.widths(26, 20, *[12] * 8)
    sheet.print_across()
    _write_facts(sheet, source)
    sheet.texts(FIRST - 1, [*HEADER, "合成方法"], "head")
    channels = [channel for channel, _stage in source.channels()]
    figures = {
        channel.key: _write_channel(sheet, FIRST + number, channel) for number, channel in enumerate(channels)
    }
    return RulesSheet(sheet, figures, _write_groups(sheet, FIRST + len(channels) + 1, channels))


def _write_facts(sheet: Sheet, source: Source) -> None:
    tally, round = source.tally, source.tally.round
    stage = next(stage for stage in source.rules.stages if stage.key == tally.through)
    sheet.text(0, 0, f"{round.title_zh}　计分结果复核表", "title")
    facts = (
        ("评选通知", round.document_number),
        ("计算到阶段", called(stage.title, "zh")),
        (
            "计分汇总",
            f"第{tally.number}次，{date_text(tally.finished_at, 'time') if tally.finished_at else ''}",
        ),
        ("规则指纹", source.rules.fingerprint),
        ("结果摘要", tally.result_digest),
        (
            "用法",
            "公式取自评分表和选票；改动任何一格，合计、名次和核对随之变化。选票按相同得分归并，不对应个人。",
        ),
    )
    for row, (term, value) in enumerate(facts, start=1):
        sheet.text(row, 0, term, "note")
        sheet.text(row, 1, value)


def _write_channel(sheet: Sheet, row: int, channel: Channel) -> Figures:
    trim = channel.trim
    sheet.text(row, 0, called(channel.title, "zh"))
    sheet.text(row, 1, channel.key)
    figures: tuple[Fraction | int, ...] = (
        channel.weight,
        channel.max,
        channel.min_valid,
        channel.floor,
        channel.cap,
        trim.high if trim else 0,
        trim.low if trim else 0,
        trim.if_at_least if trim else 0,
    )
    for column, value in enumerate(figures, start=2):
        sheet.number(row, column, value)
    sheet.text(row, len(HEADER), ACROSS[channel.across] if channel.across else VOTED)
    return Figures(*(sheet.ref(cell(row, column, fixed=True)) for column in range(2, 2 + len(figures))))


def _write_groups(sheet: Sheet, line: int, channels: Sequence[Channel]) -> dict[str, Division]:
    """Write a second table below the first where channels have groups."""
    divided = [channel for channel in channels if channel.groups]
    if divided:
        sheet.texts(line, GROUPS_HEADER, "head")
    found: dict[str, Division] = {}
    for channel in divided:
        line += 1
        sheet.text(line, 4, BLOCKED if channel.group_missing == "block" else SHARED)
        missing = sheet.ref(cell(line, 4, fixed=True))
        rows = dict(enumerate(channel.groups, start=line))
        own = {group.key: _write_group(sheet, row, channel, group) for row, group in rows.items()}
        found[channel.key] = Division(own, missing)
        line = max(rows)
    return found


def _write_group(sheet: Sheet, row: int, channel: Channel, group: Group) -> GroupFigures:
    sheet.text(row, 0, called(channel.title, "zh"))
    sheet.text(row, 1, called(group.title, "zh"))
    sheet.number(row, 2, group.weight)
    sheet.number(row, 3, group.min_valid)
    return GroupFigures(*(sheet.ref(cell(row, column, fixed=True)) for column in (2, 3)))
