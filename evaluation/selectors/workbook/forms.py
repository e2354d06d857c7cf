"""A sheet for each channel: every score sheet a row; ballots of equal worth in one row with their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Book, area, cell
from evaluation.models.stages import BY_CODE
from evaluation.selectors.sheet_words import AGREES, REJECTS, whole_title
from evaluation.selectors.workbook.ballots import write_ballots, write_equal_forms
from evaluation.selectors.workbook.rows import TOP, Block, Page, Place, place_of
from evaluation.selectors.workbook.source import Source
from evaluation.selectors.workbook.whole_forms import write_whole_forms
from evaluation.tally.exact import parse_number
from evaluation.tally.explain import called
from evaluation.tally.forms.reading import Reading
from evaluation.tally.measure import reader_of
from evaluation.tally.rules import Channel

RECUSED, OUTSIDE = "回避", "不计入"


@dataclass(frozen=True)
class FormsSheet:
    """A channel's sheet; an entry, or a group of it, without forms has no block."""

    blocks: dict[Place, Block]


def write_forms(book: Book, source: Source, channel: Channel, entries: Sequence[str]) -> FormsSheet:
    """Write the forms of `channel`; `entries` are those of the stage that first uses it."""
    page = Page(book.sheet(called(channel.title, "zh")), source, channel)
    if channel.is_wide:
        blocks = write_whole_forms(page, entries)
    else:
        write = {"items": _write_sheets, "levels": write_ballots}.get(channel.form, _write_values)
        if channel.raters in BY_CODE:
            write = {"items": write_ballots, "levels": write_ballots}.get(channel.form, write_equal_forms)
        blocks = write(page)
    page.sheet.freeze(TOP, page.start)
    page.sheet.print_across()
    return FormsSheet(blocks)


def _write_sheets(page: Page) -> dict[Place, Block]:
    channel, sheet, rows = page.channel, page.sheet, page.forms()
    asked = [item.title for item in channel.items]
    asked += [whole_title(channel.overall)] if channel.overall else []
    titles = [called(title, "zh") for title in asked]
    page.head(["评分人", *titles, "单份得分"], 9, *[11] * len(titles), 11)
    sheet.text(1, page.start, "满分", "head")
    for column, item in enumerate(channel.items, start=page.start + 1):
        sheet.number(1, column, item.max)
    reader = reader_of(channel)
    last = page.start + 1 + len(titles)
    for line, row in enumerate(rows, start=TOP):
        page.begin(line, place_of(row))
        sheet.text(line, page.start, row.rater)
        if row.state:
            sheet.text(line, last, RECUSED)
        else:
            _write_answers(page, line, row.answers, reader.read(row.answers), reader.scale)
    return page.blocks([place_of(row) for row in rows], last)


def _write_values(page: Page) -> dict[Place, Block]:
    """What each form holds as it is in the bundle, and its worth where it has one of its own: a vote has none."""
    page.head(["评分人", "填写内容", "单份得分"], 9, 40, 11)
    reader, rows, start = reader_of(page.channel), page.forms(), page.start
    for line, row in enumerate(rows, start=TOP):
        page.begin(line, place_of(row))
        page.sheet.text(line, start, row.rater)
        page.sheet.text(line, start + 1, RECUSED if row.state else row.answers)
        reading = reader.read(row.answers)
        if not row.state and reading.in_base and not reading.word:
            page.sheet.number(line, start + 2, Fraction(reading.value) / reader.scale, "exact")
    return page.blocks([place_of(row) for row in rows], start + 2)


def _write_answers(page: Page, line: int, answers: str, reading: Reading, scale: int) -> None:
    channel, sheet, first = page.channel, page.sheet, page.start + 1
    number = len(channel.items)
    texts = answers.split("|")
    for column, text in enumerate(texts[:number], start=first):
        value = parse_number(text)
        if value is not None:
            sheet.number(line, column, value)
    last, end = first + number - 1, first + number + (channel.overall is not None)
    own, maxima = area((line, first), (line, last)), area((1, first), (1, last), fixed=True)
    if channel.overall and texts[-1]:
        word = REJECTS if texts[-1] == channel.overall.reject else AGREES
        sheet.text(line, last + 1, word["zh"])
    if not reading.in_base:
        sheet.text(line, end, OUTSIDE)
        return
    formula = _worth(channel, reading, own, maxima)
    if channel.overall:
        formula = f'IF({cell(line, last + 1)}="{REJECTS["zh"]}",0,{formula})'
    sheet.formula(line, end, formula, Fraction(reading.value) / scale, "exact")


def _worth(channel: Channel, reading: Reading, own: str, maxima: str) -> str:
    """The formula from the answers of a sheet to what it is worth; of items left out the others take the place."""
    formula = f"SUM({own})"
    if channel.per_rater == "mean":
        formula = f"AVERAGE({own})"
    elif sum(reading.given) < len(channel.items):
        formula = f"SUM({own})*SUM({maxima})/SUMPRODUCT(--ISNUMBER({own}),{maxima})"
    return f"IF(COUNT({own})=0,0,{formula})" if reading.fate == "blank" else formula
