"""A rules document as a page shows it: stages as a pipeline, channels with weights and criteria, what is assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.kit.display import is_english
from brandportal.rulebook import Fault, check
from evaluation.enums import FormKind, RaterKind
from evaluation.selectors.rules import scheme_document, scheme_keys
from evaluation.selectors.scheme_words import channel_words, outcome_words, selection_words, words
from evaluation.tally.exact import parse_amount, plain


@dataclass(frozen=True)
class Fact:
    """A term and its value; `assumed` where the source leaves it open."""

    term: str
    value: str
    assumed: bool = False


@dataclass(frozen=True)
class ItemView:
    title: str
    value: str


@dataclass(frozen=True)
class ChannelView:
    key: str
    title: str
    raters: str
    form: str
    weight: str
    weight_assumed: bool
    items: list[ItemView]
    items_assumed: bool
    levels: list[ItemView]
    levels_assumed: bool
    facts: list[Fact]


@dataclass(frozen=True)
class StageView:
    key: str
    title: str
    channels: str
    cut: str
    assumed: bool


@dataclass(frozen=True)
class SchemeView:
    """One scheme, or the rules of one round, ready to be shown."""

    key: str
    title: str
    source: str
    stages: list[StageView]
    channels: list[ChannelView]
    outcome: str
    outcome_assumed: bool
    selection: list[Fact]
    total_weight: str
    assumed: list[str]
    faults: list[Fault]

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.level == "error"]

    @property
    def warnings(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.level != "error"]


MISSING = {
    "block": lambda: _("the tally stops"),
    "zero": lambda: _("counts as 0"),
    "renormalise": lambda: _("its weight is left out"),
}
TIES_AT_CUT = {
    "include_all": lambda: _("all who tie at the cut go on"),
    "drop_all": lambda: _("none who ties at the cut goes on"),
    "order": lambda: _("a tie at the cut goes by the order of ties"),
}
THEN = {
    "committee": lambda: _("the committee decides, with its reason"),
    "share": lambda: _("both share the place"),
}


def schemes() -> list[SchemeView]:
    return [scheme_view(scheme_document(key)) for key in scheme_keys()]


def scheme_view(document: Mapping[str, Any]) -> SchemeView:
    """Return `document` for a page; it may be faulty, then what cannot be read is left out."""
    assumed = [str(path) for path in document.get("source", {}).get("assumed", [])]
    return SchemeView(
        key=str(document.get("key", "")),
        title=words(document),
        source=_source(document.get("source", {})),
        stages=[_stage(row, document, assumed) for row in document.get("stage", [])],
        channels=[_channel(row, assumed) for row in document.get("channel", [])],
        outcome=outcome_words(document),
        outcome_assumed="select.seats" in assumed,
        selection=_selection(document, assumed),
        total_weight=_total(document),
        assumed=assumed,
        faults=check(dict(document)),
    )


def _source(source: Mapping[str, Any]) -> str:
    parts = [
        words(source, "document") if source.get("document") else "",
        words(source, "place") if source.get("place") else "",
    ]
    return (
        ", ".join(part for part in parts if part)
        if is_english()
        else "，".join(part for part in parts if part)
    )


def _stage(row: Mapping[str, Any], document: Mapping[str, Any], assumed: Sequence[str]) -> StageView:
    titles = {channel["key"]: words(channel) for channel in document.get("channel", [])}
    weights = {channel["key"]: str(channel.get("weight", "")) for channel in document.get("channel", [])}
    joined = " + ".join(f"{titles.get(key, key)} {weights.get(key, '')}" for key in row.get("use", []))
    is_open = any(f"stage.{row['key']}.{name}" in assumed for name in ("keep", "tie_at_cut"))
    return StageView(row["key"], words(row), joined, _cut(row), is_open)


def _cut(row: Mapping[str, Any]) -> str:
    keep = row.get("keep", {"all": True})
    kind, amount = next(iter(keep.items()), ("all", True))
    says = {
        "top": lambda: _("the first %(amount)s go on") % {"amount": amount},
        "share": lambda: _("the best %(amount)s of all go on") % {"amount": amount},
        "min_score": lambda: _("all with at least %(amount)s points go on") % {"amount": amount},
    }.get(kind)
    if says is None:
        return ""
    tie = TIES_AT_CUT.get(row.get("tie_at_cut", "include_all"))
    if not tie or kind == "min_score":
        return says()
    return _("%(cut)s; %(tie)s") % {"cut": says(), "tie": tie()}


def _channel(row: Mapping[str, Any], assumed: Sequence[str]) -> ChannelView:
    path = f"channel.{row['key']}"
    raters, form = str(row.get("raters", "")), str(row.get("form", ""))
    return ChannelView(
        key=row["key"],
        title=words(row),
        raters=str(RaterKind(raters).label) if raters in RaterKind.values else raters,
        form=str(FormKind(form).label) if form in FormKind.values else form,
        weight=str(row.get("weight", "")),
        weight_assumed=f"{path}.weight" in assumed,
        items=_items(row),
        items_assumed=f"{path}.items" in assumed or ("ledger" in row and f"{path}.ledger" in assumed),
        levels=[ItemView(words(level), str(level.get("value", ""))) for level in row.get("levels", [])],
        levels_assumed=f"{path}.levels" in assumed,
        facts=[
            *(Fact(term, value, f"{path}.{key}" in assumed) for key, term, value in channel_words(row)),
            *_channel_facts(row, path, assumed),
        ],
    )


def _items(row: Mapping[str, Any]) -> list[ItemView]:
    """The lines of the form: criteria with their points, or a ledger's facts with what each adds or takes."""
    facts = row.get("ledger", {}).get("facts", [])
    criteria = [ItemView(words(item), str(item.get("max", ""))) for item in row.get("items", [])]
    return [*criteria, *(ItemView(words(fact), str(fact.get("delta", ""))) for fact in facts)]


def _channel_facts(row: Mapping[str, Any], path: str, assumed: Sequence[str]) -> list[Fact]:
    least = str(row.get("min_valid", "1"))
    number = int(least) if least.isascii() and least.isdigit() else 0
    missing = MISSING.get(str(row.get("missing", "block")))
    told = (
        [Fact(_("Raters asked"), str(row["invited"]), f"{path}.invited" in assumed)]
        if "invited" in row
        else []
    )
    if row.get("reason"):
        told.append(Fact(_("Reason for the weight"), words(row, "reason"), f"{path}.reason" in assumed))
    return [
        *told,
        Fact(
            _("At least"),
            ngettext("%(count)s valid form", "%(count)s valid forms", number) % {"count": least},
            f"{path}.min_valid" in assumed,
        ),
        Fact(_("With fewer"), missing() if missing else "", f"{path}.missing" in assumed),
    ]


def _selection(document: Mapping[str, Any], assumed: Sequence[str]) -> list[Fact]:
    lists = [Fact(term, value, path in assumed) for path, term, value in selection_words(document)]
    return [*_seats(document.get("select", {}), assumed), *lists, *_comparing(document, assumed)]


def _seats(select: Mapping[str, Any], assumed: Sequence[str]) -> list[Fact]:
    if select.get("mode", "top") in {"levels", "motion"}:
        return []
    fewer = _("possible") if select.get("may_be_fewer", True) else _("reported")
    seats = [Fact(_("Seats"), str(select["seats"]), "select.seats" in assumed)] if "seats" in select else []
    return [*seats, Fact(_("Fewer than the seats"), fewer, "select.may_be_fewer" in assumed)]


def _comparing(document: Mapping[str, Any], assumed: Sequence[str]) -> list[Fact]:
    tie, rounding = document.get("tie", {}), document.get("rounding", {})
    titles = {channel["key"]: words(channel) for channel in document.get("channel", [])}
    order = [titles.get(name.partition(".")[0], name) for name in tie.get("order", [])]
    then = THEN.get(tie.get("then", "committee"))
    exact = rounding.get("compare_on", "exact") == "exact"
    places = {"places": str(rounding.get("places", "2"))}
    return [
        Fact(_("Ties"), " → ".join([*order, then() if then else ""]), "tie.order" in assumed),
        Fact(
            _("Compared"),
            _("on exact values, printed with %(places)s decimals") % places
            if exact
            else _("on printed values with %(places)s decimals") % places,
            "rounding.compare_on" in assumed,
        ),
    ]


def _total(document: Mapping[str, Any]) -> str:
    weights = [parse_amount(str(row.get("weight", ""))) for row in document.get("channel", [])]
    return plain(sum((weight for weight in weights if weight is not None), start=Fraction(0)))
