"""What is legal in a rules document and yet can hardly be meant; read only once the document has no error."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from evaluation.tally.exact import plain
from evaluation.tally.kinds import Findings
from evaluation.tally.lint_channel import amount, reach

Members = Mapping[str, Any]
Row = dict[str, Any]

# In hundredths of a stage's weights: what a vote of the public may decide before the rules say why.
USUAL_PUBLIC = 30


def check_doubts(spelled: Members, found: Findings) -> None:
    """Warn of what cannot be reached, of gaps, of much weight on a public vote, of cuts and counts beyond what is there.

    `spelled` has every default written and no error.
    """
    channels: dict[str, Row] = {row["key"]: row for row in spelled["channel"]}
    _check_public(spelled, channels, found)
    for channel in channels.values():
        _check_raters(channel, found)
    left = _check_field(spelled, channels, found)
    _check_seats(spelled, left, found)
    _check_bounds(spelled, channels, found)
    if spelled["select"]["mode"] == "levels":
        _check_gaps(spelled, channels, found)


def _check_public(spelled: Members, channels: Mapping[str, Row], found: Findings) -> None:
    for stage in spelled["stage"]:
        used = [channels[key] for key in stage["use"]]
        public = [row for row in used if row["raters"] == "public"]
        share = _weight(public) * 100 / _weight(used)
        for row in public:
            if share > USUAL_PUBLIC and not row.get("reason"):
                path = f"channel.{row['key']}.reason"
                found.warn(path, "much_public", share=plain(Fraction(round(share * 10), 10)))


def _weight(rows: list[Row]) -> Fraction:
    return sum((amount(row["weight"]) for row in rows), start=Fraction(0))


def _check_raters(channel: Row, found: Findings) -> None:
    path, raters = f"channel.{channel['key']}", _raters(channel)
    for group in channel.get("groups", []) if channel["form"] != "motion" else []:
        _compare(f"{path}.groups.{group['key']}", group, _number(group, "invited"), found)
    _compare(path, channel, raters, found)
    trim = channel.get("trim")
    if trim and raters is not None and int(trim["if_at_least"]) > raters:
        found.warn(f"{path}.trim.if_at_least", "above_raters", value=trim["if_at_least"], raters=raters)


def _raters(channel: Row) -> int | None:
    """How many are asked, where the rules say so."""
    if channel["form"] == "motion" and "members" in channel["motion"]:
        return int(channel["motion"]["members"])
    groups = channel.get("groups", [])
    numbers = [_number(group, "invited") for group in groups]
    if "invited" not in channel and groups and None not in numbers:
        return sum(number or 0 for number in numbers)
    return _number(channel, "invited")


def _compare(path: str, row: Row, raters: int | None, found: Findings) -> None:
    if raters is not None and int(row["min_valid"]) > raters:
        found.warn(f"{path}.min_valid", "above_raters", value=row["min_valid"], raters=raters)


def _number(row: Members, name: str) -> int | None:
    return int(row[name]) if name in row else None


def _check_field(spelled: Members, channels: Mapping[str, Row], found: Findings) -> int | None:
    """Follow the number of entries through the cuts; return how many the last stage has at most."""
    left = _number(spelled["entries"], "expected")
    lists = len(spelled["entries"]["strata"]) if spelled["select"]["mode"] == "strata" else 1
    seen: set[str] = set()
    for stage in spelled["stage"]:
        for key in stage["use"]:
            if key not in seen:
                _check_picks(channels[key], left, found)
        seen |= set(stage["use"])
        left = _after_cut(stage, left, lists, found)
    return left


def _check_picks(channel: Row, left: int | None, found: Findings) -> None:
    exactly = channel.get("picks", {}).get("exactly") if channel["form"] == "picks" else None
    if exactly is not None and left is not None and int(exactly) > left:
        found.warn(f"channel.{channel['key']}.picks.exactly", "above_field", value=exactly, field=left)


def _after_cut(stage: Row, left: int | None, lists: int, found: Findings) -> int | None:
    keep = stage["keep"]
    if "share" in keep and left is not None:
        return int(amount(keep["share"]) * left)
    if "top" not in keep:
        return left
    top = int(keep["top"])
    if left is not None and top > left:
        found.warn(f"stage.{stage['key']}.keep.top", "above_field", value=top, field=left)
    return top * lists if left is None else min(top * lists, left)


def _check_seats(spelled: Members, left: int | None, found: Findings) -> None:
    if left is None:
        return
    for path, seats in _seats(spelled):
        if seats > left:
            found.warn(path, "above_field", value=seats, field=left)


def _seats(spelled: Members) -> Iterator[tuple[str, int]]:
    select = spelled["select"]
    if select["mode"] == "top":
        yield "select.seats", int(select["seats"])
    elif select["mode"] == "medals":
        yield "select.medals", sum(int(medal["seats"]) for medal in select["medals"])
    elif select["mode"] == "strata":
        yield "entries.strata", sum(int(row["quota"]) for row in spelled["entries"]["strata"])


def _check_bounds(spelled: Members, channels: Mapping[str, Row], found: Findings) -> None:
    last = spelled["stage"][-1]
    bounds = [
        (stage, f"stage.{stage['key']}.keep.min_score", stage["keep"]) for stage in spelled["stage"][:-1]
    ]
    if spelled["select"]["mode"] in {"top", "strata", "medals"}:
        bounds.append((last, "select.min_score", spelled["select"]))
    for stage, path, row in bounds:
        _check_bound(path, row.get("min_score"), _total_reach(spelled, stage, channels), found)
    if spelled["select"]["mode"] == "levels":
        most = _total_reach(spelled, last, channels)
        for level in spelled["level"]:
            _check_bound(f"level.{level['key']}.min", level.get("min"), most, found)


def _check_bound(path: str, bound: str | None, most: Fraction | None, found: Findings) -> None:
    if bound is not None and most is not None and amount(bound) > most:
        found.warn(path, "bound_out_of_reach", value=bound, reach=plain(most))


def _total_reach(spelled: Members, stage: Row, channels: Mapping[str, Row]) -> Fraction | None:
    """The most that channels and bonuses can add up to; None where bonuses have no bound."""
    adjust = spelled.get("adjust", {"max_bonus": "0"})
    if "max_bonus" not in adjust:
        return None
    parts = (_contribution(channels[key]) for key in stage["use"])
    return sum(parts, start=amount(adjust["max_bonus"]))


def _contribution(channel: Row) -> Fraction:
    return amount(channel["weight"]) * reach(channel) / amount(channel["max"])


def _check_gaps(spelled: Members, channels: Mapping[str, Row], found: Findings) -> None:
    """Levels as intervals from `min` to just under `below`; whatever lies between two of them has no level."""
    rows = sorted(spelled["level"], key=lambda row: (row.get("min") is not None, _low(row)))
    covered, ends_at = rows[0].get("below"), rows[0]
    for row in rows[1:]:
        if covered is None:
            return
        if amount(row.get("min", covered)) > amount(covered):
            path = f"level.{ends_at['key']}.below"
            found.warn(path, "gap_between_levels", low=covered, high=row["min"])
        below = row.get("below")
        if below is None or amount(below) > amount(covered):
            covered, ends_at = below, row
    most = _total_reach(spelled, spelled["stage"][-1], channels)
    if covered is not None and (most is None or amount(covered) <= most):
        found.warn(f"level.{ends_at['key']}.below", "no_level_above", low=covered)


def _low(row: Row) -> Fraction:
    return amount(row.get("min", "0"))
