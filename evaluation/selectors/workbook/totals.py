"""A sheet for each stage: contributions, total and rank as formulas beside the total and rank that were published."""

from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Sheet, area, cell
from evaluation.selectors.workbook.across import NONE
from evaluation.selectors.workbook.channels import DIFFERENT, SAME, ChannelsSheet
from evaluation.selectors.workbook.rules import Figures
from evaluation.selectors.workbook.source import Source, Told
from evaluation.tally import Rules
from evaluation.tally.explain import called
from evaluation.tally.words import ZH

TOP = 2
# Totals that are equal as fractions may differ in the last bit of a spreadsheet's numbers.
NOISE = 9
ENDING = ("公布总分", "核对", "公布名次", "核对名次", "结果")


@dataclass(frozen=True)
class _Columns:
    """Columns of a stage's sheet: a contribution for each channel in `use`, what follows them after that."""

    use: tuple[str, ...]
    first: int = 3

    @property
    def last(self) -> int:
        return self.first + len(self.use) - 1

    @property
    def adjust(self) -> int:
        return self.last + 1

    @property
    def total(self) -> int:
        return self.last + 2

    @property
    def rank(self) -> int:
        return self.last + 3

    @property
    def ending(self) -> int:
        return self.last + 4

    @property
    def stratum(self) -> int:
        return self.ending + len(ENDING)


def stage_title(rules: Rules, key: str) -> str:
    """Return the name of a stage's sheet."""
    ruled = next(one for one in rules.stages if one.key == key)
    return f"总分 {called(ruled.title, 'zh')}"


def write_stage(
    sheet: Sheet, source: Source, stage: Told, channels: ChannelsSheet, figures: dict[str, Figures]
) -> list[str]:
    """Write the sheet of a stage of the result and return the areas of its checks."""
    rules = source.rules
    ruled = next(one for one in rules.stages if one.key == stage["key"])
    columns = _Columns(ruled.use)
    titles = [called(rules.channels[key].title, "zh") for key in ruled.use]
    sheet.texts(
        0, ["编号", "单位", "品牌名称", *titles, "加减分", "总分", "名次", *ENDING, *_division(rules)], "head"
    )
    sheet.text(1, 2, "权重", "head")
    for column, key in enumerate(ruled.use, start=columns.first):
        sheet.formula(1, column, figures[key].weight, rules.channels[key].weight)
    sheet.widths(8, 26, 26, *[13] * len(titles), 9, 11, 7, 11, 8, 9, 9, 14, 26)
    last = TOP + len(stage["entries"]) - 1
    chosen = {choice["entry"]: choice["outcome"] for choice in source.told["selection"]}
    for row, place in enumerate(stage["entries"], start=TOP):
        _write_place(sheet, row, source, place, columns)
        _write_contributions(sheet, row, source, place, channels, columns)
        _write_sums(sheet, row, rules, place, columns, last)
        sheet.text(row, columns.ending + 4, _outcome(source, stage, place, chosen))
    return _finish(sheet, columns, last)


def _write_place(sheet: Sheet, row: int, source: Source, place: Told, columns: _Columns) -> None:
    entry = source.entries[place["entry"]]
    sheet.texts(row, [entry.key, entry.unit, entry.title])
    sheet.number(row, columns.adjust, Fraction(place["adjust"]))
    if source.rules.by_strata:
        sheet.text(row, columns.stratum, called(source.rules.strata[entry.stratum].title, "zh"))


def _write_contributions(
    sheet: Sheet, row: int, source: Source, place: Told, channels: ChannelsSheet, columns: _Columns
) -> None:
    for column, key in zip(range(columns.first, columns.last + 1), columns.use, strict=True):
        told = place["channels"][key]["contribution"]
        missing: Fraction | str = Fraction(0) if source.rules.channels[key].missing == "zero" else NONE
        known = Fraction(told["exact"]) if told else missing
        sheet.formula(row, column, channels.contributions[key, place["entry"]], known, "exact")


def _write_sums(sheet: Sheet, row: int, rules: Rules, place: Told, columns: _Columns, last: int) -> None:
    if place["total"] is None:
        sheet.text(row, columns.total, "未形成")
        return
    own = area((row, columns.first), (row, columns.last))
    weights = area((1, columns.first), (1, columns.last), fixed=True)
    share = f"SUM({weights})/SUMPRODUCT(--ISNUMBER({own}),{weights})"
    total = f"SUM({own})*{share}+{cell(row, columns.adjust)}"
    sheet.formula(row, columns.total, total, Fraction(place["total"]["exact"]), "exact")
    printed = place["total"]["printed"]
    digits = len(printed.partition(".")[2])
    lists = _own_list(columns, row, last) if rules.by_strata else ""
    _write_rank(sheet, row, place, columns, last, digits if rules.compare_printed else NOISE, lists)
    sheet.number(row, columns.ending, Fraction(printed), "places")
    equal = f"ROUND({cell(row, columns.total)},{digits})={cell(row, columns.ending)}"
    sheet.formula(row, columns.ending + 1, f'IF({equal},"{SAME}","{DIFFERENT}")', SAME)


def _division(rules: Rules) -> list[str]:
    return ["组别"] if rules.by_strata else []


def _own_list(columns: _Columns, row: int, last: int) -> str:
    """The factor that leaves only the entries of the row's own stratum to be ranked against."""
    strata = area((TOP, columns.stratum), (last, columns.stratum), fixed=True)
    return f"({strata}={cell(row, columns.stratum)})*"


def _write_rank(
    sheet: Sheet, row: int, place: Told, columns: _Columns, last: int, digits: int, lists: str
) -> None:
    if place["rank"] is None:
        return
    totals = area((TOP, columns.total), (last, columns.total), fixed=True)
    own = cell(row, columns.total)
    above = f"SUMPRODUCT({lists or '--'}(ROUND({totals},{digits})>ROUND({own},{digits})))+1"
    sheet.formula(row, columns.rank, above, place["rank"])
    sheet.number(row, columns.ending + 2, place["rank"])
    equal = f"{cell(row, columns.rank)}={cell(row, columns.ending + 2)}"
    sheet.formula(row, columns.ending + 3, f'IF({equal},"{SAME}","{DIFFERENT}")', SAME)


def _outcome(source: Source, stage: Told, place: Told, chosen: dict[str, str | None]) -> str:
    outcome = place["outcome"] or "none"
    if stage is source.stages[-1] and chosen:
        outcome = chosen.get(place["entry"]) or outcome
    return ZH[outcome]


def _finish(sheet: Sheet, columns: _Columns, last: int) -> list[str]:
    sheet.freeze(TOP, 3)
    sheet.print_across()
    checks = [area((TOP, column), (last, column)) for column in (columns.ending + 1, columns.ending + 3)]
    for one in checks:
        sheet.mark(one, DIFFERENT)
    return [sheet.ref(one) for one in checks]
