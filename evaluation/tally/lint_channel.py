"""What the keys of one channel say together, and its defaults that depend on one another."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.tally.canonical import member_path
from evaluation.tally.exact import parse_amount, plain
from evaluation.tally.kinds import Findings
from evaluation.tally.schema_channel import MOTION_REFUSES

Members = Mapping[str, Any]


def check_channel(channel: dict[str, Any], path: str, found: Findings, *, has_strata: bool) -> None:
    """Check a channel whose single keys are sound; spell out `max`, `cap`, `trim` and `group_missing` in place."""
    form = channel["form"]
    if form in {"items", "levels"}:
        _check_sheet(channel, path, found)
    elif form == "picks":
        _check_picks(channel, path, found, has_strata=has_strata)
    elif form == "motion":
        _check_motion(channel, path, found)
    elif form == "figure":
        _check_figure(channel, path, found)
    elif form == "ledger":
        _check_ledger(channel, path, found)
    _check_trim(channel, path, found)
    _check_groups(channel, path, found)
    _check_transform(channel, path, found)
    if not found.errors_below(path):
        _check_scale(channel, path, found)


def amount(text: str) -> Fraction:
    """A number that has been checked already."""
    value = parse_amount(text)
    if value is None:
        raise ValueError(text)
    return value


def item_max(channel: Members, item: Members) -> Fraction:
    """The most that one answer to an item is worth."""
    if channel["form"] == "items":
        return amount(item["max"])
    return max(amount(level["value"]) for level in item.get("levels") or channel["levels"])


def natural_max(channel: Members) -> Fraction:
    """The most that one sheet is worth: the sum or the mean of its items' maxima."""
    maxima = [item_max(channel, item) for item in channel["items"]]
    total = sum(maxima, start=Fraction(0))
    return total if channel["per_rater"] == "sum" else total / len(maxima)


def _check_sheet(channel: dict[str, Any], path: str, found: Findings) -> None:
    items = channel["items"]
    for index, item in enumerate(items):
        place = member_path(f"{path}.items", items, index)
        if "step" in item and "max" in item and (amount(item["max"]) / amount(item["step"])).denominator != 1:
            found.warn(f"{place}.max", "max_off_step", value=item["max"], step=item["step"])
    if channel["form"] == "levels":
        _check_levels(channel, path, found)
    overall = channel.get("overall")
    if overall and overall["agree"] == overall["reject"]:
        found.error(f"{path}.overall.reject", "same_word", value=overall["reject"])


def _check_levels(channel: dict[str, Any], path: str, found: Findings) -> None:
    own = [bool(item.get("levels")) for item in channel["items"]]
    if "levels" not in channel and not all(own):
        found.error(f"{path}.levels", "missing_key")
        return
    if "levels" in channel and all(own):
        found.warn(f"{path}.levels", "unused_key")
    for index, item in enumerate(channel["items"]):
        if item_max(channel, item) <= 0 and not (channel["across"] == "share" and "max" in channel):
            place = member_path(f"{path}.items", channel["items"], index)
            found.error(place, "no_level_above_zero")


def _check_picks(channel: Members, path: str, found: Findings, *, has_strata: bool) -> None:
    picks = channel["picks"]
    if ("exactly" in picks) == ("at_most" in picks):
        found.error(f"{path}.picks", "exactly_or_at_most")
    if "at_least_one_per" in picks and not has_strata:
        found.error(f"{path}.picks.at_least_one_per", "strata_needed")


def _check_motion(channel: Members, path: str, found: Findings) -> None:
    for name in MOTION_REFUSES:
        if name in channel:
            found.error(f"{path}.{name}", "not_for_motion")
    if channel["blank"]["in_base"]:
        found.error(f"{path}.blank.in_base", "not_for_motion")
    motion = channel["motion"]
    if motion["base"] == "full" and "members" not in motion:
        found.error(f"{path}.motion.members", "members_needed")
    elif motion["base"] != "full" and "members" in motion:
        found.warn(f"{path}.motion.members", "unused_key")


def _check_figure(channel: Members, path: str, found: Findings) -> None:
    bounds = channel.get("figure", {})
    if "min" in bounds and "max" in bounds and amount(bounds["min"]) > amount(bounds["max"]):
        found.error(f"{path}.figure.max", "too_small", value=bounds["max"], bound=bounds["min"])


def _check_ledger(channel: Members, path: str, found: Findings) -> None:
    ledger = channel["ledger"]
    items = {item["key"] for item in ledger["items"]}
    for index, fact in enumerate(ledger["facts"]):
        if fact["item"] not in items:
            place = member_path(f"{path}.ledger.facts", ledger["facts"], index)
            found.error(f"{place}.item", "unknown_item", value=fact["item"])


def _check_trim(channel: Members, path: str, found: Findings) -> None:
    trim = channel.get("trim")
    if not isinstance(trim, dict) or channel["form"] == "motion":
        return
    if channel["across"] != "mean":
        found.error(f"{path}.trim", "trim_needs_mean", across=channel["across"])
    least = int(trim["high"]) + int(trim["low"]) + 1
    if int(trim.setdefault("if_at_least", str(least))) < least:
        found.error(f"{path}.trim.if_at_least", "too_small", value=trim["if_at_least"], bound=least)


def _check_groups(channel: dict[str, Any], path: str, found: Findings) -> None:
    if channel.get("groups") and channel["form"] != "motion":
        channel.setdefault("group_missing", "block")
    elif "group_missing" in channel:
        found.warn(f"{path}.group_missing", "unused_key")


def _check_transform(channel: Members, path: str, found: Findings) -> None:
    transform = channel.get("transform")
    if not isinstance(transform, dict) or channel["form"] == "motion":
        return
    place = f"{path}.transform"
    if channel["form"] == "ranking" and transform["kind"] != "rank_points":
        found.error(f"{place}.kind", "ranking_needs_points")
    if transform["kind"] == "rank_points":
        _check_points(transform, place, found)
    if transform["kind"] == "bands":
        _check_bands(transform["bands"], place, found)


def _check_points(transform: dict[str, Any], place: str, found: Findings) -> None:
    if "table" in transform:
        transform.setdefault("beyond", "0")
        unused: tuple[str, ...] = ("first", "step", "min")
    elif "first" in transform and "step" in transform:
        unused = ("beyond",)
    else:
        found.error(place, "table_or_first")
        return
    for name in unused:
        if name in transform:
            found.warn(f"{place}.{name}", "unused_key")


def _check_bands(bands: list[list[str]], place: str, found: Findings) -> None:
    bounds = [amount(bound) for bound, _ in bands]
    if len(set(bounds)) != len(bounds):
        found.error(f"{place}.bands", "repeated_member")


def _check_scale(channel: dict[str, Any], path: str, found: Findings) -> None:
    if "max" not in channel:
        if channel["form"] not in {"items", "levels"} or channel["across"] == "sum":
            found.error(f"{path}.max", "max_needed")
            return
        channel["max"] = plain(natural_max(channel))
    channel.setdefault("cap", channel["max"])
    if amount(channel["cap"]) < amount(channel["floor"]):
        found.error(f"{path}.cap", "too_small", value=channel["cap"], bound=channel["floor"])
    most = reach(channel)
    if most < amount(channel["max"]):
        found.warn(f"{path}.max", "max_out_of_reach", value=channel["max"], reach=plain(most))


def reach(channel: Members) -> Fraction:
    """The highest value the channel can have: its cap, or less where form and transform give no more."""
    cap = amount(channel["cap"])
    summed = channel["form"] == "ranking" and channel["across"] == "sum"
    bound = None if summed else _single_reach(channel)
    return cap if bound is None else min(cap, bound)


def _single_reach(channel: Members) -> Fraction | None:
    return _points_reach(channel["transform"]) if "transform" in channel else _forms_reach(channel)


def _forms_reach(channel: Members) -> Fraction | None:
    if channel["form"] in {"items", "levels"} and channel["across"] in {"mean", "median"}:
        return natural_max(channel)
    if channel["form"] == "levels" and channel["across"] == "share":
        return _share_reach(channel)
    if channel["form"] == "figure" and channel["across"] == "mean":
        most = channel.get("figure", {}).get("max")
        return None if most is None else amount(most)
    if channel["form"] == "ledger" and channel["across"] == "mean":
        return _ledger_reach(channel["ledger"])
    return None


def _share_reach(channel: Members) -> Fraction:
    """An item without a level marked good never has a good answer."""
    items = channel["items"]
    good = [any(level["good"] for level in item.get("levels") or channel["levels"]) for item in items]
    return amount(channel["max"]) * sum(good) / len(items)


def _ledger_reach(ledger: Members) -> Fraction | None:
    """Where facts only take points away, a clean record is the best there is."""
    if any(amount(fact["delta"]) > 0 for fact in ledger["facts"]):
        return None
    return sum(
        (max(amount(row["floor"]), amount(row["start"])) for row in ledger["items"]), start=Fraction(0)
    )


def _points_reach(transform: Members) -> Fraction | None:
    if transform["kind"] == "ratio_to_max":
        return amount(transform["to"])
    if transform["kind"] == "bands":
        return max(amount(points) for _, points in transform["bands"])
    if "table" in transform:
        return max(amount(points) for points in [*transform["table"], transform["beyond"]])
    if amount(transform["step"]) > 0:
        return None
    return max(amount(transform["first"]), amount(transform.get("min", transform["first"])))
