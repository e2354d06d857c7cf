"""One sheet for what every entry has in every channel: base, value, contribution, and the check against the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Sheet, area, cell
from evaluation.selectors.workbook.across import NONE, number_formula, value_formula, where_enough
from evaluation.selectors.workbook.forms import FormsSheet
from evaluation.selectors.workbook.groups import Joined
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
    joined: Mapping[tuple[str, str], Joined]


def write_channels(
    sheet: Sheet,
    source: Source,
    forms: dict[str, FormsSheet],
    figures: dict[str, Figures],
    groups: Mapping[tuple[str, str], Joined],
) -> ChannelsSheet:
    """`groups` joins the groups of raters, where a channel has them, by channel and entry."""
    sheet.texts(0, HEADER, "head")
    sheet.widths(22, 8, 26, 10, 12, 12, 12, 12, 14, 8)
    line, where = TOP, dict[tuple[str, str], str]()
    for channel, stage in source.channels():
        entries = entries_of(stage)
        measure = source.measure(channel, entries)
        part = _Part(channel, stage, measure, forms[channel.key], figures[channel.key], groups)
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
    measured, base = part.measure.entries[entry], cell(row, BASE)
    value = joined(part.channel, measured)
    number, formula = _formulas(part, entry)
    if number:
        sheet.formula(row, BASE, number, measured.base)
    else:
        sheet.number(row, BASE, measured.base)
    if formula:
        enough = where_enough(base, part.figures.min_valid, formula)
        sheet.formula(row, RAW, enough, NONE if value is None else value, "exact")
    elif value is None:
        sheet.text(row, RAW, NONE)
    else:
        sheet.number(row, RAW, value, "exact")


def _formulas(part: _Part, entry: str) -> tuple[str, str]:
    """Base and value of an entry as formulas, "" for what no plain formula says: then the exact value stands there."""
    divided, block = part.joined.get((part.channel.key, entry)), part.forms.blocks.get((entry, ""))
    if divided:
        return divided.number, divided.value
    # The votes on a motion are divided by what the rules name; no sum over the sheet says that.
    if block is None or part.channel.motion:
        return "", ""
    return number_formula(block), value_formula(part.channel, part.figures, block)


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
