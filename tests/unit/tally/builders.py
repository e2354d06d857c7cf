"""Short ways to write rules and forms for tests of the tally."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.tally import Decision, Entry, Inputs, Rules, Run, load_rules, run

Document = dict[str, Any]


def channel(key: str = "panel", form: str = "items", **more: Any) -> Document:
    """A channel of one item out of 100, in which one form is enough."""
    base: Document = {"key": key, "raters": "panel", "form": form, "weight": "100"}
    if form in {"items", "levels"}:
        base["items"] = [{"key": "mark", "max": "100"}] if form == "items" else [{"key": "mark"}]
    if form == "levels":
        base["levels"] = levels(good=100, fair=60, bad=0)
    if form in {"picks", "ranking", "motion", "figure", "ledger"}:
        base["max"] = "100"
    return base | more


def levels(**values: int) -> list[Document]:
    return [{"key": key, "value": str(value), "good": value >= 60} for key, value in values.items()]


def document(*channels: Document, **chapters: Any) -> Document:
    """Rules with all channels in one stage, and a selection of one seat, unless said otherwise."""
    return {
        "format": "1",
        "key": "test",
        "channel": list(channels),
        "stage": [{"key": "final", "use": [row["key"] for row in channels]}],
        "select": {"mode": "top", "seats": "1"},
    } | chapters


def entries(keys: str | Iterable[str], **more: Mapping[str, Any]) -> list[Entry]:
    """Entries by key; `more` says by key what one of them has, as in `A={"veto": ("fraud",)}`."""
    return [Entry(key, **more.get(key, {})) for key in (keys.split() if isinstance(keys, str) else keys)]


def forms(*rows: tuple[Any, ...]) -> dict[tuple[str, str, str, str, str], int]:
    """Rows of (channel, entry, answers[, count[, group[, state]]])."""
    counted: Counter[tuple[str, str, str, str, str]] = Counter()
    for key, entry, answers, *rest in rows:
        count, group, state = [*rest, *(1, "", "")[len(rest) :]]
        counted[key, entry, group, answers, state] += count
    return dict(counted)


def wide(*rows: tuple[Any, ...]) -> dict[Any, int]:
    """Forms that span entries: (channel, {entry: place or ""}[, count[, recused entries[, group]]])."""
    counted: Counter[Any] = Counter()
    for key, named, *rest in rows:
        count, recused, group = [*rest, *(1, "", "")[len(rest) :]]
        lines = [(entry, str(place), "") for entry, place in named.items()]
        lines += [(entry, "", "recused") for entry in recused.split()]
        counted[key, group, tuple(sorted(lines))] += count
    return dict(counted)


def picked(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "")


def run_it(
    rules: Document | Rules,
    patterns: Mapping[Any, int],
    listed: list[Entry] | None = None,
    *,
    wide_forms: Mapping[Any, int] | None = None,
    decisions: Iterable[Decision] = (),
    through: str | None = None,
) -> Run:
    """Run a tally; without a list the entries are those that the forms name."""
    loaded = rules if isinstance(rules, Rules) else load_rules(rules)
    named = sorted({entry for _, entry, *_ in patterns})
    inputs = Inputs(
        entries(named) if listed is None else listed, patterns, tuple(decisions), dict(wide_forms or {})
    )
    return run(loaded, inputs, through)


def result_of(*args: Any, **kwargs: Any) -> Document:
    return run_it(*args, **kwargs).result


def place(result: Document, entry: str, stage: str | None = None) -> Document:
    """What the result tells of an entry in a stage; in the last one listed where none is named."""
    listed = result["stages"][-1] if stage is None else _stage(result, stage)
    return next(row for row in listed["entries"] if row["entry"] == entry)


def of_channel(result: Document, entry: str, key: str = "panel") -> Document:
    told: Document = place(result, entry)["channels"][key]
    return told


def value(result: Document, entry: str, key: str = "panel") -> str | None:
    told = of_channel(result, entry, key)["value"]
    return told and told["exact"]


def totals(result: Document, stage: str | None = None) -> dict[str, str]:
    """Printed totals in the order of the stage."""
    listed = result["stages"][-1] if stage is None else _stage(result, stage)
    return {row["entry"]: row["total"]["printed"] for row in listed["entries"]}


def outcomes(rows: Iterable[Document]) -> dict[str, tuple[Any, ...]]:
    """Outcome and reasons of each entry, in order."""
    return {row["entry"]: (row["outcome"], *row["reasons"]) for row in rows}


def awarded(result: Document) -> list[str]:
    return [row["entry"] for row in result["selection"] if row["outcome"] == "awarded"]


def _stage(result: Document, key: str) -> Document:
    return next(stage for stage in result["stages"] if stage["key"] == key)
