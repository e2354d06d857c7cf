"""Which keys a channel may hold, form by form, with their kinds and defaults."""

from dataclasses import dataclass
from typing import Any

from evaluation.tally.choices import KEYED, Anything, chosen, keyed
from evaluation.tally.kinds import (
    Amount,
    Field,
    Findings,
    Flag,
    Key,
    Kind,
    ListOf,
    Rows,
    Table,
    Title,
    Whole,
    Word,
)

RATERS = ("supervisor", "client", "panel", "public", "member", "deputy", "staff", "organizer")
MISSING = ("block", "zero", "renormalise")
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

_LEVEL = keyed(value=Field(Amount(), required=True), good=Field(Flag(), default=False))
LEVEL_LIST = Rows(Table({**_LEVEL.fields, "key": Field(Key(reserved=(NO_OPINION,)), required=True)}))

_SCORED_ITEM = Table(
    {**KEYED, "max": Field(Amount(above=0), required=True), "step": Field(Amount(above=0))},
    unused=("levels",),
)
_GRADED_ITEM = Table({**KEYED, "levels": Field(LEVEL_LIST)}, unused=("max", "step"))

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
# `invited`, here and on the channel, says how many are asked; it binds nobody, the linter and trial runs read it.
_GROUP = keyed(
    weight=Field(Amount(above=0), required=True),
    min_valid=Field(Whole(1), default="1"),
    invited=Field(Whole(1)),
)


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
            Rows(keyed(start=Field(Amount(), required=True), floor=Field(Amount(), default="0"))),
            required=True,
        ),
        "facts": Field(
            Rows(keyed(item=Field(Key(), required=True), delta=Field(Amount(), required=True))),
            required=True,
        ),
    }
)

# A motion "takes none of these": they are refused there, not merely unused.
MOTION_REFUSES = ("trim", "groups", "transform", "across")

_COMMON = {
    **KEYED,
    "raters": Field(Word(RATERS), required=True),
    "weight": Field(Amount(above=0), required=True),
    "max": Field(Amount(above=0)),
    "min_valid": Field(Whole(1), default="1"),
    "invited": Field(Whole(1)),
    "reason": Field(Title()),
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
        gathered = {name: Field(Anything()) for name in MOTION_REFUSES}
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
