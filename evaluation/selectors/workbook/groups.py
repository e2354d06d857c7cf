"""One sheet for what every group of raters has for every entry, where the rules divide the raters of a channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Sheet, area, cell
from evaluation.selectors.workbook.across import NONE, number_formula, value_formula, where_enough
from evaluation.selectors.workbook.forms import FormsSheet
from evaluation.selectors.workbook.rows import GROUP, Block
from evaluation.selectors.workbook.rules import SHARED, Division, Figures, RulesSheet
from evaluation.selectors.workbook.source import Source, entries_of
from evaluation.tally.counts import Measured
from evaluation.tally.explain import called
from evaluation.tally.rules import Channel, Group

HEADER = (
    "渠道",
    "编号",
    "品牌名称",
    GROUP,
    "计入份数",
    "最少份数",
    "权重",
    "分组得分",
    "计入权重",
    "加权得分",
)
BASE, LEAST, WEIGHT, VALUE, COUNTED, WEIGHED = range(4, 10)


@dataclass(frozen=True)
class _Part:
    """One channel on its way to the sheet."""

    channel: Channel
    forms: FormsSheet
    rules: RulesSheet

    @property
    def figures(self) -> Figures:
        return self.rules.figures[self.channel.key]

    @property
    def division(self) -> Division:
        return self.rules.divisions[self.channel.key]


@dataclass(frozen=True)
class Joined:
    """What the groups of one entry come to, as formulas: how many forms, and the channel's value."""

    number: str
    value: str


def write_groups(
    sheet: Sheet, source: Source, forms: Mapping[str, FormsSheet], rules: RulesSheet
) -> dict[tuple[str, str], Joined]:
    """Write the sheet and return the formulas that join the groups, by channel and entry."""
    sheet.texts(0, HEADER, "head")
    sheet.widths(22, 8, 26, 18, 10, 10, 10, 12, 12, 12)
    line, found = 1, dict[tuple[str, str], Joined]()
    for channel, stage in source.channels():
        if channel.groups:
            part = _Part(channel, forms[channel.key], rules)
            for entry, measured in source.measure_groups(channel, entries_of(stage)).entries.items():
                found[channel.key, entry] = _write_entry(sheet, source, line, part, entry, measured)
                line += len(channel.groups)
    sheet.freeze(1, 4)
    sheet.print_across()
    return found


def _write_entry(
    sheet: Sheet, source: Source, line: int, part: _Part, entry: str, measured: Measured
) -> Joined:
    channel = part.channel
    for row, group in enumerate(channel.groups, start=line):
        titles = [called(channel.title, "zh"), entry, source.entries[entry].title, called(group.title, "zh")]
        sheet.texts(row, titles)
        _write_group(sheet, row, part, group, part.forms.blocks.get((entry, group.key)), measured)
    return _joined(sheet, line, part)


def _joined(sheet: Sheet, first: int, part: _Part) -> Joined:
    """The weighted mean of the groups; a dash where the rules ask for more of them than have their forms."""
    last = first + len(part.channel.groups) - 1
    columns = (BASE, VALUE, COUNTED, WEIGHED)
    numbers, values, weights, weighed = (
        sheet.ref(area((first, column), (last, column), fixed=True)) for column in columns
    )
    asked = f'IF({part.division.missing}="{SHARED}",1,ROWS({values}))'
    mean = f"SUM({weighed})/SUM({weights})"
    return Joined(f"SUM({numbers})", f'IF(COUNT({values})<{asked},"{NONE}",{mean})')


def _write_group(
    sheet: Sheet, row: int, part: _Part, group: Group, block: Block | None, measured: Measured
) -> None:
    own, value = part.division.groups[group.key], measured.parts[group.key].value
    if block:
        sheet.formula(row, BASE, number_formula(block), measured.parts[group.key].base)
    else:
        sheet.number(row, BASE, 0)
    sheet.formula(row, LEAST, own.min_valid, group.min_valid)
    sheet.formula(row, WEIGHT, own.weight, group.weight)
    _write_value(sheet, row, value_formula(part.channel, part.figures, block) if block else "", value)
    counts, weight = f"ISNUMBER({cell(row, VALUE)})", Fraction(0) if value is None else group.weight
    sheet.formula(row, COUNTED, f"IF({counts},{cell(row, WEIGHT)},0)", weight)
    weighed = f"{cell(row, WEIGHT)}*{cell(row, VALUE)}"
    sheet.formula(row, WEIGHED, f"IF({counts},{weighed},0)", weight * (value or 0), "exact")


def _write_value(sheet: Sheet, row: int, formula: str, value: Fraction | None) -> None:
    if formula:
        enough = where_enough(cell(row, BASE), cell(row, LEAST), formula)
        sheet.formula(row, VALUE, enough, NONE if value is None else value, "exact")
    elif value is None:
        sheet.text(row, VALUE, NONE)
    else:
        sheet.number(row, VALUE, value, "exact")
