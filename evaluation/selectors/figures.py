"""What of a rules document can be changed in a form: weights, points, least numbers, cuts, seats and policies."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Round
from evaluation.enums import RaterKind
from evaluation.selectors.rules import read_document
from evaluation.selectors.scheme_words import words
from evaluation.selectors.schemes import MISSING, THEN, TIES_AT_CUT
from evaluation.tally.exact import plain
from evaluation.tally.lint_channel import natural_max

Row = Mapping[str, Any]
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Figure:
    """One place of the document; `choices` where it is a word, `is_optional` where it may be left out."""

    path: str
    label: str
    value: str
    choices: Choices = field(default_factory=list)
    is_optional: bool = False
    is_text: bool = False
    help_text: str = ""


@dataclass(frozen=True)
class Section:
    """The figures of one channel, one stage or one chapter."""

    title: str
    figures: list[Figure]


COMPARED: dict[str, Callable[[], str]] = {
    "exact": lambda: _("exact values"),
    "printed": lambda: _("printed values"),
}
UNSIGNED: dict[str, Callable[[], str]] = {
    "": lambda: _("none may be left"),
    "leave_out": lambda: _("they are left out"),
}
FEWER: dict[str, Callable[[], str]] = {"true": lambda: _("possible"), "false": lambda: _("reported")}


def sections_of(document: Row) -> list[Section]:
    """All figures of a document, in its own order; places that are not there have none."""
    channels = [Section(words(row), list(_channel(row))) for row in document.get("channel", [])]
    stages = [Section(words(row), list(_stage(row))) for row in document.get("stage", [])]
    chapters = [
        Section(_("Applications"), list(_entries(document.get("entries", {})))),
        Section(_("Selection and ties"), list(_selection(document))),
    ]
    return [section for section in [*channels, *stages, *chapters] if section.figures]


def to_be_changed(round: Round) -> dict[str, Any]:
    """Return the rules of `round` without what only follows from their figures, so that it follows anew.

    Frozen rules spell it out: a sheet's maximum from its points, the cap from the maximum, the least number of forms
    to trim from what is trimmed.
    """
    document = copy.deepcopy(read_document(round.rules))
    for row in document.get("channel", []):
        _forget_derived(row)
    return document


def _forget_derived(row: dict[str, Any]) -> None:
    if row.get("cap") is not None and row.get("cap") == row.get("max"):
        del row["cap"]
    is_sheet = row.get("form") in {"items", "levels"} and row.get("across") in {None, "mean", "median"}
    if is_sheet and "max" in row and "per_rater" in row and row["max"] == plain(natural_max(row)):
        del row["max"]
    trim = row.get("trim", {})
    if "if_at_least" in trim and trim["if_at_least"] == str(int(trim["high"]) + int(trim["low"]) + 1):
        del trim["if_at_least"]


def figures_of(document: Row) -> list[Figure]:
    return [figure for section in sections_of(document) for figure in section.figures]


def words_to_choose(table: Mapping[str, Callable[[], str]]) -> Choices:
    return [(key, says()) for key, says in table.items()]


def _channel(row: Row) -> Iterator[Figure]:
    path = f"channel.{row['key']}"
    yield Figure(f"{path}.weight", _("Weight"), row.get("weight", ""))
    yield Figure(f"{path}.min_valid", _("Least number of valid forms"), row.get("min_valid", "1"))
    yield Figure(f"{path}.invited", _("Raters asked"), row.get("invited", ""), is_optional=True)
    missing = row.get("missing", "block")
    yield Figure(f"{path}.missing", _("With fewer forms"), missing, words_to_choose(MISSING))
    if row.get("raters") == RaterKind.PUBLIC:
        yield from _reason(row, path)
    yield from _points(row, path)
    yield from _options(row, path)
    for name, label in (("high", _("Highest values left out")), ("low", _("Lowest values left out"))):
        if "trim" in row:
            yield Figure(f"{path}.trim.{name}", label, row["trim"].get(name, "0"))
    yield from _groups(row, path)


def _reason(row: Row, path: str) -> Iterator[Figure]:
    written = row.get("reason", {})
    reason = written if isinstance(written, Mapping) else {"zh": written, "en": written}
    label = _("Reason for more than 30 % (Chinese)")
    yield Figure(f"{path}.reason.zh", label, reason.get("zh", ""), is_optional=True, is_text=True)
    label = _("Reason for more than 30 % (English)")
    yield Figure(f"{path}.reason.en", label, reason.get("en", ""), is_optional=True, is_text=True)


def _points(row: Row, path: str) -> Iterator[Figure]:
    if row.get("form") == "items":
        for item in row.get("items", []):
            label = _("%(name)s: points") % {"name": words(item)}
            yield Figure(f"{path}.items.{item['key']}.max", label, item.get("max", ""))
    for level in row.get("levels", []):
        label = _("%(name)s: value") % {"name": words(level)}
        yield Figure(f"{path}.levels.{level['key']}.value", label, level.get("value", ""))
    for fact in row.get("ledger", {}).get("facts", []):
        label = _("%(name)s: points") % {"name": words(fact)}
        yield Figure(f"{path}.ledger.facts.{fact['key']}.delta", label, fact.get("delta", ""))
    if "max" in row:
        yield Figure(f"{path}.max", _("Maximum of the channel"), row["max"])


# What a form of its own has in its table, and what places are turned into.
OPTIONS: dict[str, Callable[[], str]] = {
    "picks.exactly": lambda: _("Brands to choose"),
    "picks.at_most": lambda: _("Brands to choose at most"),
    "motion.members": lambda: _("Members of the body that votes"),
    "motion.pass": lambda: _("Share of votes that passes"),
    "figure.min": lambda: _("Least number that is taken"),
    "figure.max": lambda: _("Greatest number that is taken"),
    "transform.to": lambda: _("Points of the largest value"),
    "transform.first": lambda: _("Points of the first place"),
    "transform.step": lambda: _("Points from one place to the next"),
    "transform.min": lambda: _("Least points of a place"),
}


def _options(row: Row, path: str) -> Iterator[Figure]:
    for place, says in OPTIONS.items():
        chapter, _dot, name = place.partition(".")
        table = row.get(chapter)
        if isinstance(table, Mapping) and name in table:
            yield Figure(f"{path}.{place}", says(), table[name])


def _groups(row: Row, path: str) -> Iterator[Figure]:
    for group in row.get("groups", []):
        place = f"{path}.groups.{group['key']}"
        label = _("%(name)s: weight") % {"name": words(group)}
        yield Figure(f"{place}.weight", label, group.get("weight", ""))
        label = _("%(name)s: least number of forms") % {"name": words(group)}
        yield Figure(f"{place}.min_valid", label, group.get("min_valid", "1"))


def _stage(row: Row) -> Iterator[Figure]:
    path, keep = f"stage.{row['key']}", row.get("keep", {})
    labels = {
        "top": _("How many go on"),
        "share": _("Share that goes on"),
        "min_score": _("Least total to go on"),
    }
    kind = next((name for name in labels if name in keep), "")
    if kind:
        yield Figure(f"{path}.keep.{kind}", labels[kind], keep[kind])
    if kind in {"top", "share"}:
        tie = row.get("tie_at_cut", "include_all")
        yield Figure(f"{path}.tie_at_cut", _("A tie at the cut"), tie, words_to_choose(TIES_AT_CUT))
    unsigned = row["unsigned"] if row.get("unsigned") in UNSIGNED else ""
    choices = words_to_choose(UNSIGNED)
    yield Figure(f"{path}.unsigned", _("Sheets that nobody signed"), unsigned, choices, is_optional=True)


def _entries(chapter: Row) -> Iterator[Figure]:
    label = _("Applications a unit may file (0: no limit)")
    yield Figure("entries.max_per_unit", label, chapter.get("max_per_unit", ""), is_optional=True)
    yield Figure(
        "entries.expected", _("Applications expected"), chapter.get("expected", ""), is_optional=True
    )
    for stratum in chapter.get("strata", []):
        if "quota" in stratum:
            label = _("%(name)s: seats") % {"name": words(stratum)}
            yield Figure(f"entries.strata.{stratum['key']}.quota", label, stratum["quota"])


def _selection(document: Row) -> Iterator[Figure]:
    select = document.get("select", {})
    mode = select.get("mode")
    if "seats" in select:
        yield Figure("select.seats", _("Seats"), select["seats"])
    for medal in select.get("medals", []):
        label = _("%(name)s: seats") % {"name": words(medal)}
        yield Figure(f"select.medals.{medal['key']}.seats", label, medal.get("seats", ""))
    if mode in {"top", "strata", "medals"}:
        yield Figure(
            "select.min_score", _("Least total for a seat"), select.get("min_score", ""), is_optional=True
        )
        yield Figure("select.reserve", _("Places in reserve"), select.get("reserve", ""), is_optional=True)
        fewer = "true" if select.get("may_be_fewer", True) else "false"
        yield Figure("select.may_be_fewer", _("Fewer than the seats"), fewer, words_to_choose(FEWER))
    yield from _levels(document)
    yield from _comparing(document)


def _levels(document: Row) -> Iterator[Figure]:
    labels = {
        "min": _("%(name)s: total of at least"),
        "below": _("%(name)s: total below"),
        "share": _("%(name)s: guide share"),
    }
    for level in document.get("level", []):
        for name, label in labels.items():
            if name in level:
                yield Figure(f"level.{level['key']}.{name}", label % {"name": words(level)}, level[name])


def _comparing(document: Row) -> Iterator[Figure]:
    tie, rounding = document.get("tie", {}), document.get("rounding", {})
    then = tie.get("then", "committee")
    order = ", ".join(str(name) for name in tie.get("order", []))
    keys = ", ".join(str(row["key"]) for row in document.get("channel", []))
    hint = _(
        "Keys of channels, first the one that decides first: %(keys)s. One item is written channel.item."
    )
    yield Figure(
        "tie.order",
        _("Ties are parted by"),
        order,
        is_optional=True,
        is_text=True,
        help_text=hint % {"keys": keys},
    )
    yield Figure("tie.then", _("When the order of ties leaves one open"), then, words_to_choose(THEN))
    compared = rounding.get("compare_on", "exact")
    yield Figure("rounding.compare_on", _("Totals are compared on"), compared, words_to_choose(COMPARED))
    yield Figure("rounding.places", _("Decimals printed"), rounding.get("places", "2"))
