"""Seeded rules over the whole vocabulary of tally.md, small enough that ties, gaps and cuts are common."""

from random import Random
from typing import Any

from evaluation.tally.schema_channel import ACROSS

Members = dict[str, Any]
FORMS = ("items", "levels", "picks", "ranking", "motion", "figure", "ledger")
FLAGS = ("visited", "papers")
STRATA = ("X", "Y")


def maybe(rng: Random, percent: int, key: str, value: Any) -> Members:
    return {key: value} if rng.randrange(100) < percent else {}


def number(rng: Random, least: int, most: int) -> str:
    return str(rng.randint(least, most))


def random_rules(rng: Random, *, weighted: bool = False) -> Members:
    """A rules document; `weighted` asks for three channels of 30, 40 and 30. It may be one that the linter refuses."""
    mode = rng.choice(("top", "top", "strata", "levels", "motion", "medals"))
    strata = mode == "strata" or rng.random() < 0.3
    weights = (
        ("30", "40", "30")
        if weighted
        else tuple(rng.choices(("30", "7", "2/3", "12.5"), k=rng.randint(1, 4)))
    )
    channels = [_channel(rng, f"c{place}", weight, strata) for place, weight in enumerate(weights)]
    stages = _stages(rng, [row["key"] for row in channels], weighted)
    if mode == "motion":
        channels[rng.choice([int(key[1:]) for key in stages[-1]["use"]])].update(_form(rng, "motion", strata))
    return {
        "format": "1",
        "key": "chance",
        "entries": {"strata": _strata(rng, mode) if strata else []},
        "channel": channels,
        "stage": stages,
        "select": _select(rng, mode),
        "tie": {"order": _order(rng, channels), "then": rng.choice(("committee", "share"))},
        "rounding": {"compare_on": rng.choice(("exact", "printed")), "places": rng.choice("0012")},
        "veto": [{"key": "fraud"}, {"key": "late"}],
        **maybe(rng, 50, "adjust", maybe(rng, 60, "max_bonus", "1") | maybe(rng, 60, "max_deduction", "0.5")),
        **({"level": _levels(rng)} if mode == "levels" else {}),
    }


def _channel(rng: Random, key: str, weight: str, strata: bool) -> Members:
    form = rng.choice(FORMS)
    return {
        "key": key,
        "raters": "panel",
        "weight": weight,
        "missing": rng.choice(("block", *["zero"] * 4, *["renormalise"] * 4)),
        "min_valid": rng.choice(("1", "1", "1", "2")),
        **_form(rng, form, strata),
    }


def _form(rng: Random, form: str, strata: bool) -> Members:
    base = {
        "form": form,
        **OPTIONS[form](rng, strata),
        "blank": maybe(rng, 50, "penalty", rng.choice(("1", "0.5"))),
    }
    if form != "motion":
        base["blank"] |= maybe(rng, 40, "in_base", True)
        base |= _gathered(rng, form)
    return base | maybe(rng, 15, "floor", rng.choice(("-5", "1"))) | maybe(rng, 15, "cap", "3/2")


def _gathered(rng: Random, form: str) -> Members:
    across = rng.choice(ACROSS[form])
    told: Members = {"across": across}
    if across == "sum" or form not in {"items", "levels"}:
        told["max"] = rng.choice(("3", "10", "100"))
    if across == "mean":
        told |= maybe(
            rng,
            40,
            "trim",
            {"high": number(rng, 0, 2), "low": number(rng, 0, 1)} | maybe(rng, 30, "if_at_least", "4"),
        )
    if rng.random() < 0.35:
        groups = [
            {"key": key, "weight": rng.choice(("1", "2", "1/3")), "min_valid": rng.choice(("1", "1", "2"))}
            for key in ("firms", "people")
        ]
        told |= {"groups": groups, "group_missing": rng.choice(("block", "renormalise"))}
    if form == "ranking":
        told["transform"] = _points(rng)
    return told | ({"transform": _transform(rng)} if form != "ranking" and rng.random() < 0.35 else {})


def _transform(rng: Random) -> Members:
    bands = [
        [bound, number(rng, 0, 9)] for bound in rng.sample(("0", "1", "2.5", "5", "9"), rng.randint(1, 4))
    ]
    return rng.choice(
        (
            {"kind": "ratio_to_max"} | maybe(rng, 50, "to", "7"),
            _points(rng),
            {"kind": "bands", "bands": bands},
        )
    )


def _points(rng: Random) -> Members:
    ties = maybe(rng, 60, "ties", rng.choice(("same", "mean")))
    if rng.random() < 0.5:
        table = [number(rng, 0, 9) for _ in range(rng.randint(1, 4))]
        return {"kind": "rank_points", "table": table, **maybe(rng, 50, "beyond", "1"), **ties}
    line = {"first": number(rng, 3, 9), "step": rng.choice(("-1", "-2.5", "1"))}
    return {"kind": "rank_points", **line, **maybe(rng, 50, "min", "1"), **ties}


def _items(rng: Random, strata: bool) -> Members:
    items = [
        {"key": f"i{place}", "max": rng.choice(("3", "5", "2.5"))}
        | maybe(rng, 60, "step", rng.choice(("1", "0.5", "1/3")))
        for place in range(rng.randint(1, 3))
    ]
    return {"items": items, **_sheet(rng)}


def _sheet(rng: Random) -> Members:
    overall = {"agree": "agree", "reject": "disagree"} | maybe(rng, 50, "in_base", False)
    told = {"per_rater": rng.choice(("sum", "mean")), "valid_if": rng.choice(("every_item", "any_item"))}
    return told | maybe(rng, 30, "overall", overall)


def _graded(rng: Random, strata: bool) -> Members:
    items = [{"key": f"i{place}"} for place in range(rng.randint(1, 3))]
    own = [{"key": "good", "value": "2", "good": True}, {"key": "bad", "value": "0.5"}]
    for item in items:
        item.update(maybe(rng, 20, "levels", own))
    shared = [
        ("good", "3", True),
        ("fair", rng.choice(("2", "1")), rng.random() < 0.5),
        ("bad", rng.choice(("0", "-1")), False),
    ]
    levels = [{"key": key, "value": value, "good": good} for key, value, good in shared]
    return {"items": items, "levels": levels, **_sheet(rng)}


def _picks(rng: Random, strata: bool) -> Members:
    picks = {rng.choice(("exactly", "at_most")): number(rng, 1, 3)}
    return {"picks": picks | (maybe(rng, 50, "at_least_one_per", "stratum") if strata else {}), "max": "5"}


def _motion(rng: Random, strata: bool) -> Members:
    base = rng.choice(("full", "present", "cast"))
    motion = {"pass": rng.choice(("1/2", "2/3", "1")), "over": rng.random() < 0.5, "base": base}
    return {"motion": motion | ({"members": number(rng, 3, 9)} if base == "full" else {}), "max": "10"}


def _figure(rng: Random, strata: bool) -> Members:
    return maybe(rng, 70, "figure", maybe(rng, 70, "min", "0") | maybe(rng, 70, "max", "9"))


def _ledger(rng: Random, strata: bool) -> Members:
    items = [
        {"key": key, "start": start} | maybe(rng, 50, "floor", "-2")
        for key, start in (("x", "5"), ("y", "1.5"))
    ]
    facts = [
        {"key": key, "item": item, "delta": delta}
        for key, item, delta in (("late", "x", "-1"), ("lost", "y", "-2/3"), ("praise", "x", "0.5"))
    ]
    return {"ledger": {"items": items, "facts": facts}}


OPTIONS = {
    "items": _items,
    "levels": _graded,
    "picks": _picks,
    "ranking": lambda _rng, _strata: {},
    "motion": _motion,
    "figure": _figure,
    "ledger": _ledger,
}


def _stages(rng: Random, keys: list[str], weighted: bool) -> list[Members]:
    number_of = rng.choice((1, 2, 2, 3))
    stages = [
        {"key": f"s{place}", "use": sorted(rng.sample(keys, rng.randint(1, len(keys))))}
        for place in range(number_of)
    ]
    for stage in stages[:-1]:
        keep = rng.choice(
            (
                {"top": number(rng, 1, 4)},
                {"top": number(rng, 2, 4)},
                {"share": rng.choice(("0.6", "1/2", "0.1"))},
                {"min_score": number(rng, 0, 20)},
                {"all": True},
            )
        )
        stage["keep"] = keep
        if keep.keys() & {"top", "share"}:
            policy = rng.choice(("include_all", "drop_all", "order", "order"))
            stage.update(maybe(rng, 80, "tie_at_cut", policy))
    if weighted or rng.random() < 0.6:
        stages[-1]["use"] = keys
    return stages


def _select(rng: Random, mode: str) -> Members:
    told: Members = {"mode": mode}
    if mode in {"top", "strata", "medals"}:
        told |= maybe(rng, 30, "may_be_fewer", False) | maybe(rng, 30, "min_score", number(rng, 0, 20))
        told |= maybe(rng, 50, "reserve", number(rng, 1, 2))
    if mode == "top":
        told["seats"] = number(rng, 1, 4)
    if mode == "medals":
        told["medals"] = [
            {"key": key, "seats": number(rng, 1, 2)}
            for key in ("gold", "silver", "bronze")[: rng.randint(1, 3)]
        ]
    return told | (maybe(rng, 60, "share_mode", "cap") if mode == "levels" else {})


def _levels(rng: Random) -> list[Members]:
    keys = ("five", "four", "three")[: rng.randint(1, 3)]
    levels = []
    for place, key in enumerate(keys):
        level: Members = (
            {"key": key} | maybe(rng, 80, "min", str(30 - 12 * place)) | maybe(rng, 20, "below", "50")
        )
        level |= maybe(rng, 40, "requires", rng.sample(FLAGS, rng.randint(1, 2)))
        level |= maybe(rng, 60, "share", rng.choice(("0", "0.25", "1/2")))
        lower = keys[place + 1 :]
        levels.append(level | (maybe(rng, 40, "otherwise", rng.choice(lower)) if lower else {}))
    return levels


def _strata(rng: Random, mode: str) -> list[Members]:
    return [{"key": key} | ({"quota": number(rng, 0, 2)} if mode == "strata" else {}) for key in STRATA]


def _order(rng: Random, channels: list[Members]) -> list[str]:
    names = [row["key"] for row in channels]
    names += [
        f"{row['key']}.{item['key']}"
        for row in channels
        for item in row.get("items", [])
        if row["form"] in {"items", "levels"}
    ]
    return rng.sample(names, min(len(names), rng.choice((0, 1, 2, 2))))
