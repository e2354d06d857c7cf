"""The rules of a tally as values: what rules.json or a scheme file says, typed and complete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Names = Mapping[str, str]


@dataclass(frozen=True)
class Level:
    key: str
    title: Names
    value: Fraction
    good: bool


@dataclass(frozen=True)
class Item:
    """One line of a sheet; `step` and `levels` as the form has them."""

    key: str
    title: Names
    max: Fraction
    step: Fraction | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Overall:
    key: str
    title: Names
    agree: str
    reject: str
    in_base: bool


@dataclass(frozen=True)
class Trim:
    high: int
    low: int
    if_at_least: int


@dataclass(frozen=True)
class Group:
    key: str
    title: Names
    weight: Fraction
    min_valid: int
    invited: int = 0


@dataclass(frozen=True)
class Transform:
    """`kind` says which of the others are read."""

    kind: str
    to: Fraction = Fraction(100)
    first: Fraction | None = None
    step: Fraction = Fraction(0)
    least: Fraction | None = None
    table: tuple[Fraction, ...] = ()
    beyond: Fraction = Fraction(0)
    ties: str = "same"
    bands: tuple[tuple[Fraction, Fraction], ...] = ()


@dataclass(frozen=True)
class Picks:
    exactly: int | None
    at_most: int | None
    one_per_stratum: bool


@dataclass(frozen=True)
class Motion:
    passes: Fraction
    over: bool
    base: str
    members: int


@dataclass(frozen=True)
class Figure:
    least: Fraction | None
    most: Fraction | None


@dataclass(frozen=True)
class LedgerItem:
    key: str
    title: Names
    start: Fraction
    floor: Fraction


@dataclass(frozen=True)
class Fact:
    key: str
    title: Names
    item: str
    delta: Fraction


@dataclass(frozen=True)
class Channel:
    key: str
    title: Names
    raters: str
    form: str
    weight: Fraction
    max: Fraction
    min_valid: int
    missing: str
    across: str
    blank_in_base: bool
    blank_penalty: Fraction
    floor: Fraction
    cap: Fraction
    trim: Trim | None = None
    groups: tuple[Group, ...] = ()
    group_missing: str = "block"
    transform: Transform | None = None
    items: tuple[Item, ...] = ()
    per_rater: str = "mean"
    every_item: bool = True
    overall: Overall | None = None
    picks: Picks | None = None
    motion: Motion | None = None
    figure: Figure | None = None
    ledger_items: tuple[LedgerItem, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    # How many are asked, 0 where the rules do not say; the count never reads it.
    invited: int = 0

    @property
    def is_sheet(self) -> bool:
        return self.form in {"items", "levels"}

    @property
    def is_wide(self) -> bool:
        """One form spans several entries."""
        return self.form in {"picks", "ranking"}

    @property
    def group_keys(self) -> tuple[str, ...]:
        return tuple(group.key for group in self.groups) or ("",)


@dataclass(frozen=True)
class Keep:
    """`kind` is top, share, min_score or all."""

    kind: str
    amount: Fraction


@dataclass(frozen=True)
class Stage:
    key: str
    title: Names
    use: tuple[str, ...]
    keep: Keep
    tie_at_cut: str
    # Whether forms that were begun and never signed stay out; by default none may be left.
    leaves_unsigned_out: bool = False


@dataclass(frozen=True)
class Medal:
    key: str
    title: Names
    seats: int


@dataclass(frozen=True)
class Select:
    mode: str
    seats: int
    may_be_fewer: bool
    min_score: Fraction | None
    reserve: int
    medals: tuple[Medal, ...]
    share_mode: str


@dataclass(frozen=True)
class Award:
    """A level of the selection."""

    key: str
    title: Names
    min: Fraction | None
    below: Fraction | None
    requires: tuple[str, ...]
    otherwise: str
    share: Fraction | None


@dataclass(frozen=True)
class Stratum:
    key: str
    title: Names
    quota: int


@dataclass(frozen=True)
class Rules:
    key: str
    title: Names
    channels: Mapping[str, Channel]
    stages: tuple[Stage, ...]
    select: Select
    strata: Mapping[str, Stratum]
    tie_order: tuple[str, ...]
    tie_then: str
    compare_printed: bool
    places: int
    max_bonus: Fraction | None
    max_deduction: Fraction | None
    vetoes: Mapping[str, Names]
    levels: tuple[Award, ...]
    # Names of the flags that levels require, where the rules give them one.
    flag_names: Mapping[str, Names]
    document: Mapping[str, Any] = field(repr=False)
    fingerprint: str

    @property
    def flags(self) -> tuple[str, ...]:
        """What levels require of an entry, each once, in the order of the levels."""
        return tuple(dict.fromkeys(flag for level in self.levels for flag in level.requires))

    @property
    def last(self) -> Stage:
        return self.stages[-1]

    @property
    def by_strata(self) -> bool:
        return self.select.mode == "strata"

    def stage_index(self, key: str) -> int | None:
        return next((index for index, stage in enumerate(self.stages) if stage.key == key), None)

    def first_use(self, index: int) -> list[Channel]:
        """The channels that stage number `index` is the first to use, in the order of the rules."""
        earlier = {key for stage in self.stages[:index] for key in stage.use}
        fresh = set(self.stages[index].use) - earlier
        return [channel for key, channel in self.channels.items() if key in fresh]
