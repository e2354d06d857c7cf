"""The sheet of a channel whose forms span entries: a row for each form, a column for each entry of the stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import Sheet, area, cell
from evaluation.selectors.bundle_forms import whole_patterns
from evaluation.selectors.workbook.source import Source
from evaluation.tally import FormRow
from evaluation.tally.forms.picks import PicksForm
from evaluation.tally.forms.ranking import RankingForm
from evaluation.tally.forms.reading import WideReading
from evaluation.tally.forms.wide import WideForm
from evaluation.tally.inputs import WideRow
from evaluation.tally.rules import Channel

TOP = 2
FIRST = 2
WORDS = {"blank": "空白", "invalid": "无效", "void": "作废", "recused": "回避"}
HIDDEN = "匿名"


@dataclass(frozen=True)
class Area:
    """Where the worth of the forms for one entry stands and, of anonymous forms, how many there are of each."""

    worth: str
    numbers: str


@dataclass(frozen=True)
class _Form:
    """Equal forms in one row; named ones stand alone."""

    rater: str
    number: int
    rows: tuple[WideRow, ...]


def write_whole_forms(
    sheet: Sheet, source: Source, channel: Channel, rows: Sequence[FormRow], entries: Sequence[str]
) -> dict[str, Area]:
    """Write every form and return the columns of each entry; a place stands before the points it gives."""
    strata = {entry: source.entries[entry].stratum for entry in entries}
    reader: WideForm = (PicksForm if channel.form == "picks" else RankingForm)(channel, entries, strata)
    forms = list(_forms(rows))
    points = FIRST + (len(entries) if channel.form == "ranking" else 0)
    _write_head(sheet, source, channel, entries, points)
    for line, form in enumerate(forms, start=TOP):
        reading = reader.read(form.rows)
        sheet.text(line, 0, form.rater or HIDDEN)
        counts = reading.fate == "valid" or (reading.fate == "blank" and channel.blank_in_base)
        sheet.number(line, 1, form.number) if counts else sheet.text(line, 1, WORDS[reading.fate])
        _write_form(sheet, line, channel, form, reading, entries, points, counts=counts)
    return {} if not forms else _areas(sheet, forms, entries, points)


def _write_head(sheet: Sheet, source: Source, channel: Channel, entries: Sequence[str], points: int) -> None:
    sheet.texts(0, ["评分人", "份数"], "head")
    sheet.text(1, 0, "编号和品牌", "head")
    sheet.widths(10, 9, *[12] * (points - FIRST + len(entries)))
    groups = [(points, "折分" if channel.form == "ranking" else "选入")]
    if channel.form == "ranking":
        groups.append((FIRST, "名次"))
    for start, word in groups:
        for column, entry in enumerate(entries, start=start):
            sheet.text(0, column, f"{word} {entry}", "head")
            sheet.text(1, column, source.entries[entry].title, "note")


def _write_form(
    sheet: Sheet, line: int, channel: Channel, form: _Form, reading: WideReading, entries: Sequence[str],
    points: int, *, counts: bool,
) -> None:  # fmt: skip
    places = {entry: answers for entry, answers, _ in form.rows}
    for number, entry in enumerate(entries):
        column = points + number
        if entry in reading.recused or not counts:
            sheet.text(line, column, WORDS["recused" if entry in reading.recused else reading.fate])
            continue
        worth = Fraction(reading.points.get(entry, 0))
        place = places.get(entry, "") if channel.form == "ranking" else ""
        if place:
            sheet.number(line, FIRST + number, int(place))
        formula = _points(channel, cell(line, FIRST + number)) if place else ""
        if formula:
            sheet.formula(line, column, formula, worth, "exact")
        else:
            sheet.number(line, column, worth)


def _points(channel: Channel, place: str) -> str:
    """The formula from a place to its points; "" where the rules list them one by one."""
    transform = channel.transform
    if transform is None or transform.first is None:
        return ""
    formula = f"{float(transform.first):g}+({float(transform.step):g})*({place}-1)"
    return formula if transform.least is None else f"MAX({float(transform.least):g},{formula})"


def _forms(rows: Sequence[FormRow]) -> Iterator[_Form]:
    named = [row for row in rows if row.rater]
    for rater in sorted({row.rater for row in named}):
        own = whole_patterns(row for row in named if row.rater == rater)
        yield from (_Form(rater, number, pattern[2]) for pattern, number in own.items())
    hidden = whole_patterns(row for row in rows if not row.rater)
    for pattern, number in sorted(hidden.items()):
        yield _Form("", number, pattern[2])


def _areas(sheet: Sheet, forms: Sequence[_Form], entries: Sequence[str], points: int) -> dict[str, Area]:
    last = TOP + len(forms) - 1
    numbers = "" if all(form.rater for form in forms) else sheet.ref(area((TOP, 1), (last, 1), fixed=True))
    return {
        entry: Area(sheet.ref(area((TOP, column), (last, column), fixed=True)), numbers)
        for column, entry in enumerate(entries, start=points)
    }
