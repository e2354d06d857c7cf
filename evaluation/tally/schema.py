"""Which keys a rules document may hold, chapter by chapter, with their kinds and defaults."""

from evaluation.tally.choices import chosen, keyed
from evaluation.tally.kinds import (
    Amount,
    Field,
    Flag,
    Free,
    Key,
    ListOf,
    Rows,
    Table,
    Text,
    Title,
    Whole,
    Word,
)
from evaluation.tally.schema_channel import CHANNEL

SELECT = "select"

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
        "unsigned": Field(Word(("refuse", "leave_out"))),
    }
)

_ORDERED = {
    "may_be_fewer": Field(Flag(), default=True),
    "min_score": Field(Amount()),
    "reserve": Field(Whole()),
}
_MEDALS = Rows(keyed(seats=Field(Whole(1), required=True)))
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

_STRATA = Rows(keyed(quota=Field(Whole())), filled=False)
_ENTRIES = Table(
    {
        "subjects": Field(ListOf(Key())),
        "max_per_unit": Field(Whole()),
        "expected": Field(Whole(1)),
        "strata": Field(_STRATA, default=[]),
        "flags": Field(Rows(keyed(), filled=False)),
    }
)
_AWARD_LEVEL = keyed(
    min=Field(Amount()),
    below=Field(Amount()),
    requires=Field(ListOf(Text()), default=[]),
    otherwise=Field(Key()),
    share=Field(Amount(at_least=0, at_most=1)),
)
_VETO = keyed(look_back_days=Field(Whole()))
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
