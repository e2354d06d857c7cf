"""XLSX with live formulas: every formula carries its exact value, so that previews and phones show it too."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
LONGEST_TITLE = 31
HEAD_HEIGHT = 34
UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001  the format knows no zone; the same content gives the same bytes
STYLES: dict[str, dict[str, object]] = {
    "": {},
    "title": {"font_size": 14},
    "head": {"bg_color": "#F3F5F2", "bottom": 1, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "places": {"num_format": "0.00"},
    "exact": {"num_format": "0.00####"},
    "note": {"font_color": "#435055", "text_wrap": True, "valign": "top"},
}
DIFFERS = {"font_color": "#9C1244", "bg_color": "#FBEAF0"}


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the name of a cell, counted from 0: (2, 0) is A3, fixed $A$3."""
    name: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return name


def area(first: tuple[int, int], last: tuple[int, int], *, fixed: bool = False) -> str:
    return f"{cell(*first, fixed=fixed)}:{cell(*last, fixed=fixed)}"


class Sheet:
    """One sheet of a book, written cell by cell; rows and columns count from 0."""

    def __init__(self, book: xlsxwriter.Workbook, title: str, styles: dict[str, object]) -> None:
        self.title = title
        self._sheet = book.add_worksheet(title)
        self._styles = styles

    def ref(self, name: str) -> str:
        """Return how another sheet names a cell or an area of this one."""
        return f"'{self.title}'!{name}"

    def text(self, row: int, column: int, value: str, style: str = "") -> None:
        """Write text that stays text, whatever it begins with."""
        self._sheet.write_string(row, column, value, self._styles[style])

    def texts(self, row: int, values: Sequence[str], style: str = "") -> None:
        for column, value in enumerate(values):
            self.text(row, column, value, style)

    def number(self, row: int, column: int, value: Fraction | int, style: str = "") -> None:
        self._sheet.write_number(row, column, float(value), self._styles[style])

    def formula(
        self, row: int, column: int, formula: str, value: Fraction | int | str, style: str = ""
    ) -> None:
        """Write `formula` (without “=”) and what it comes to, computed exactly beforehand."""
        known = value if isinstance(value, str) else float(value)
        self._sheet.write_formula(row, column, f"={formula}", self._styles[style], known)

    def widths(self, *widths: float) -> None:
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def freeze(self, row: int, column: int) -> None:
        self._sheet.freeze_panes(row, column)

    def mark(self, where: str, word: str) -> None:
        """Colour the cells of the area `where` that hold `word`."""
        first, last = (xl_cell_to_rowcol(part) for part in where.split(":"))
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self._styles["differs"]}
        self._sheet.conditional_format(*first, *last, rule)

    def print_across(self) -> None:
        """Print across A4, as many columns as there are on one page's width, the head on every page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_row(0, HEAD_HEIGHT)
        self._sheet.set_footer("&C&P / &N")


class Book:
    """A workbook in memory: `sheet` for each sheet in order, then `to_bytes`."""

    def __init__(self, title: str) -> None:
        self._out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._out, options)
        self._book.set_properties({"title": title, "created": UNDATED})
        self._styles = {name: self._book.add_format(style) for name, style in STYLES.items()}
        self._styles["differs"] = self._book.add_format(DIFFERS)
        self._titles: set[str] = set()

    def sheet(self, title: str) -> Sheet:
        """Add a sheet; its title is made one that office programs take, and that no other sheet has."""
        return Sheet(self._book, self._free(FORBIDDEN.sub("", title).strip() or "Sheet"), self._styles)

    def to_bytes(self) -> bytes:
        self._book.close()
        return self._out.getvalue()

    def _free(self, wanted: str) -> str:
        title, number = wanted[:LONGEST_TITLE], 1
        while title.casefold() in self._titles:
            number += 1
            ending = f" {number}"
            title = wanted[: LONGEST_TITLE - len(ending)] + ending
        self._titles.add(title.casefold())
        return title
