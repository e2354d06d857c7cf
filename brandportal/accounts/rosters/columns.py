"""The columns of a roster, their titles in both languages, and how a file's own header is matched to them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from brandportal.accounts.enums import Category, Role, RosterKind
from brandportal.kit.tables import Row

HEADER_AMONG = 5
SPLIT = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True)
class Column:
    """One column: its key, its title in Chinese and English, other titles offices use, and what belongs there."""

    key: str
    chinese: str
    english: str
    help: str | Promise
    required: bool = False
    others: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.chinese} / {self.english}"

    @property
    def names(self) -> set[str]:
        return {plain(name) for name in (self.chinese, self.english, self.key, *self.others)}


UNITS = (
    Column(
        "code",
        "单位代码",
        "Unit code",
        gettext_lazy("Latin letters, digits and hyphens, such as audit-bureau"),
        required=True,
        others=("代码", "编码"),
    ),
    Column(
        "name_zh",
        "单位名称",
        "Name",
        gettext_lazy("In Chinese, as it is printed on certificates"),
        required=True,
        others=("单位", "名称", "单位全称"),
    ),
    Column("name_en", "英文名称", "English name", gettext_lazy("May stay empty")),
    Column(
        "category",
        "单位类别",
        "Category",
        gettext_lazy("One of the kinds below"),
        required=True,
        others=("类别", "单位性质"),
    ),
)
PEOPLE = (
    Column(
        "username",
        "登录名",
        "Sign-in name",
        gettext_lazy("Letters, digits and @ . + - _; no two alike"),
        required=True,
        others=("用户名", "账号", "账户"),
    ),
    Column(
        "name",
        "姓名",
        "Person",
        gettext_lazy("As it is printed on score sheets and minutes"),
        required=True,
        others=("人员姓名",),
    ),
    Column(
        "unit",
        "所在单位",
        "Unit",
        gettext_lazy("Code or name of a unit in the register; needed by drafters and approvers"),
        others=("单位", "单位代码", "单位名称", "工作单位"),
    ),
    Column("email", "电子邮箱", "E-mail", gettext_lazy("May stay empty"), others=("邮箱", "电子邮件")),
    Column(
        "roles",
        "角色",
        "Roles",
        gettext_lazy("One or several of the roles below, with 、 or a comma between them"),
    ),
)
COLUMNS = {RosterKind.UNITS: UNITS, RosterKind.PEOPLE: PEOPLE}


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of the file; row 0 is the file as a whole."""

    row: int
    column: str
    sentence: str


def plain(text: str) -> str:
    """Return a title or choice as it is compared: width, case, blanks and stars do not matter."""
    return re.sub(r"[\s*＊:：]+", "", unicodedata.normalize("NFKC", text)).casefold()


def choices_of(enum: type[Category] | type[Role]) -> dict[str, str]:
    """Return every way a choice may be written → its value: the key and the label in both languages."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            found |= {plain(str(label)): value for value, label in enum.choices}
    return found | {plain(value): value for value in enum.values}


def match_header(rows: Sequence[Row], kind: RosterKind) -> tuple[int, dict[int, Column], list[Fault]]:
    """Find the header among the first rows: (its place, position → column, faults)."""
    columns = COLUMNS[kind]
    counts = [sum(_column_of(cell, columns) is not None for cell in row.cells) for row in rows[:HEADER_AMONG]]
    place = counts.index(max(counts))
    header = rows[place]
    matched: dict[int, Column] = {}
    faults: list[Fault] = []
    for position, cell in enumerate(header.cells):
        column = _column_of(cell, columns)
        if column is None and cell:
            faults.append(_unknown(header.number, cell, columns))
        elif column in matched.values() and column:
            faults.append(
                Fault(header.number, cell, _("This column stands there twice. Remove one of them."))
            )
        elif column:
            matched[position] = column
    faults += _missing(header.number, matched.values(), columns)
    return place, matched, faults


def _column_of(cell: str, columns: Iterable[Column]) -> Column | None:
    # Our own template has both languages in one title.
    written = {plain(part) for part in [cell, *cell.split("/")] if plain(part)}
    return next((column for column in columns if written & column.names), None)


def _unknown(row: int, cell: str, columns: Iterable[Column]) -> Fault:
    known = _(", ").join(column.chinese for column in columns)
    sentence = _("This column is not one of the roster. Remove it from the file; the columns are: %(known)s.")
    return Fault(row, cell[:60], sentence % {"known": known})


def _missing(row: int, matched: Iterable[Column], columns: Iterable[Column]) -> list[Fault]:
    sentence = _("This column is missing. Take the template, or add a column with this title.")
    return [Fault(row, one.chinese, sentence) for one in columns if one.required and one not in matched]
