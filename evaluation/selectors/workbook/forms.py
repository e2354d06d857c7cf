"""A sheet for each channel: every score sheet a row; ballots of equal worth in one row with their number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Book, Sheet, area, cell
from evaluation.models.stages import BY_CODE
from evaluation.selectors.sheet_words import AGREES, REJECTS, whole_title
from evaluation.selectors.workbook.source import Source
from evaluation.selectors.workbook.whole_forms import write_whole_forms
from evaluation.tally import FormRow
from evaluation.tally.exact import parse_number
from evaluation.tally.explain import called
from evaluation.tally.forms.reading import Reading
from evaluation.tally.measure import reader_of
from evaluation.tally.rules import Channel

TOP = 2  # the first row of forms, below head and maxima
RECUSED, OUTSIDE = "回避", "不计入"


@dataclass(frozen=True)
class Block:
    """The rows of one entry: the areas of what a form is worth and, on ballots, of how many there are of it."""

    worth: str
    numbers: str = ""
    asked: str = ""


@dataclass(frozen=True)
class FormsSheet:
    """A channel's sheet; an entry without forms has no block."""

    blocks: dict[str, Block]


def write_forms(book: Book, source: Source, channel: Channel, entries: Sequence[str]) -> FormsSheet:
    """Write the forms of `channel`; `entries` are those of the stage that first uses it."""
    sheet = book.sheet(called(channel.title, "zh"))
    rows = source.forms_of(channel)
    if channel.is_wide:
        areas = write_whole_forms(sheet, source, channel, rows, entries)
        sheet.freeze(TOP, 2)
        sheet.print_across()
        return FormsSheet({entry: Block(one.worth, one.numbers) for entry, one in areas.items()})
    write = {"items": _write_sheets, "levels": _write_ballots}.get(channel.form, _write_values)
    if channel.raters in BY_CODE:
        write = {"items": _write_ballots, "levels": _write_ballots}.get(channel.form, _write_equal_forms)
    blocks = write(sheet, source, channel, rows)
    sheet.freeze(TOP, 2)
    sheet.print_across()
    return FormsSheet(blocks)


def _write_sheets(
    sheet: Sheet, source: Source, channel: Channel, rows: Sequence[FormRow]
) -> dict[str, Block]:
    asked = [item.title for item in channel.items]
    asked += [whole_title(channel.overall)] if channel.overall else []
    titles = [called(title, "zh") for title in asked]
    sheet.texts(0, ["编号", "品牌名称", "评分人", *titles, "单份得分"], "head")
    sheet.text(1, 2, "满分", "head")
    for column, item in enumerate(channel.items, start=3):
        sheet.number(1, column, item.max)
    sheet.widths(8, 26, 9, *[11] * len(titles), 11)
    reader = reader_of(channel)
    for line, row in enumerate(rows, start=TOP):
        sheet.texts(line, [row.entry, source.entries[row.entry].title, row.rater])
        if row.state:
            sheet.text(line, 3 + len(titles), RECUSED)
        else:
            _write_answers(sheet, line, channel, row.answers, reader.read(row.answers), reader.scale)
    last = 3 + len(titles)
    return {
        entry: Block(sheet.ref(area((first, last), (end, last), fixed=True)))
        for entry, first, end in _runs([row.entry for row in rows])
    }


def _write_values(
    sheet: Sheet, source: Source, channel: Channel, rows: Sequence[FormRow]
) -> dict[str, Block]:
    """What each form holds as it is in the bundle, and its worth where it has one of its own: a vote has none."""
    sheet.texts(0, ["编号", "品牌名称", "评分人", "填写内容", "单份得分"], "head")
    sheet.widths(8, 26, 9, 40, 11)
    reader = reader_of(channel)
    for line, row in enumerate(rows, start=TOP):
        sheet.texts(line, [row.entry, source.entries[row.entry].title, row.rater])
        sheet.text(line, 3, RECUSED if row.state else row.answers)
        reading = reader.read(row.answers)
        if not row.state and reading.in_base and not reading.word:
            sheet.number(line, 4, Fraction(reading.value) / reader.scale, "exact")
    return {
        entry: Block(sheet.ref(area((first, 4), (end, 4), fixed=True)))
        for entry, first, end in _runs([row.entry for row in rows])
    }


def _write_equal_forms(
    sheet: Sheet, source: Source, channel: Channel, rows: Sequence[FormRow]
) -> dict[str, Block]:
    """What ballots hold as it is in the bundle, equal ones in one row; those outside the base are left out."""
    sheet.texts(0, ["编号", "品牌名称", "填写内容", "单份得分", "份数"], "head")
    sheet.widths(8, 26, 40, 11, 9)
    reader = reader_of(channel)
    held = [(row, reading) for row in rows for reading in [reader.read(row.answers)] if reading.in_base]
    for line, (row, reading) in enumerate(held, start=TOP):
        sheet.texts(line, [row.entry, source.entries[row.entry].title, row.answers])
        if not reading.word:
            sheet.number(line, 3, Fraction(reading.value) / reader.scale, "exact")
        sheet.number(line, 4, row.count)
    return {
        entry: Block(*(sheet.ref(area((first, column), (end, column), fixed=True)) for column in (3, 4)))
        for entry, first, end in _runs([row.entry for row, _ in held])
    }


def _write_answers(
    sheet: Sheet, line: int, channel: Channel, answers: str, reading: Reading, scale: int
) -> None:
    number = len(channel.items)
    texts = answers.split("|")
    for column, text in enumerate(texts[:number], start=3):
        value = parse_number(text)
        if value is not None:
            sheet.number(line, column, value)
    last, end = 2 + number, 3 + number + (channel.overall is not None)
    own, maxima = area((line, 3), (line, last)), area((1, 3), (1, last), fixed=True)
    if channel.overall:
        word = REJECTS if texts[-1] == channel.overall.reject else AGREES
        sheet.text(line, last + 1, word["zh"])
    if not reading.in_base:
        sheet.text(line, end, OUTSIDE)
        return
    formula = f"SUM({own})"
    if channel.per_rater == "mean":
        formula = f"AVERAGE({own})"
    elif sum(reading.given) < number:
        formula = f"SUM({own})*SUM({maxima})/SUMPRODUCT(--ISNUMBER({own}),{maxima})"
    if channel.overall:
        formula = f'IF({cell(line, last + 1)}="{REJECTS["zh"]}",0,{formula})'
    sheet.formula(line, end, formula, Fraction(reading.value) / scale, "exact")


def _write_ballots(
    sheet: Sheet, source: Source, channel: Channel, rows: Sequence[FormRow]
) -> dict[str, Block]:
    """A form's worth is points ÷ answers (or ÷ reachable points × maximum): written out, so that it can be followed."""
    is_share = channel.across == "share"
    names = ("满意答题数", "答题数", "单份满意率") if is_share else ("得分之和", "作答题数", "单份得分")
    if channel.per_rater == "sum" and not is_share:
        names = ("得分之和", "所答题满分", "单份得分")
    sheet.texts(0, ["编号", "品牌名称", *names, "份数"], "head")
    sheet.widths(8, 26, 12, 12, 12, 9)
    lines = list(_piles(channel, rows))
    for line, (entry, points, asked, number) in enumerate(lines, start=TOP):
        sheet.texts(line, [entry, source.entries[entry].title])
        sheet.number(line, 2, points)
        sheet.number(line, 3, asked)
        _write_worth(sheet, line, channel, points, asked)
        sheet.number(line, 5, number)
    return {
        entry: _ballot_block(sheet, first, end, is_share=is_share)
        for entry, first, end in _runs([one[0] for one in lines])
    }


def _write_worth(sheet: Sheet, line: int, channel: Channel, points: Fraction, asked: Fraction) -> None:
    share = f"{cell(line, 2)}/{cell(line, 3)}"
    whole = sum((item.max for item in channel.items), start=Fraction(0))
    scaled = channel.per_rater == "sum" and channel.across != "share"
    formula = f"{share}*{float(whole):g}" if scaled else share
    value = points / asked * (whole if scaled else 1) if asked else Fraction(0)
    sheet.formula(line, 4, f"IF({cell(line, 3)}=0,0,{formula})", value, "exact")


def _ballot_block(sheet: Sheet, first: int, end: int, *, is_share: bool) -> Block:
    columns = [sheet.ref(area((first, column), (end, column), fixed=True)) for column in (2, 3, 4, 5)]
    good, asked, worth, numbers = columns
    return Block(good, numbers, asked) if is_share else Block(worth, numbers)


def _piles(channel: Channel, rows: Sequence[FormRow]) -> Iterator[tuple[str, Fraction, Fraction, int]]:
    """(entry, points, answers or reachable points, number) of the ballots in the base, equal ones together."""
    reader = reader_of(channel)
    piles: Counter[tuple[str, Fraction, Fraction]] = Counter()
    for row in rows:
        reading = reader.read(row.answers)
        if not row.state and reading.in_base:
            piles[row.entry, *_points(channel, reading)] += row.count
    for (entry, points, asked), number in sorted(piles.items()):
        yield entry, points, asked, number


def _points(channel: Channel, reading: Reading) -> tuple[Fraction, Fraction]:
    if channel.across == "share":
        return Fraction(reading.good), Fraction(reading.asked)
    points = sum((Fraction(mark) for mark in reading.marks), start=Fraction(0))
    if channel.per_rater == "mean":
        return points, Fraction(sum(reading.given))
    reached = (item.max for item, has in zip(channel.items, reading.given, strict=True) if has)
    return points, sum(reached, start=Fraction(0))


def _runs(entries: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(entry, first line, last line) of each run of equal entries, as they stand on the sheet."""
    first = 0
    for place in range(1, len(entries) + 1):
        if place == len(entries) or entries[place] != entries[first]:
            yield entries[first], TOP + first, TOP + place - 1
            first = place
