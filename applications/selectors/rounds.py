"""What the pages of a round show: its way through the calendar, and its rules in a few facts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications.enums import RoundStatus
from applications.models import Round
from applications.selectors.rules import rules_chapter
from applications.selectors.titles import localized
from brandportal.kit import clock
from brandportal.kit.display import date_text


@dataclass(frozen=True)
class PipeStage:
    """One point of the pipeline; state is done, now or todo."""

    label: str | Promise
    dates: str
    state: str
    note: str = ""


WAY: tuple[tuple[str | Promise, str, str, tuple[str, ...]], ...] = (
    (gettext_lazy("Filing"), "filing_opens", "filing_closes", (RoundStatus.FILING,)),
    (gettext_lazy("Rating"), "rating_opens", "rating_closes", (RoundStatus.EVALUATION,)),
    (gettext_lazy("Review and site visits"), "review_opens", "review_closes", ()),
    (gettext_lazy("Committee"), "decision_on", "decision_on", (RoundStatus.DECISION,)),
    (gettext_lazy("Public notice"), "", "", (RoundStatus.NOTICE,)),
    (gettext_lazy("Naming"), "", "", (RoundStatus.NAMED,)),
)
ORDER = [
    RoundStatus.DRAFT,
    RoundStatus.FILING,
    RoundStatus.EVALUATION,
    RoundStatus.DECISION,
    RoundStatus.NOTICE,
    RoundStatus.NAMED,
]
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
        for index, (label, first, last, _states) in enumerate(WAY)
    ]


def _state(index: int, behind: int, *, running: bool) -> str:
    if index < behind:
        return "done"
    return "now" if index == behind and running else "todo"


def _span(round: Round, first: str, last: str) -> str:
    if not first:
        return ""
    begins, ends = getattr(round, first), getattr(round, last)
    if begins == ends:
        return date_text(begins, "day")
    return f"{date_text(begins, 'day')}—{date_text(ends, 'day')}"


def deadline_of(round: Round) -> tuple[str, date] | None:
    """Return what ends next and on which day, None when nothing does."""
    if round.status == RoundStatus.FILING:
        return _("Filing closes"), round.filing_closes
    if round.status == RoundStatus.EVALUATION:
        if clock.today() <= round.rating_closes:
            return _("Rating closes"), round.rating_closes
        return _("Review closes"), round.review_closes
    if round.status == RoundStatus.DECISION:
        return _("Committee meeting"), round.decision_on
    return None


@dataclass(frozen=True)
class RulesFacts:
    """The rules in the words of the call: who rates with which weight, what the cut keeps, how many are named."""

    channels: list[dict[str, str]]
    keeps: str
    seats: str
    assumed: list[str]


def rules_facts(round: Round) -> RulesFacts:
    channels = [
        {"title": localized(one.get("title", one["key"])), "weight": one.get("weight", "")}
        for one in rules_chapter(round, "channel") or []
    ]
    tops = [stage["keep"]["top"] for stage in rules_chapter(round, "stage") or [] if _keeps_top(stage)]
    select = rules_chapter(round, "select")
    source = rules_chapter(round, "source")
    keeps = "、".join(_first(int(top)) for top in tops)
    assumed = source.get("assumed", []) if isinstance(source, dict) else []
    return RulesFacts(
        channels, keeps, str(select.get("seats", "")) if isinstance(select, dict) else "", list(assumed)
    )


def _keeps_top(stage: dict[str, Any]) -> bool:
    return isinstance(stage.get("keep"), dict) and "top" in stage["keep"]


def _first(n: int) -> str:
    return ngettext("the first %(n)d", "the first %(n)d", n) % {"n": n}
