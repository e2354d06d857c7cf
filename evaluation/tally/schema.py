"""Which keys a rules document may hold, chapter by chapter, with their kinds and defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.tally.kinds import (
    Amount,
    Field,
    Findings,
    Flag,
    Free,
    Key,
    Kind,
    ListOf,
    Rows,
    Table,
    Text,
    Title,
    Whole,
    Word,
)

RATERS = ("supervisor", "client", "panel", "public", "member", "deputy", "staff", "organizer")
MISSING = ("block", "zero", "renormalise")
SELECT = "select"
NO_OPINION = "none"

# The ways in which forms become one value; the first is the default. A motion has none: its value is a share.
ACROSS = {
    "items": ("mean", "median", "sum"),
    "levels": ("mean", "median", "sum", "share"),
    "picks": ("count",),
    "ranking": ("sum", "mean"),
    "motion": (),
    "figure": ("sum", "mean"),
    "ledger": ("mean", "sum"),
}

_KEYED = {"key": Field(Key(), required=True), "title": Field(Title())}


def _keyed(**fields: Field) -> Table:
    return Table({**_KEYED, **fields})


@dataclass(frozen=True)
class Chosen:
    """A table whose other keys depend on the word that stands at `by`."""

    by: str
    tables: Mapping[str, Table]

    def read(self, value: Any, path: str, found: Findings) -> Any:
        choice = value.get(self.by) if isinstance(value, Mapping) else None
        table = self.tables.get(choice) if isinstance(choice, str) else None
        return (table or self._undecided(choice)).read(value, path, found)

    def _undecided(self, choice: object) -> Table:
        known = {name: Field(Text()) for table in self.tables.values() for name in table.fields}
        any_kind = {name: Field(_Anything()) for name in known}
        return Table({**any_kind, self.by: Field(Word(tuple(self.tables)), required=choice is None)})


@dataclass(frozen=True)
class _Anything:
    def read(self, value: Any, path: str, found: Findings) -> Any:
        return value


def chosen(by: str, common: Mapping[str, Field], options: Mapping[str, Mapping[str, Field]]) -> Chosen:
    """Build a table that changes with its own word; what another choice would read is known but unused."""
    word = {by: Field(Word(tuple(options)), required=True)}
    every = {name for fields in options.values() for name in fields}
    return Chosen(
        by,
        {
            choice: Table({**word, **common, **fields}, sorted(every - set(fields) - set(common)))
            for choice, fields in options.items()
        },
    )


_LEVEL = _keyed(value=Field(Amount(), required=True), good=Field(Flag(), default=False))
LEVEL_LIST = Rows(Table({**_LEVEL.fields, "key": Field(Key(reserved=(NO_OPINION,)), required=True)}))

_SCORED_ITEM = Table(
    {**_KEYED, "max": Field(Amount(above=0), required=True), "step": Field(Amount(above=0))},
    unused=("levels",),
)
_GRADED_ITEM = Table({**_KEYED, "levels": Field(LEVEL_LIST)}, unused=("max", "step"))

_OVERALL = Table(
    {
        "key": Field(Key(), default="overall"),
        "title": Field(Title()),
        "agree": Field(Key(), required=True),
        "reject": Field(Key(), required=True),
        "in_base": Field(Flag(), default=True),
    }
)
_BLANK = Table({"in_base": Field(Flag(), default=False), "penalty": Field(Amount(at_least=0), default="0")})
_TRIM = Table(
    {"high": Field(Whole(), default="0"), "low": Field(Whole(), default="0"), "if_at_least": Field(Whole())}
)
_GROUP = _keyed(weight=Field(Amount(above=0), required=True), min_valid=Field(Whole(1), default="1"))


@dataclass(frozen=True)
class Band:
    """A pair: the least value and its points."""

    def read(self, value: Any, path: str, found: Findings) -> Any:
        if not isinstance(value, list) or len(value) != 2:
            found.error(path, "bad_band")
            return value
        return [Amount().read(part, f"{path}[{index}]", found) for index, part in enumerate(value, 1)]


_TRANSFORM = chosen(
    "kind",
    {},
    {
        "ratio_to_max": {"to": Field(Amount(above=0), default="100")},
        "rank_points": {
            "first": Field(Amount()),
            "step": Field(Amount()),
            "min": Field(Amount()),
            "table": Field(ListOf(Amount(), filled=True, distinct=False)),
            "beyond": Field(Amount()),
            "ties": Field(Word(("same", "mean")), default="same"),
        },
        "bands": {"bands": Field(ListOf(Band(), filled=True), required=True)},
    },
)

_VALID_IF = Field(Word(("every_item", "any_item")), default="every_item")
_PICKS = Table(
    {
        "exactly": Field(Whole(1)),
        "at_most": Field(Whole(1)),
        "at_least_one_per": Field(Word(("stratum",))),
    }
)
_MOTION = Table(
    {
        "pass": Field(Amount(above=0, at_most=1), required=True),
        "over": Field(Flag(), default=False),
        "base": Field(Word(("full", "present", "cast")), default="full"),
        "members": Field(Whole(1)),
    }
)
_LEDGER = Table(
    {
        "items": Field(
            Rows(_keyed(start=Field(Amount(), required=True), floor=Field(Amount(), default="0"))),
            required=True,
        ),
        "facts": Field(
            Rows(_keyed(item=Field(Key(), required=True), delta=Field(Amount(), required=True))),
            required=True,
        ),
    }
)

# A motion "takes none of these": they are refused there, not merely unused.
MOTION_REFUSES = ("trim", "groups", "transform", "across")

_COMMON = {
    **_KEYED,
    "raters": Field(Word(RATERS), required=True),
    "weight": Field(Amount(above=0), required=True),
    "max": Field(Amount(above=0)),
    "min_valid": Field(Whole(1), default="1"),
    "missing": Field(Word(MISSING), default="block"),
    "blank": Field(_BLANK, default={"in_base": False, "penalty": "0"}),
    "floor": Field(Amount(), default="0"),
    "cap": Field(Amount()),
}


def _form(form: str, *, transform: bool = False, **fields: Field) -> dict[str, Field]:
    gathered = {
        "trim": Field(_TRIM),
        "groups": Field(Rows(_GROUP)),
        "group_missing": Field(Word(("block", "renormalise"))),
        "transform": Field(_TRANSFORM, required=transform),
    }
    if form != "motion":
        gathered["across"] = Field(Word(ACROSS[form]), default=ACROSS[form][0])
    else:
        gathered = {name: Field(_Anything()) for name in MOTION_REFUSES}
    return {**gathered, **fields}


CHANNEL: Kind = chosen(
    "form",
    _COMMON,
    {
        "items": _form(
            "items",
            items=Field(Rows(_SCORED_ITEM), required=True),
            per_rater=Field(Word(("sum", "mean")), default="sum"),
            valid_if=_VALID_IF,
            overall=Field(_OVERALL),
        ),
        "levels": _form(
            "levels",
            items=Field(Rows(_GRADED_ITEM), required=True),
            levels=Field(LEVEL_LIST),
            per_rater=Field(Word(("mean", "sum")), default="mean"),
            valid_if=_VALID_IF,
            overall=Field(_OVERALL),
        ),
        "picks": _form("picks", picks=Field(_PICKS, required=True)),
        "ranking": _form("ranking", transform=True, ranking=Field(Table({}))),
        "motion": _form("motion", motion=Field(_MOTION, required=True)),
        "figure": _form("figure", figure=Field(Table({"min": Field(Amount()), "max": Field(Amount())}))),
        "ledger": _form("ledger", ledger=Field(_LEDGER, required=True)),
    },
)

_KEEP = Table(
    {
        "top": Field(Whole(1)),
        "share": Field(Amount(above=0, at_most=1)),
        "min_score": Field(Amount()),
        "all": Field(Flag()),
    }
)
# The default of `tie_at_cut` depends on the cut: lint.py spells it out.
_STAGE = Table(
    {
        "key": Field(Key(reserved=(SELECT,)), required=True),
        "title": Field(Title()),
        "use": Field(ListOf(Key(), filled=True), required=True),
        "keep": Field(_KEEP, default={"all": True}),
        "tie_at_cut": Field(Word(("include_all", "drop_all", "order"))),
    }
)

_ORDERED = {
    "may_be_fewer": Field(Flag(), default=True),
    "min_score": Field(Amount()),
    "reserve": Field(Whole()),
}
_MEDALS = Rows(_keyed(seats=Field(Whole(1), required=True)))
_SELECT = chosen(
    "mode",
    {},
    {
        "top": {"seats": Field(Whole(1), required=True), **_ORDERED},
        "strata": dict(_ORDERED),
        "levels": {"share_mode": Field(Word(("report", "cap")), default="report")},
        "motion": {},
        "medals": {"medals": Field(_MEDALS, required=True), **_ORDERED},
    },
)

_STRATA = Rows(_keyed(quota=Field(Whole())), filled=False)
_ENTRIES = Table(
    {
        "subjects": Field(ListOf(Key())),
        "max_per_unit": Field(Whole()),
        "strata": Field(_STRATA, default=[]),
    }
)
_AWARD_LEVEL = _keyed(
    min=Field(Amount()),
    below=Field(Amount()),
    requires=Field(ListOf(Text()), default=[]),
    otherwise=Field(Key()),
    share=Field(Amount(at_least=0, at_most=1)),
)
_VETO = _keyed(look_back_days=Field(Whole()))
_ADJUST = Table({"max_bonus": Field(Amount(at_least=0)), "max_deduction": Field(Amount(at_least=0))})
_TIE = Table(
    {
        "order": Field(ListOf(Text()), default=[]),
        "then": Field(Word(("committee", "share")), default="committee"),
    }
)
_ROUNDING = Table(
    {
        "compare_on": Field(Word(("exact", "printed")), default="exact"),
        "places": Field(Whole(at_most=12), default="2"),
    }
)

DOCUMENT = Table(
    {
        "format": Field(Word(("1",)), required=True),
        "key": Field(Key(), required=True),
        "title": Field(Title()),
        "entries": Field(_ENTRIES, default={"strata": []}),
        "channel": Field(Rows(CHANNEL), required=True),
        "stage": Field(Rows(_STAGE), required=True),
        "select": Field(_SELECT, required=True),
        "tie": Field(_TIE, default={"order": [], "then": "committee"}),
        "rounding": Field(_ROUNDING, default={"compare_on": "exact", "places": "2"}),
        "adjust": Field(_ADJUST),
        "veto": Field(Rows(_VETO, filled=False)),
        "level": Field(Rows(_AWARD_LEVEL, filled=False)),
        "source": Field(Free()),
        "filing": Field(Free()),
        "process": Field(Free()),
    }
)
