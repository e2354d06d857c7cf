"""The dry run: every row read and compared with the register and with the rows before it; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Category, Role, RosterKind
from brandportal.accounts.models import Unit, User
from brandportal.accounts.rosters.columns import (
    COLUMNS,
    SPLIT,
    Column,
    Fault,
    choices_of,
    match_header,
    plain,
)
from brandportal.kit.errors import DomainError
from brandportal.kit.tables import Row
from brandportal.kit.text import clean_text

UNFIT_ROLES = {Role.DRAFTER.value, Role.APPROVER.value}


@dataclass(frozen=True)
class Line:
    """One row as it would be taken over; `is_new` is False for what stands in the register already, word for word."""

    number: int
    values: dict[str, Any]
    is_new: bool


@dataclass
class DryRun:
    """What taking the file over would do, and everything that speaks against it."""

    kind: RosterKind
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fresh(self) -> list[Line]:
        return [line for line in self.lines if line.is_new]

    @property
    def known(self) -> int:
        return len(self.lines) - len(self.fresh)

    @property
    def fits(self) -> bool:
        return not self.faults and bool(self.fresh)

    @property
    def bad_rows(self) -> int:
        return len({fault.row for fault in self.faults})


def check_roster(kind: RosterKind, rows: Sequence[Row]) -> DryRun:
    """Return what `rows` would do; its faults name each row and column, in the order of the file."""
    place, columns, faults = match_header(rows, kind)
    run = DryRun(kind, faults=faults)
    if faults:
        return run
    if not rows[place + 1 :]:
        run.faults.append(
            Fault(rows[place].number, "", _("Below the header there is no row. Fill in the rows."))
        )
    checker = (_Units if kind == RosterKind.UNITS else _People)(run)
    for row in rows[place + 1 :]:
        checker.check(row, columns)
    run.faults.sort(key=lambda fault: fault.row)
    return run


class _Checker:
    """Reads one row after the other; remembers what earlier rows took."""

    kind: RosterKind
    key: str

    def __init__(self, run: DryRun) -> None:
        self.run = run
        self.taken: dict[tuple[str, str], int] = {}

    def check(self, row: Row, columns: dict[int, Column]) -> None:
        before = len(self.run.faults)
        values = {
            column.key: self.read(
                row.number, column, row.cells[position] if position < len(row.cells) else ""
            )
            for position, column in columns.items()
        }
        for position, cell in enumerate(row.cells):
            if cell and position not in columns:
                self.fault(row.number, cell[:20], _("This cell has no title above it. Remove it."))
        if len(self.run.faults) == before:
            self.compare(row.number, {column.key: "" for column in COLUMNS[self.kind]} | values)

    def read(self, row: int, column: Column, cell: str) -> Any:
        if column.required and not cell:
            return self.fault(row, column.chinese, _("It is empty. Fill it in, or remove the row."))
        if cell.startswith("=") or (cell.startswith("#") and cell.endswith(("!", "?", "A"))):
            return self.fault(
                row, column.chinese, _("A formula stands here. Replace it by its value (paste as values).")
            )
        try:
            text = clean_text(cell, column.chinese)
            return self.value(column, text) if text else self.nothing(column)
        except DomainError as error:
            return self.fault(row, column.chinese, str(error))

    def value(self, column: Column, text: str) -> Any:
        return text

    def nothing(self, column: Column) -> Any:
        return ""

    def compare(self, row: int, values: dict[str, Any]) -> None:
        raise NotImplementedError

    def fits_model(self, row: int, thing: Model, names: Sequence[str]) -> bool:
        """Ask the model's own validators; what must be unique is compared without a query per row."""
        try:
            thing.clean_fields(exclude={one.name for one in thing._meta.fields} - set(names))
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.fault(row, self.title(name), " ".join(messages))
            return False
        return True

    def is_twice(self, row: int, name: str, value: str) -> bool:
        first = self.taken.setdefault((name, value.casefold()), row)
        if first != row:
            sentence = _("“%(value)s” stands in row %(row)d already. Remove one of the two.")
            self.fault(row, self.title(name), sentence % {"value": value, "row": first})
        return first != row

    def title(self, name: str) -> str:
        return next((column.chinese for column in COLUMNS[self.kind] if column.key == name), name)

    def fault(self, row: int, column: str, sentence: str) -> None:
        self.run.faults.append(Fault(row, column, sentence))

    def keep(self, row: int, values: dict[str, Any], *, is_new: bool) -> None:
        self.run.lines.append(Line(row, values, is_new))


class _Units(_Checker):
    kind = RosterKind.UNITS

    def __init__(self, run: DryRun) -> None:
        super().__init__(run)
        self.categories = choices_of(Category)
        units = list(Unit.objects.all())
        self.by_code = {unit.code.casefold(): unit for unit in units}
        self.by_name = {unit.name_zh: unit for unit in units}

    def value(self, column: Column, text: str) -> Any:
        if column.key != "category":
            return text
        if plain(text) not in self.categories:
            raise DomainError(
                _("“%(value)s” is none of the categories. Write one of: %(known)s.")
                % {"value": text[:30], "known": _(", ").join(str(label) for label in Category.labels)}
            )
        return self.categories[plain(text)]

    def compare(self, row: int, values: dict[str, Any]) -> None:
        if not self.fits_model(row, Unit(**values), tuple(values)):
            return
        if self.is_twice(row, "code", values["code"]) or self.is_twice(row, "name_zh", values["name_zh"]):
            return
        known, namesake = self.by_code.get(values["code"].casefold()), self.by_name.get(values["name_zh"])
        if known and not _same(known, values):
            sentence = _(
                "“%(value)s” stands in the register as %(known)s, with other data. Change it there, or remove the row."
            )
            self.fault(row, self.title("code"), sentence % {"value": values["code"], "known": known.name})
        elif namesake and not known:
            sentence = _(
                "“%(value)s” stands in the register under the code %(known)s. Use that code, or remove the row."
            )
            self.fault(
                row, self.title("name_zh"), sentence % {"value": values["name_zh"], "known": namesake.code}
            )
        else:
            self.keep(row, values, is_new=known is None)


class _People(_Checker):
    kind = RosterKind.PEOPLE

    def __init__(self, run: DryRun) -> None:
        super().__init__(run)
        self.roles = choices_of(Role)
        self.units = _names_of_units()
        people = User.objects.prefetch_related("grants")
        self.by_name = {user.username.casefold(): user for user in people}

    def nothing(self, column: Column) -> Any:
        return {"unit": None, "roles": ()}.get(column.key, "")

    def value(self, column: Column, text: str) -> Any:
        if column.key == "unit":
            return self.unit(text)
        return self.roles_of(text) if column.key == "roles" else text

    def unit(self, text: str) -> Unit:
        unit = self.units.get(plain(text))
        if unit is None:
            raise DomainError(
                _("“%(value)s” is no unit of the register. Write its code, or take over the units first.")
                % {"value": text[:60]}
            )
        return unit

    def roles_of(self, text: str) -> tuple[str, ...]:
        wanted = [word for word in SPLIT.split(text) if plain(word)]
        unknown = [word for word in wanted if plain(word) not in self.roles]
        if unknown:
            raise DomainError(
                _("“%(value)s” is no role. Write some of: %(known)s.")
                % {"value": unknown[0][:30], "known": _(", ").join(str(label) for label in Role.labels)}
            )
        return tuple(dict.fromkeys(self.roles[plain(word)] for word in wanted))

    def compare(self, row: int, values: dict[str, Any]) -> None:
        values |= {"unit": values["unit"] or None, "roles": values["roles"] or ()}
        person = {name: values[name] for name in ("username", "name", "email")}
        if not self.fits_model(row, User(**person), tuple(person)):
            return
        if self.is_twice(row, "username", values["username"]):
            return
        if UNFIT_ROLES & set(values["roles"]) and values["unit"] is None:
            self.fault(
                row, self.title("unit"), _("Drafters and approvers belong to a unit. Write its code or name.")
            )
            return
        known = self.by_name.get(values["username"].casefold())
        if known and not _same_person(known, values):
            sentence = _(
                "“%(value)s” is the account of %(known)s, with other data. Change it there, or remove the row."
            )
            self.fault(
                row, self.title("username"), sentence % {"value": values["username"], "known": known.name}
            )
        else:
            self.keep(row, values, is_new=known is None)


def _same(unit: Unit, values: dict[str, Any]) -> bool:
    same = (unit.code, unit.name_zh, unit.category) == (values["code"], values["name_zh"], values["category"])
    return same and values["name_en"] in {"", unit.name_en}


def _same_person(user: User, values: dict[str, Any]) -> bool:
    same = (user.username, user.name, user.unit) == (values["username"], values["name"], values["unit"])
    return same and values["email"] in {"", user.email} and set(values["roles"]) in ({*()}, user.roles)


def _names_of_units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in Unit.objects.active():
        found |= {plain(name): unit for name in (unit.name_en, unit.name_zh, unit.code) if name}
    return found
