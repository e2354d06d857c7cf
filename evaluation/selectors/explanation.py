"""Why an application stands where it does: each channel's mean, weight and contribution, its neighbours, the cut."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.ranking import ranking_of, signed, used_channels
from evaluation.selectors.results import explained, result_of
from evaluation.selectors.rules import rules_of_tally
from evaluation.selectors.standings import Ranking, Row, Section
from evaluation.selectors.values import value_rows
from evaluation.tally.exact import plain, printed
from evaluation.tally.explain import called
from evaluation.tally.rules import Channel

NEIGHBOURS = 2


@dataclass(frozen=True)
class Share:
    """One line of the sum: value ÷ max × weight = contribution, printed and exact."""

    title: str
    value: str
    value_exact: str
    max: str
    weight: str
    contribution: str
    contribution_exact: str


@dataclass(frozen=True)
class Counted:
    """Forms of one channel: how many came in and what became of them."""

    title: str
    returned: int
    blank: int
    invalid: int
    void: int
    recused: int
    base: int


@dataclass(frozen=True)
class ItemMean:
    title: str
    max: str
    own: str
    others: str


@dataclass(frozen=True)
class Items:
    """The means of one channel's items beside those of all applications in the stage."""

    title: str
    rows: list[ItemMean]


@dataclass(frozen=True)
class Near:
    """A neighbour in the ranking and the signed difference to the application explained."""

    row: Row
    difference: str
    is_own: bool


@dataclass(frozen=True)
class Explanation:
    row: Row
    ranking: Ranking
    section: Section
    number: int
    total_exact: str
    adjust: str
    shares: list[Share]
    counted: list[Counted]
    items: list[Items]
    near: list[Near]
    against: str
    lines: list[engine.Line]

    @property
    def is_above(self) -> bool:
        return self.row.is_in

    @property
    def distance(self) -> str:
        return self.row.shown_margin.lstrip("+−")


def explanation_of(tally: Tally, code: str) -> Explanation | None:
    """Return the explanation of the entry `code`, None where the last stage of the result does not have it.

    Neighbours and the line are those of the list in which it is ranked.
    """
    ranking = ranking_of(tally)
    section = ranking.section_of(code)
    if section is None:
        return None
    row = next(one for one in section.rows if one.application.code == code)
    rules = rules_of_tally(tally)
    entries = result_of(tally)["stages"][-1]["entries"]
    place = next(one for one in entries if one["entry"] == code)
    channels = {key: place["channels"][key] for key in used_channels(rules, result_of(tally))}
    return Explanation(
        row=row,
        ranking=ranking,
        section=section,
        number=len(section.rows),
        total_exact=place["total"]["exact"] if place["total"] else "",
        adjust="" if place["adjust"] == "0/1" else signed(Fraction(place["adjust"]), rules.places),
        shares=[_share(rules.channels[key], told, ranking.language) for key, told in channels.items()],
        counted=[_counted(rules.channels[key], told, ranking.language) for key, told in channels.items()],
        items=[_items(rules, key, place, entries, ranking.language) for key in channels],
        near=_near(section, row, rules.places),
        against=_against(section, row, rules.places),
        lines=explained(tally, code, ranking.language, value_rows(tally)),
    )


def _share(channel: Channel, told: dict[str, Any], language: str) -> Share:
    value, contribution = told["value"] or {}, told["contribution"] or {}
    return Share(
        title=called(channel.title, language),
        value=value.get("printed", "—"),
        value_exact=value.get("exact", ""),
        max=plain(channel.max),
        weight=plain(channel.weight),
        contribution=contribution.get("printed", "—"),
        contribution_exact=contribution.get("exact", ""),
    )


def _counted(channel: Channel, told: dict[str, Any], language: str) -> Counted:
    return Counted(
        title=called(channel.title, language),
        returned=told["returned"],
        blank=told["blank"],
        invalid=sum(told["invalid"].values()),
        void=sum(told["void"].values()),
        recused=told["recused"],
        base=told["base"],
    )


def _items(
    rules: engine.Rules, key: str, place: dict[str, Any], entries: list[dict[str, Any]], language: str
) -> Items:
    channel = rules.channels[key]
    own = place["channels"][key].get("items", {})
    rows = [
        ItemMean(
            title=called(item.title, language),
            max=plain(item.max),
            own=printed(Fraction(own[item.key]), rules.places),
            others=printed(_mean(entries, key, item.key), rules.places),
        )
        for item in channel.items
        if item.key in own
    ]
    return Items(called(channel.title, language), rows)


def _mean(entries: list[dict[str, Any]], key: str, item: str) -> Fraction:
    means = [Fraction(told["items"][item]) for told in _told(entries, key) if item in told.get("items", {})]
    return sum(means, start=Fraction(0)) / len(means)


def _told(entries: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [entry["channels"][key] for entry in entries]


def _near(section: Section, row: Row, places: int) -> list[Near]:
    at = section.rows.index(row)
    around = section.rows[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]
    return [Near(one, _difference(one, row, places), one is row) for one in around]


def _difference(other: Row, row: Row, places: int) -> str:
    return "—" if other.total is None or row.total is None else signed(other.total - row.total, places)


def _against(section: Section, row: Row, places: int) -> str:
    """Return, channel by channel, how the application compares with the nearest one beyond the cut."""
    other = next(iter(section.below), None) if row.is_in else next(iter(reversed(section.above)), None)
    if other is None or row.margin is None:
        return ""
    pairs = zip(row.parts, other.parts, strict=True)
    told = [_compared(mine.title, mine.exact - theirs.exact, places) for mine, theirs in pairs]
    sentence = (
        _("Compared with the first below the line: %(parts)s.")
        if row.is_in
        else _("Compared with the last above the line: %(parts)s.")
    )
    return sentence % {"parts": _("; ").join(told)}


def _compared(title: str, difference: Fraction, places: int) -> str:
    facts = {"channel": title, "points": printed(abs(difference), places)}
    if difference > 0:
        return _("%(channel)s %(points)s points more") % facts
    return (
        _("%(channel)s %(points)s points less") % facts
        if difference < 0
        else _("%(channel)s the same") % facts
    )
