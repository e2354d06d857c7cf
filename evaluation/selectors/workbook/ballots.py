"""The sheet of a channel of ballots: those that are worth the same stand in one row with their number."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from brandportal.documents.workbook import cell
from evaluation.selectors.workbook.rows import TOP, Block, Page, Place, place_of
from evaluation.tally.forms.reading import Reading
from evaluation.tally.measure import reader_of
from evaluation.tally.rules import Channel


def write_equal_forms(page: Page) -> dict[Place, Block]:
    """What ballots hold as it is in the bundle, equal ones in one row; those outside the base are left out."""
    page.head(["填写内容", "单份得分", "份数"], 40, 11, 9)
    reader, start = reader_of(page.channel), page.start
    held = [
        (row, reading) for row in page.forms() for reading in [reader.read(row.answers)] if reading.in_base
    ]
    for line, (row, reading) in enumerate(held, start=TOP):
        page.begin(line, place_of(row))
        page.sheet.text(line, start, row.answers)
        if not reading.word:
            page.sheet.number(line, start + 1, Fraction(reading.value) / reader.scale, "exact")
        page.sheet.number(line, start + 2, row.count)
    return page.blocks([place_of(row) for row, _ in held], start + 1, start + 2)


def write_ballots(page: Page) -> dict[Place, Block]:
    """A form's worth is points ÷ answers (or ÷ reachable points × maximum): written out, so that it can be followed."""
    channel, start = page.channel, page.start
    is_share = channel.across == "share"
    names = ("满意答题数", "答题数", "单份满意率") if is_share else ("得分之和", "作答题数", "单份得分")
    if channel.per_rater == "sum" and not is_share:
        names = ("得分之和", "所答题满分", "单份得分")
    page.head([*names, "份数"], 12, 12, 12, 9)
    lines = list(_piles(page))
    for line, (place, points, asked, number) in enumerate(lines, start=TOP):
        page.begin(line, place)
        page.sheet.number(line, start, points)
        page.sheet.number(line, start + 1, asked)
        _write_worth(page, line, points, asked)
        page.sheet.number(line, start + 3, number)
    good, asked_of, worth, numbers = range(start, start + 4)
    columns = (good, numbers, asked_of) if is_share else (worth, numbers)
    return page.blocks([place for place, *_ in lines], *columns)


def _write_worth(page: Page, line: int, points: Fraction, asked: Fraction) -> None:
    channel, divisor = page.channel, cell(line, page.start + 1)
    share = f"{cell(line, page.start)}/{divisor}"
    whole = sum((item.max for item in channel.items), start=Fraction(0))
    scaled = channel.per_rater == "sum" and channel.across != "share"
    formula = f"{share}*{float(whole):g}" if scaled else share
    value = points / asked * (whole if scaled else 1) if asked else Fraction(0)
    page.sheet.formula(line, page.start + 2, f"IF({divisor}=0,0,{formula})", value, "exact")


def _piles(page: Page) -> Iterator[tuple[Place, Fraction, Fraction, int]]:
    """(place, points, answers or reachable points, number) of the ballots in the base, equal ones together."""
    reader, order = reader_of(page.channel), page.channel.group_keys
    piles: Counter[tuple[str, int, Fraction, Fraction]] = Counter()
    for row in page.forms():
        reading = reader.read(row.answers)
        if not row.state and reading.in_base:
            piles[row.entry, order.index(row.group), *_points(page.channel, reading)] += row.count
    for (entry, group, points, asked), number in sorted(piles.items()):
        yield (entry, order[group]), points, asked, number


def _points(channel: Channel, reading: Reading) -> tuple[Fraction, Fraction]:
    if channel.across == "share":
        return Fraction(reading.good), Fraction(reading.asked)
    points = sum((Fraction(mark) for mark in reading.marks), start=Fraction(0))
    if channel.per_rater == "mean":
        return points, Fraction(sum(reading.given))
    reached = (item.max for item, has in zip(channel.items, reading.given, strict=True) if has)
    return points, sum(reached, start=Fraction(0))
