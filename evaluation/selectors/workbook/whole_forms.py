"""The sheet of a channel whose forms span entries: a row for each form, a column for each entry of the stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from brandportal.documents.workbook import area, cell
from evaluation.selectors.bundle_forms import whole_patterns
from evaluation.selectors.workbook.rows import GROUP, TOP, Block, Page, Place, group_title
from evaluation.tally import FormRow
from evaluation.tally.forms.picks import PicksForm
from evaluation.tally.forms.ranking import RankingForm
from evaluation.tally.forms.reading import WideReading
from evaluation.tally.forms.wide import WideForm
from evaluation.tally.inputs import WideRow
from evaluation.tally.rules import Channel

WORDS = {"blank": "空白", "invalid": "无效", "void": "作废", "recused": "回避"}
HIDDEN = "匿名"


@dataclass(frozen=True)
class _Form:
    """Equal forms in one row; named ones stand alone."""

    rater: str
    number: int
    rows: tuple[WideRow, ...]
    group: str


@dataclass(frozen=True)
class _Columns:
    """Behind rater, number and group: of a ranking a place for each entry, then what each form is worth to each."""

    places: int
    worth: int


def write_whole_forms(page: Page, entries: Sequence[str]) -> dict[Place, Block]:
    """Write every form, those of a group together; the place on a ranking stands before the points it gives."""
    channel = page.channel
    strata = {entry: page.source.entries[entry].stratum for entry in entries}
    reader: WideForm = (PicksForm if channel.form == "picks" else RankingForm)(channel, entries, strata)
    forms = [form for group in channel.group_keys for form in _forms(page.source.forms_of(channel), group)]
    columns = _Columns(page.start, page.start + (len(entries) if channel.form == "ranking" else 0))
    _write_head(page, entries, columns)
    for line, form in enumerate(forms, start=TOP):
        reading = reader.read(form.rows)
        page.sheet.text(line, 0, form.rater or HIDDEN)
        counts = reading.fate == "valid" or (reading.fate == "blank" and channel.blank_in_base)
        if counts:
            page.sheet.number(line, 1, form.number)
        else:
            page.sheet.text(line, 1, WORDS[reading.fate])
        if channel.groups:
            page.sheet.text(line, 2, group_title(channel, form.group))
        _write_form(page, line, form, reading, entries, columns, counts=counts)
    return _blocks(page, forms, entries, columns)


def _write_head(page: Page, entries: Sequence[str], columns: _Columns) -> None:
    sheet, channel = page.sheet, page.channel
    has_groups = bool(channel.groups)
    sheet.texts(0, ["评分人", "份数", *[GROUP] * has_groups], "head")
    sheet.text(1, 0, "编号和品牌", "head")
    sheet.widths(10, 9, *[16] * has_groups, *[12] * (columns.worth - columns.places + len(entries)))
    parts = [(columns.worth, "折分" if channel.form == "ranking" else "选入")]
    if channel.form == "ranking":
        parts.append((columns.places, "名次"))
    for start, word in parts:
        for column, entry in enumerate(entries, start=start):
            sheet.text(0, column, f"{word} {entry}", "head")
            sheet.text(1, column, page.source.entries[entry].title, "note")


def _write_form(
    page: Page, line: int, form: _Form, reading: WideReading, entries: Sequence[str], columns: _Columns,
    *, counts: bool,
) -> None:  # fmt: skip
    sheet, channel = page.sheet, page.channel
    places = {entry: answers for entry, answers, _ in form.rows}
    for number, entry in enumerate(entries):
        column = columns.worth + number
        if entry in reading.recused or not counts:
            sheet.text(line, column, WORDS["recused" if entry in reading.recused else reading.fate])
            continue
        worth = Fraction(reading.points.get(entry, 0))
        place = places.get(entry, "") if channel.form == "ranking" else ""
        if place:
            sheet.number(line, columns.places + number, int(place))
        formula = _points(channel, cell(line, columns.places + number)) if place else ""
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


def _forms(rows: Sequence[FormRow], group: str) -> Iterator[_Form]:
    own = [row for row in rows if row.group == group]
    named = [row for row in own if row.rater]
    for rater in sorted({row.rater for row in named}):
        found = whole_patterns(row for row in named if row.rater == rater)
        yield from (_Form(rater, number, pattern[2], group) for pattern, number in found.items())
    hidden = whole_patterns(row for row in own if not row.rater)
    for pattern, number in sorted(hidden.items()):
        yield _Form("", number, pattern[2], group)


def _blocks(
    page: Page, forms: Sequence[_Form], entries: Sequence[str], columns: _Columns
) -> dict[Place, Block]:
    """A block for each entry and each group that has forms; named forms need no numbers beside them."""
    is_named = all(form.rater for form in forms)
    blocks: dict[Place, Block] = {}
    for group in dict.fromkeys(form.group for form in forms):
        lines = [line for line, form in enumerate(forms, start=TOP) if form.group == group]
        first, last = lines[0], lines[-1]
        numbers = "" if is_named else page.sheet.ref(area((first, 1), (last, 1), fixed=True))
        for column, entry in enumerate(entries, start=columns.worth):
            worth = page.sheet.ref(area((first, column), (last, column), fixed=True))
            blocks[entry, group] = Block(worth, numbers)
    return blocks
