"""One sheet for what every entry has in every channel: base, value, contribution, and the check against the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Sheet, area, cell
from evaluation.selectors.workbook.forms import Block, FormsSheet
from evaluation.selectors.workbook.rules import Figures
from evaluation.selectors.workbook.source import Source, Told, entries_of
from evaluation.tally.channel import joined
from evaluation.tally.counts import Measure
from evaluation.tally.explain import called
from evaluation.tally.rules import Channel

HEADER = (
    "渠道",
    "编号",
    "品牌名称",
    "计入份数",
    "合成得分",
    "渠道得分",
    "计入总分",
    "公布得分",
    "公布计入总分",
    "核对",
)
BASE, RAW, VALUE, SHARE, PRINTED_VALUE, PRINTED_SHARE, CHECK = range(3, 10)
SAME, DIFFERENT = "一致", "不符"
NONE = "—"
TOP = 1


@dataclass(frozen=True)
class ChannelsSheet:
    """Where each contribution stands, by channel and entry; `checks` is the area of all checks."""

    contributions: dict[tuple[str, str], str]
    checks: str


@dataclass(frozen=True)
class _Part:
    """One channel on its way to the sheet."""

    channel: Channel
    stage: Told
    measure: Measure
    forms: FormsSheet
    figures: Figures


def write_channels(
    sheet: Sheet, source: Source, forms: dict[str, FormsSheet], figures: dict[str, Figures]
) -> ChannelsSheet:
    sheet.texts(0, HEADER, "head")
    sheet.widths(22, 8, 26, 10, 12, 12, 12, 12, 14, 8)
    line, where = TOP, dict[tuple[str, str], str]()
    for channel, stage in source.channels():
        entries = entries_of(stage)
        measure = source.measure(channel, entries)
        part = _Part(channel, stage, measure, forms[channel.key], figures[channel.key])
        where |= _write_part(sheet, source, part, entries, line)
        line += len(entries)
    sheet.freeze(TOP, 3)
    sheet.print_across()
    checks = area((TOP, CHECK), (max(line - 1, TOP), CHECK))
    sheet.mark(checks, DIFFERENT)
    return ChannelsSheet(where, sheet.ref(checks))


def _write_part(
    sheet: Sheet, source: Source, part: _Part, entries: Sequence[str], line: int
) -> dict[tuple[str, str], str]:
    places = {place["entry"]: place for place in part.stage["entries"]}
    raws = area((line, RAW), (line + len(entries) - 1, RAW), fixed=True)
    where: dict[tuple[str, str], str] = {}
    for row, entry in enumerate(entries, start=line):
        sheet.texts(row, [called(part.channel.title, "zh"), entry, source.entries[entry].title])
        _write_raw(sheet, row, part, entry)
        _write_value(sheet, row, part, places[entry]["channels"][part.channel.key], raws)
        where[part.channel.key, entry] = sheet.ref(cell(row, SHARE))
    return where


def _write_raw(sheet: Sheet, row: int, part: _Part, entry: str) -> None:
    measured, block = part.measure.entries[entry], part.forms.blocks.get(entry)
    if block is None:
        sheet.number(row, BASE, 0)
        sheet.text(row, RAW, NONE)
        return
    # Groups are weighed among themselves; no formula over all their forms together says that.
    has_groups = bool(part.channel.groups)
    value = joined(part.channel, measured) if has_groups else measured.parts[""].value
    formula = "" if part.channel.motion or has_groups else _across(part, block)
    if part.channel.motion:
        # The votes for are divided by what the rules name; no sum over the sheet says that.
        sheet.number(row, BASE, measured.base)
    else:
        numbers = f"SUM({block.numbers})" if block.numbers else f"COUNT({block.worth})"
        sheet.formula(row, BASE, numbers, measured.base)
    base = cell(row, BASE)
    if formula:
        enough = f'IF(OR({base}=0,{base}<{part.figures.min_valid}),"{NONE}",{formula})'
        sheet.formula(row, RAW, enough, NONE if value is None else value, "exact")
    elif value is not None:
        sheet.number(row, RAW, value, "exact")


def _across(part: _Part, block: Block) -> str:
    """The formula from forms to one value; "" where a sheet has none, then the exact value stands there itself."""
    channel, worth = part.channel, block.worth
    if channel.across == "share":
        return f"SUMPRODUCT({worth},{block.numbers})/SUMPRODUCT({block.asked},{block.numbers})*{part.figures.max}"
    if block.numbers:
        total = f"SUMPRODUCT({worth},{block.numbers})"
        mean = f"{total}/SUM({block.numbers})"
        return {"sum": total, "count": total, "mean": "" if channel.trim else mean}.get(channel.across, "")
    if channel.trim:
        return _trimmed(part, worth)
    names = {"mean": "AVERAGE", "median": "MEDIAN", "sum": "SUM", "count": "SUM"}
    return f"{names[channel.across]}({worth})"


def _trimmed(part: _Part, worth: str) -> str:
    trim, figures = part.channel.trim, part.figures
    if trim is None:
        return ""
    gone = [f"LARGE({worth},{place})" for place in range(1, trim.high + 1)]
    gone += [f"SMALL({worth},{place})" for place in range(1, trim.low + 1)]
    rest = "".join(f"-{one}" for one in gone)
    kept = f"(COUNT({worth})-{figures.high}-{figures.low})"
    return f"IF(COUNT({worth})>={figures.if_at_least},(SUM({worth}){rest})/{kept},AVERAGE({worth}))"


def _write_value(sheet: Sheet, row: int, part: _Part, told: Told, raws: str) -> None:
    value, share = _exact(told["value"]), _exact(told["contribution"])
    formula = _bounded(part, row, raws)
    if value is None:
        sheet.text(row, VALUE, NONE)
        _write_missing(sheet, row, part)
        return
    if formula:
        sheet.formula(row, VALUE, f'IF(ISNUMBER({cell(row, RAW)}),{formula},"{NONE}")', value, "exact")
    else:
        sheet.number(row, VALUE, value, "exact")
    weighed = f"{part.figures.weight}*{cell(row, VALUE)}/{part.figures.max}"
    sheet.formula(row, SHARE, f'IF(ISNUMBER({cell(row, VALUE)}),{weighed},"{NONE}")', share or 0, "exact")
    _write_check(sheet, row, told)


def _bounded(part: _Part, row: int, raws: str) -> str:
    """The formula from the joined value to the channel's; "" for what no plain formula says."""
    channel, figures, raw = part.channel, part.figures, cell(row, RAW)
    # The places of a ranking became points on its own sheet, form by form.
    transform = None if channel.form == "ranking" else channel.transform
    if channel.blank_penalty or (transform and transform.kind != "ratio_to_max"):
        return ""
    if transform:
        raw = f"IF(MAX({raws})<=0,0,{raw}/MAX({raws})*{float(transform.to):g})"
    return f"MIN(MAX({raw},{figures.floor}),{figures.cap})"


def _write_missing(sheet: Sheet, row: int, part: _Part) -> None:
    if part.channel.missing == "zero":
        sheet.number(row, SHARE, 0)
    else:
        sheet.text(row, SHARE, NONE)


def _write_check(sheet: Sheet, row: int, told: Told) -> None:
    sheet.number(row, PRINTED_VALUE, Fraction(told["value"]["printed"]), "places")
    sheet.number(row, PRINTED_SHARE, Fraction(told["contribution"]["printed"]), "places")
    digits = len(told["value"]["printed"].partition(".")[2])
    pairs = ((VALUE, PRINTED_VALUE), (SHARE, PRINTED_SHARE))
    equal = ",".join(f"ROUND({cell(row, own)},{digits})={cell(row, printed)}" for own, printed in pairs)
    sheet.formula(row, CHECK, f'IF(AND({equal}),"{SAME}","{DIFFERENT}")', SAME)


def _exact(number: dict[str, str] | None) -> Fraction | None:
    return Fraction(number["exact"]) if number else None
