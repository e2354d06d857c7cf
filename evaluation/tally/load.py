"""From a rules document to Rules: examined, defaults spelled out, typed."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.tally.canonical import fingerprint, plain_document
from evaluation.tally.lint import spell_out, strata_of
from evaluation.tally.lint_channel import amount, item_max
from evaluation.tally.rules import (
    Award,
    Channel,
    Fact,
    Figure,
    Group,
    Item,
    Keep,
    LedgerItem,
    Level,
    Medal,
    Motion,
    Names,
    Overall,
    Picks,
    Rules,
    Select,
    Stage,
    Stratum,
    Transform,
    Trim,
)

Members = Mapping[str, Any]


def load_rules(document: Members) -> Rules:
    """Read a document as `read_toml` or `read_json` gives it; RulesError names every fault.

    The fingerprint is that of the document as given, so a frozen document and a scheme file that leaves
    defaults open have different ones.
    """
    spelled = spell_out(document)
    plain, _ = plain_document(document)
    adjust, tie, rounding = spelled.get("adjust", {}), spelled["tie"], spelled["rounding"]
    return Rules(
        key=spelled["key"],
        title=names(spelled),
        channels={row["key"]: _channel(row) for row in spelled["channel"]},
        stages=tuple(_stage(row) for row in spelled["stage"]),
        select=_select(spelled["select"]),
        strata={row["key"]: _stratum(row) for row in strata_of(spelled)},
        tie_order=tuple(tie["order"]),
        tie_then=tie["then"],
        compare_printed=rounding["compare_on"] == "printed",
        places=int(rounding["places"]),
        max_bonus=_optional(adjust, "max_bonus"),
        max_deduction=_optional(adjust, "max_deduction"),
        vetoes={row["key"]: names(row) for row in spelled.get("veto", [])},
        levels=tuple(_award(row) for row in spelled.get("level", [])),
        flag_names={row["key"]: names(row) for row in spelled["entries"].get("flags", [])},
        document=plain,
        fingerprint=fingerprint(plain),
    )


def names(row: Members) -> Names:
    """The titles by language; the key where there is none."""
    title = row.get("title") or row["key"]
    return dict(title) if isinstance(title, Mapping) else {"zh": title, "en": title}


def _optional(row: Members, name: str) -> Fraction | None:
    return amount(row[name]) if name in row else None


def _channel(row: Members) -> Channel:
    return Channel(
        key=row["key"],
        title=names(row),
        raters=row["raters"],
        form=row["form"],
        weight=amount(row["weight"]),
        max=amount(row["max"]),
        min_valid=int(row["min_valid"]),
        missing=row["missing"],
        across=row.get("across", ""),
        blank_in_base=row["blank"]["in_base"],
        blank_penalty=amount(row["blank"]["penalty"]),
        floor=amount(row["floor"]),
        cap=amount(row["cap"]),
        trim=_trim(row.get("trim")),
        groups=tuple(_group(group) for group in row.get("groups", [])),
        group_missing=row.get("group_missing", "block"),
        transform=_transform(row.get("transform")),
        invited=int(row.get("invited", "0")),
        **_form(row),
    )


def _form(row: Members) -> dict[str, Any]:
    form = row["form"]
    if form in {"items", "levels"}:
        return _sheet(row)
    if form == "picks":
        return {"picks": _picks(row["picks"])}
    if form == "motion":
        return {"motion": _motion(row["motion"])}
    if form == "figure":
        bounds = row.get("figure", {})
        return {"figure": Figure(_optional(bounds, "min"), _optional(bounds, "max"))}
    return _ledger(row["ledger"]) if form == "ledger" else {}


def _sheet(row: Members) -> dict[str, Any]:
    return {
        "items": tuple(_item(row, item) for item in row["items"]),
        "per_rater": row["per_rater"],
        "every_item": row["valid_if"] == "every_item",
        "overall": _overall(row.get("overall")),
    }


def _item(row: Members, item: Members) -> Item:
    levels = (item.get("levels") or row["levels"]) if row["form"] == "levels" else []
    return Item(
        item["key"],
        names(item),
        item_max(row, item),
        _optional(item, "step") if row["form"] == "items" else None,
        {level["key"]: _level(level) for level in levels},
    )


def _level(row: Members) -> Level:
    return Level(row["key"], names(row), amount(row["value"]), row["good"])


def _overall(row: Members | None) -> Overall | None:
    return Overall(row["key"], names(row), row["agree"], row["reject"], row["in_base"]) if row else None


def _trim(row: Members | None) -> Trim | None:
    return Trim(int(row["high"]), int(row["low"]), int(row["if_at_least"])) if row is not None else None


def _group(row: Members) -> Group:
    return Group(
        row["key"], names(row), amount(row["weight"]), int(row["min_valid"]), int(row.get("invited", "0"))
    )


def _transform(row: Members | None) -> Transform | None:
    if row is None:
        return None
    return Transform(
        kind=row["kind"],
        to=amount(row.get("to", "100")),
        first=None if "table" in row else _optional(row, "first"),
        step=amount(row.get("step", "0")),
        least=_optional(row, "min"),
        table=tuple(amount(points) for points in row.get("table", [])),
        beyond=amount(row.get("beyond", "0")),
        ties=row.get("ties", "same"),
        bands=tuple((amount(bound), amount(points)) for bound, points in row.get("bands", [])),
    )


def _picks(row: Members) -> Picks:
    exactly, at_most = row.get("exactly"), row.get("at_most")
    return Picks(
        int(exactly) if exactly is not None else None,
        int(at_most) if at_most is not None else None,
        "at_least_one_per" in row,
    )


def _motion(row: Members) -> Motion:
    return Motion(amount(row["pass"]), row["over"], row["base"], int(row.get("members", "0")))


def _ledger(row: Members) -> dict[str, Any]:
    facts = (Fact(fact["key"], names(fact), fact["item"], amount(fact["delta"])) for fact in row["facts"])
    return {
        "ledger_items": tuple(
            LedgerItem(item["key"], names(item), amount(item["start"]), amount(item["floor"]))
            for item in row["items"]
        ),
        "facts": {fact.key: fact for fact in facts},
    }


def _stage(row: Members) -> Stage:
    kind, value = next(iter(row["keep"].items()))
    keep = Keep(kind, Fraction(0) if kind == "all" else amount(value))
    leave_out = row.get("unsigned") == "leave_out"
    return Stage(
        row["key"], names(row), tuple(row["use"]), keep, row.get("tie_at_cut", "include_all"), leave_out
    )


def _select(row: Members) -> Select:
    medals = row.get("medals", []) if row["mode"] == "medals" else []
    return Select(
        mode=row["mode"],
        seats=int(row.get("seats", "0")),
        may_be_fewer=row.get("may_be_fewer", True),
        min_score=_optional(row, "min_score"),
        reserve=int(row.get("reserve", "0")),
        medals=tuple(Medal(medal["key"], names(medal), int(medal["seats"])) for medal in medals),
        share_mode=row.get("share_mode", "report"),
    )


def _stratum(row: Members) -> Stratum:
    return Stratum(row["key"], names(row), int(row.get("quota", "0")))


def _award(row: Members) -> Award:
    return Award(
        row["key"],
        names(row),
        _optional(row, "min"),
        _optional(row, "below"),
        tuple(row["requires"]),
        row.get("otherwise", ""),
        _optional(row, "share"),
    )
