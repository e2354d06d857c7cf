"""What the pages of a round show: its way through the calendar, and its rules in a few facts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.enums import RoundStatus
from applications.models import Round
from applications.selectors.completeness import limit_of
from applications.selectors.rules import rules_chapter
from applications.selectors.titles import localized
from brandportal.kit import clock
from brandportal.kit.display import span_text, thin

DEFAULT_ATTACHMENTS = 10
PER_CENT = 100


@dataclass(frozen=True)
class PipeStage:
    """One point of the pipeline; state is done, now or todo."""

    label: str | Promise
    dates: str
    state: str
    note: str = ""


WAY: tuple[tuple[str | Promise, str, str], ...] = (
    (gettext_lazy("Filing"), "filing_opens", "filing_closes"),
    (gettext_lazy("Rating"), "rating_opens", "rating_closes"),
    (gettext_lazy("Review and site visits"), "review_opens", "review_closes"),
    (gettext_lazy("Committee’s decision"), "decision_on", "decision_on"),
    (gettext_lazy("Public notice"), "", ""),
    (gettext_lazy("Designation"), "", ""),
)
# How many points of the way lie behind a round in each state; the review is told by its calendar.
BEHIND = {
    RoundStatus.DRAFT: 0,
    RoundStatus.CANCELLED: 0,
    RoundStatus.FILING: 0,
    RoundStatus.EVALUATION: 1,
    RoundStatus.DECISION: 3,
    RoundStatus.NOTICE: 4,
    RoundStatus.NAMED: 6,
}


def pipeline_of(round: Round) -> list[PipeStage]:
    behind = BEHIND[RoundStatus(round.status)]
    if round.status == RoundStatus.EVALUATION and clock.today() > round.rating_closes:
        behind += 1
    running = round.status not in {RoundStatus.DRAFT, RoundStatus.CANCELLED}
    return [
        PipeStage(label, _span(round, first, last), _state(index, behind, running=running))
        for index, (label, first, last) in enumerate(WAY)
    ]


def _state(index: int, behind: int, *, running: bool) -> str:
    if index < behind:
        return "done"
    return "now" if index == behind and running else "todo"


def _span(round: Round, first: str, last: str) -> str:
    if not first:
        return ""
    return span_text(getattr(round, first), getattr(round, last))


def deadline_of(round: Round) -> tuple[str, date] | None:
    """Return what ends next and on which day, None when nothing does."""
    if round.status == RoundStatus.FILING:
        if clock.today() <= round.filing_closes:
            return _("Filing closes"), round.filing_closes
        return _("Corrections close"), round.correction_closes
    if round.status == RoundStatus.EVALUATION:
        if clock.today() <= round.rating_closes:
            return _("Rating closes"), round.rating_closes
        return _("Review closes"), round.review_closes
    return None


@dataclass(frozen=True)
class Day:
    """A line of the calendar."""

    label: str
    first: date
    last: date


def calendar_of(round: Round) -> list[Day]:
    return [
        Day(_("Filing"), round.filing_opens, round.filing_closes),
        Day(_("Corrections of returned applications"), round.filing_closes, round.correction_closes),
        Day(_("Rating by supervisors and clients"), round.rating_opens, round.rating_closes),
        Day(_("Review and site visits"), round.review_opens, round.review_closes),
        Day(_("Committee’s decision"), round.decision_on, round.decision_on),
    ]


@dataclass(frozen=True)
class Wanted:
    """What is filed, with its limit in words."""

    label: str
    limit: str


def wanted_of(round: Round) -> list[Wanted]:
    """Return what an application consists of, as the rules have it."""
    texts = [
        (_("Brand name"), "brand_name"),
        (_("Slogan"), "slogan"),
        (_("Meaning of the name"), "meaning"),
        (_("Main text"), "main_text"),
    ]
    wanted = [Wanted(label, _characters(limit_of(round, name))) for label, name in texts]
    items = len(rules_chapter(round, "filing").get("self_check", []))
    wanted.insert(3, Wanted(_("Logo"), _("PNG, JPEG or WebP up to 5 MB")))
    if items:
        points = ngettext("%(count)d point", "%(count)d points", items) % {"count": items}
        wanted.append(Wanted(_("Self-assessment"), points))
    most = limit_of(round, "attachments") or DEFAULT_ATTACHMENTS
    wanted.append(Wanted(_("Attachments"), _("at most %(count)d, PDF or pictures") % {"count": most}))
    return wanted


def _characters(most: int) -> str:
    if not most:
        return ""
    words = ngettext("at most %(most)s character", "at most %(most)s characters", most)
    return words % {"most": thin(most)}


@dataclass(frozen=True)
class RulesFacts:
    """The rules in the words of the call: who rates with which weight, what the cut keeps, how many are named.

    `adds_to_hundred` says whether the weights may be read as per cent; else they are points and no more.
    """

    channels: list[dict[str, str]]
    adds_to_hundred: bool
    keeps: str
    seats: str
    assumed: list[str]


def rules_facts(round: Round) -> RulesFacts:
    channels = [
        {"title": localized(one.get("title", one["key"])), "weight": one.get("weight", "0")}
        for one in rules_chapter(round, "channel") or []
    ]
    tops = [stage["keep"]["top"] for stage in rules_chapter(round, "stage") or [] if _keeps_top(stage)]
    select = rules_chapter(round, "select")
    source = rules_chapter(round, "source")
    keeps = _(", ").join(_first(int(top)) for top in tops)
    assumed = source.get("assumed", []) if isinstance(source, dict) else []
    seats = str(select.get("seats", "")) if isinstance(select, dict) else ""
    return RulesFacts(channels, _add_to_hundred(channels), keeps, seats, list(assumed))


def _add_to_hundred(channels: list[dict[str, str]]) -> bool:
    try:
        return sum(Fraction(str(one["weight"])) for one in channels) == PER_CENT
    except (ValueError, ZeroDivisionError):  # a draft may still hold anything
        return False


def _keeps_top(stage: dict[str, Any]) -> bool:
    return isinstance(stage.get("keep"), dict) and "top" in stage["keep"]


def _first(n: int) -> str:
    return ngettext("the first %(n)d", "the first %(n)d", n) % {"n": n}
