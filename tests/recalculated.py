"""A workbook computed anew from its formulas alone, as an office program does it; stored values are not looked at."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from statistics import fmean, median
from typing import Any

import openpyxl

TOKEN = re.compile(
    r"""(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|"(?P<text>[^"]*)"|(?P<name>[A-Z]+)(?=\()"""
    r"""|(?:'(?P<sheet>[^']+)'!)?(?P<area>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)"""
    r"""|(?P<sign>>=|<=|<>|[-+*/=<>(),])"""
)
LEVELS = (
    {"=": eq, "<>": ne, ">": gt, "<": lt, ">=": ge, "<=": le},
    {"+": add, "-": sub},
    {"*": mul, "/": truediv},
)
Later = Callable[[], Any]


@dataclass(frozen=True)
class Formula:
    """Where a formula stands, what it says, what is stored beside it and what it comes to."""

    place: str
    text: str
    stored: Any
    computed: Any

    @property
    def agrees(self) -> bool:
        if is_number(self.stored) and is_number(self.computed):
            return bool(abs(self.stored - self.computed) < 1e-9)
        return bool(self.stored == self.computed)


def recalculated(data: bytes) -> list[Formula]:
    """Every formula of the workbook."""
    stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    book = _Book(openpyxl.load_workbook(io.BytesIO(data)))
    cells = [(sheet.title, cell) for sheet in book.sheets for row in sheet.iter_rows() for cell in row]
    return [
        Formula(f"{title}!{cell.coordinate}", cell.value, stored[title][cell.coordinate].value,
                book.value(title, cell.row, cell.column))
        for title, cell in cells if cell.data_type == "f"
    ]  # fmt: skip


def assert_computes_itself(data: bytes) -> list[Formula]:
    """Every formula comes to what is stored beside it, so every check agrees; returns them."""
    formulas = recalculated(data)
    assert [one for one in formulas if not one.agrees] == []
    assert [one.computed for one in formulas if '"全部一致"' in one.text] == ["全部一致"]
    return formulas


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Book:
    def __init__(self, sheets: Any) -> None:
        self.sheets = sheets
        self._known: dict[tuple[str, int, int], Any] = {}

    def value(self, sheet: str, row: int, column: int) -> Any:
        place = (sheet, row, column)
        if place not in self._known:
            cell = self.sheets[sheet].cell(row, column)
            is_formula = cell.data_type == "f"
            self._known[place] = _Reader(self, sheet, cell.value).value() if is_formula else cell.value
        return self._known[place]

    def area(self, sheet: str, name: str) -> Any:
        """The value of a cell, or the list of those of an area."""
        found = self.sheets[sheet][name.replace("$", "")]
        if ":" not in name:
            return self.value(sheet, found.row, found.column)
        return [self.value(sheet, cell.row, cell.column) for row in found for cell in row]


class _Reader:
    """Reads a formula into steps that are taken later, so that of an IF only the branch chosen is computed."""

    def __init__(self, book: _Book, sheet: str, formula: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens = list(TOKEN.finditer(formula, 1))
        assert "".join(token[0] for token in self.tokens) == formula[1:], formula

    def value(self) -> Any:
        later = self.level(0)
        assert not self.tokens
        return later()

    def sign(self) -> str | None:
        return self.tokens[0]["sign"] if self.tokens else None

    def take(self, *signs: str) -> str:
        sign = self.tokens.pop(0)["sign"]
        assert sign in signs
        return str(sign)

    def level(self, number: int) -> Later:
        """Operations that bind as tightly as those of LEVELS[number], from left to right."""
        if number == len(LEVELS):
            return self.signed()
        found = self.level(number + 1)
        while self.sign() in LEVELS[number]:
            operation = LEVELS[number][self.take(*LEVELS[number])]
            found = _later(operation, found, self.level(number + 1))
        return found

    def signed(self) -> Later:
        if self.sign() == "-":
            self.take("-")
            return _later(sub, lambda: 0, self.signed())
        if self.sign() == "(":
            self.take("(")
            found = self.level(0)
            self.take(")")
            return found
        return self.operand()

    def operand(self) -> Later:
        token = self.tokens.pop(0)
        if token["name"]:
            return self.call(token["name"])
        if token["area"]:
            return lambda: self.book.area(token["sheet"] or self.sheet, token["area"])
        return lambda: token["text"] if token["number"] is None else float(token["number"])

    def call(self, name: str) -> Later:
        self.take("(")
        given = [self.level(0)]
        while self.take(",", ")") == ",":
            given.append(self.level(0))
        if name == "IF":
            asked, yes, no = given
            return lambda: yes() if asked() else no()
        return lambda: FUNCTIONS[name](*(one() for one in given))


def _later(operation: Callable[[Any, Any], Any], left: Later, right: Later) -> Later:
    return lambda: _each(operation, left(), right())


def _each(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """One operation on values, or member by member where a side is an area; an empty cell counts as nothing."""
    number = max(len(side) if isinstance(side, list) else 0 for side in (left, right))
    if not number:
        return operation(*(0 if side is None else side for side in (left, right)))
    sides = [side if isinstance(side, list) else [side] * number for side in (left, right)]
    return [_each(operation, *pair) for pair in zip(*sides, strict=True)]


def _numbers(*given: Any) -> list[float]:
    """The numbers among what is given; text and empty cells are passed over."""
    members = [one for each in given for one in (each if isinstance(each, list) else [each])]
    return [one for one in members if is_number(one)]


def _rounded(value: float, places: float) -> float:
    # Programs round what they show of a number, some 15 digits, and a half away from zero.
    shown = Decimal(f"{value:.13g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def _sum_of_products(*areas: Any) -> float:
    columns = [[one if is_number(one) else 0 for one in area] for area in areas]
    return sum(map(prod, zip(*columns, strict=True)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "AND": lambda *given: all(given),
    "OR": lambda *given: any(given),
    "ISNUMBER": lambda one: (
        [is_number(member) for member in one] if isinstance(one, list) else is_number(one)
    ),
    "ROWS": len,
    "COUNT": lambda *given: len(_numbers(*given)),
    "COUNTIF": lambda area, word: area.count(word),
    "SUM": lambda *given: sum(_numbers(*given)),
    "AVERAGE": lambda *given: fmean(_numbers(*given)),
    "MEDIAN": lambda *given: median(_numbers(*given)),
    "MIN": lambda *given: min(_numbers(*given)),
    "MAX": lambda *given: max(_numbers(*given), default=0),
    "LARGE": lambda area, place: sorted(_numbers(area), reverse=True)[int(place) - 1],
    "SMALL": lambda area, place: sorted(_numbers(area))[int(place) - 1],
    "ROUND": lambda one, places: _each(_rounded, one, places),
    "SUMPRODUCT": _sum_of_products,
}
