"""DOCX in the layout of GB/T 9704-2012, naming the faces of that standard: the reader's office program has them."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from brandportal.documents.ooxml import (
    indent_first_line,
    indent_right,
    indent_side,
    keep_whole,
    page_field,
    rule,
    set_face,
)

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4 = Pt(22), Pt(16), Pt(14), Pt(12)
PITCH = Pt(28.95)
TYPE_WIDTH = Mm(156)
RED = RGBColor(0xD0, 0x02, 0x1B)
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class OfficialDocument:
    """
    A document that grows from top to bottom: `title`, `paragraph`, `heading`, `table`, `signature`, then `to_bytes`.

    Margins 37/28/26/35 mm, 3号 on exact lines of 28.95 pt, first lines indented by two characters, page numbers between
    dashes (odd pages right, even ones left). With `head` it begins with the red head, `number` and the red rule.
    """

    def __init__(self, *, head: str = "", number: str = "", signer: str = "", foot: str = "") -> None:
        self._document = Document()
        self._set_page()
        self._set_body_face()
        self._number_pages(foot)
        if head:
            self._red_head(head, number, signer)

    def title(self, text: str) -> None:
        """Set the title (小标宋 2号, centred); line feeds in it break it by meaning."""
        self._blank()
        for line in text.split("\n"):
            paragraph = self._line(line, XIAOBIAOSONG, SIZE_2, WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.line_spacing = Pt(33)
            paragraph.paragraph_format.keep_with_next = True
        self._blank()

    def paragraph(self, text: str, *, indent: bool = True, face: str = FANGSONG) -> None:
        """Set one paragraph of the body; `indent=False` for recipients and other lines that stand flush left."""
        paragraph = self._line(text, face, SIZE_3, WD_ALIGN_PARAGRAPH.JUSTIFY)
        if indent:
            indent_first_line(paragraph)

    def heading(self, text: str, level: int = 1) -> None:
        """Set a heading, its number in `text`: level 1 “一、” in 黑体, level 2 “（一）” in 楷体, deeper ones in 仿宋."""
        face = {1: HEITI, 2: KAITI}.get(level, FANGSONG)
        paragraph = self._line(text, face, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT)
        paragraph.paragraph_format.keep_with_next = True
        indent_first_line(paragraph)

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        centred: Sequence[int] = (0,),
    ) -> None:
        """Set a ruled table as wide as the type area; `widths` are shares, the header is repeated on every page."""
        table = self._document.add_table(rows=0, cols=len(header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        shares = [Emu(int(TYPE_WIDTH * width / sum(widths))) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        for number, row in enumerate([header, *rows]):
            cells = table.add_row().cells
            keep_whole(table.rows[-1]._tr, header=number == 0)  # noqa: SLF001  python-docx has no door to it
            for column, text in enumerate(row):
                cells[column].width = shares[column]
                middle = number == 0 or column in centred
                _fill(cells[column], text, HEITI if number == 0 else FANGSONG, middle=middle)

    def annex_note(self, titles: Sequence[str]) -> None:
        """Say below the body which annexes follow; nothing for none."""
        if titles:
            self._blank()
        for number, title in enumerate(titles, start=1):
            name = f"{number}. {title}" if len(titles) > 1 else title
            self.paragraph(f"附件：{name}" if number == 1 else f"　　　{name}")

    def signature(self, names: Sequence[str], date: str) -> None:
        """Set who issues it over the day, the day four characters from the right; the place for a seal stays empty."""
        if not names and not date:
            return
        self._blank()
        lines = [*names, date] if date else list(names)
        longest = max(len(line) for line in lines)
        for line in lines:
            paragraph = self._line(line, FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.RIGHT)
            indent_right(paragraph, 4 + (longest - len(line)) / 2)
            paragraph.paragraph_format.keep_with_next = line is not lines[-1]

    def annex(self, title: str, number: int | None = None) -> None:
        """Begin an annex on a new page: “附件” in 黑体 at the top left, its title in the middle."""
        mark = self._line(f"附件{number or ''}", HEITI, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT)
        mark.paragraph_format.page_break_before = True
        self.title(title)

    def tail(self, lines: Sequence[str]) -> None:
        """Set the tail block (抄送, 印发) between its rules; a tab pushes what follows to the right."""
        rows = [line for line in lines if line]
        if rows:
            self._blank()
        for number, text in enumerate(rows):
            paragraph = self._line(text, FANGSONG, SIZE_4, WD_ALIGN_PARAGRAPH.LEFT)
            indent_side(paragraph, 1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(TYPE_WIDTH - Pt(16), WD_TAB_ALIGNMENT.RIGHT)
            rule(paragraph, "top", "8" if number == 0 else "6", "000000")
            if number == len(rows) - 1:
                rule(paragraph, "bottom", "8", "000000")

    def to_bytes(self) -> bytes:
        """Return the finished file; the same content gives the same text and no clock in its properties."""
        properties = self._document.core_properties
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = UNDATED
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self._document.settings.odd_and_even_pages_header_footer = True

    def _set_body_face(self) -> None:
        style = self._document.styles["Normal"]
        style.font.size = SIZE_3
        set_face(style.element.get_or_add_rPr(), FANGSONG)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = PITCH

    def _number_pages(self, foot: str) -> None:
        section = self._document.sections[0]
        sides = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        )
        for footer, side in sides:
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            indent_right(paragraph, 1) if side == WD_ALIGN_PARAGRAPH.RIGHT else indent_side(paragraph, 1)
            _run(paragraph, "— ", SONGTI, SIZE_4)
            page_field(_run(paragraph, "", SONGTI, SIZE_4))
            _run(paragraph, " —", SONGTI, SIZE_4)
            if foot:
                small = footer.add_paragraph()
                small.alignment = WD_ALIGN_PARAGRAPH.CENTER
                small.paragraph_format.line_spacing = Pt(10)
                _run(small, foot, HEITI, Pt(7))

    def _red_head(self, head: str, number: str, signer: str) -> None:
        parts = head.split("\n")
        if len(parts) == 1:
            mark = self._line(head, XIAOBIAOSONG, _head_size(head), WD_ALIGN_PARAGRAPH.CENTER, RED)
            mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            mark.paragraph_format.space_before = Mm(20)
        else:
            self._joint_mark(parts[:-1], parts[-1])
        self._blank()
        words = f"{number}　　　　签发人：{signer}" if signer else number
        line = self._line(words, FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.CENTER)
        rule(line, "bottom", "12", "D0021B", space="11")
        self._blank()

    def _joint_mark(self, bodies: Sequence[str], shared: str) -> None:
        """Several bodies under each other, the word that they share beside them, in a table without rules."""
        size = _head_size(max(bodies, key=len) + shared + "　　")
        self._blank()
        table = self._document.add_table(rows=len(bodies), cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, text in zip(table.columns, (max(bodies, key=len), shared), strict=True):
            for cell in column.cells:
                cell.width = Pt(size.pt * (len(text) + 1))
            column.width = Pt(size.pt * (len(text) + 1))
        beside = table.cell(0, 1).merge(table.cell(len(bodies) - 1, 1))
        for cell, text in [*zip(table.columns[0].cells, bodies, strict=True), (beside, shared)]:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            _run(paragraph, text, XIAOBIAOSONG, size, RED)

    def _blank(self) -> None:
        self._line("", FANGSONG, SIZE_3, WD_ALIGN_PARAGRAPH.LEFT)

    def _line(
        self, text: str, face: str, size: Pt, side: WD_ALIGN_PARAGRAPH, colour: RGBColor | None = None
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = side
        _run(paragraph, text, face, size, colour)
        return paragraph


def _head_size(head: str) -> Pt:
    # On one line: an issuing mark is as large as the line allows, at most 54 pt.
    return Pt(min(54, int(430 / max(len(head), 1))))


def _run(paragraph: Paragraph, text: str, face: str, size: Pt, colour: RGBColor | None = None) -> Run:
    run = paragraph.add_run(text)
    run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour
    set_face(run._element.get_or_add_rPr(), face)  # noqa: SLF001
    return run


def _fill(cell: _Cell, text: str, face: str, *, middle: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if middle else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.line_spacing = Pt(20)
    _run(paragraph, text, face, SIZE_SMALL_4)
