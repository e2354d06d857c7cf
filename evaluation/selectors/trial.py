"""A trial run as a page shows it: made entries, their ranks, ties, and what the rules do where forms are missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from brandportal.kit.display import is_english
from evaluation import tally as engine
from evaluation.selectors.ranking import TONES, outcome_label
from evaluation.selectors.scheme_words import listed
from evaluation.tally.explain import called
from evaluation.tally.schema import SELECT
from evaluation.trial import Trial

Told = Mapping[str, Any]


@dataclass(frozen=True)
class TrialRow:
    """One made entry in a stage; `is_marked` where the situation is about it.

    `division` is the title of the list in which it is ranked, "" where all stand in one.
    """

    entry: str
    division: str
    rank: int | None
    parts: tuple[tuple[str, str], ...]
    total: str
    outcome: str
    tone: str
    reasons: str
    is_marked: bool


@dataclass(frozen=True)
class TrialStage:
    key: str
    title: str
    channels: list[str]
    rows: list[TrialRow]


@dataclass(frozen=True)
class TrialCount:
    """What came back in one channel."""

    title: str
    returned: int
    valid: int
    blank: int
    recused: int


@dataclass(frozen=True)
class TrialPage:
    seed: int
    entries: int
    forms: int
    state: str
    tone: str
    situation: str
    findings: list[str]
    stages: list[TrialStage]
    counts: list[TrialCount]


SCENARIO_LABELS: dict[str, Callable[[], str]] = {
    "all": lambda: _("Everyone answers"),
    "some": lambda: _("Some forms are missing"),
    "tie": lambda: _("A tie at the cut"),
    "few": lambda: _("Too few forms"),
}
STATES: dict[str, tuple[str, Callable[[], str]]] = {
    "final": ("ok", lambda: _("The count comes to its end.")),
    "blocked": ("bad", lambda: _("The count stops: the rules block where a channel is not established.")),
    "needs_decision": ("warn", lambda: _("The count waits for the committee: the rules leave a tie to it.")),
}


def trial_page(trial: Trial) -> TrialPage:
    told, language = trial.result, "en" if is_english() else "zh"
    tone, sentence = STATES[told["state"]]
    return TrialPage(
        seed=trial.seed,
        entries=len(trial.inputs.entries),
        forms=trial.forms,
        state=sentence(),
        tone=tone,
        situation=_situation(trial, language),
        findings=[_finding(trial, problem, language) for problem in told["problems"]],
        stages=[_stage(trial, stage, language) for stage in told["stages"]],
        counts=[_count(trial, key, counts, language) for key, counts in told["channels"].items()],
    )


def _situation(trial: Trial, language: str) -> str:
    if trial.twins:
        return _(
            "%(one)s and %(other)s were given the same forms, so that they tie where the list is cut."
        ) % {
            "one": trial.twins[0],
            "other": trial.twins[1],
        }
    if trial.short:
        channel, entry = trial.rules.channels[trial.short[0]], trial.short[1]
        return _("%(channel)s: %(entry)s has one form fewer than the rules ask for (%(least)d).") % {
            "channel": called(channel.title, language),
            "entry": _("every entry") if channel.is_wide else entry,
            "least": channel.min_valid,
        }
    if trial.scenario == "some":
        return _("Of a hundred forms 6 never come, 2 come back blank and for 2 the rater is recused.")
    return _("Every rater who is asked returns a valid form.")


def _finding(trial: Trial, problem: Told, language: str) -> str:
    kind, _colon, level = problem["code"].partition(":")
    names = {
        "stage": _("the selection")
        if problem["stage"] == SELECT
        else _titled(trial, problem["stage"], language),
        "channel": _channel_title(trial, problem["channel"], language),
        "entries": listed(problem["entries"] or []),
        "level": next((called(row.title, language) for row in trial.rules.levels if row.key == level), level),
    }
    return PROBLEMS[kind]() % names


def _titled(trial: Trial, stage: str, language: str) -> str:
    return next(called(row.title, language) for row in trial.rules.stages if row.key == stage)


def _channel_title(trial: Trial, channel: str | None, language: str) -> str:
    return called(trial.rules.channels[channel].title, language) if channel else ""


def _stage(trial: Trial, stage: Told, language: str) -> TrialStage:
    used = next(row.use for row in trial.rules.stages if row.key == stage["key"])
    is_last = stage["key"] == trial.rules.last.key
    chosen = {row["entry"]: row for row in trial.result["selection"]} if is_last else {}
    titles = [called(trial.rules.channels[key].title, language) for key in used]
    return TrialStage(
        key=stage["key"],
        title=_titled(trial, stage["key"], language),
        channels=titles,
        rows=[
            _row(trial, place, chosen.get(place["entry"]), used, language)
            for place in _by_division(trial, stage)
        ],
    )


def _by_division(trial: Trial, stage: Told) -> list[Told]:
    """The places as the result has them, list by list where each division has its own."""
    places: list[Told] = stage["entries"]
    if not trial.rules.by_strata:
        return places
    order = list(trial.rules.strata)
    return sorted(places, key=lambda place: order.index(trial.strata[place["entry"]]))


def _division(trial: Trial, entry: str, language: str) -> str:
    return called(trial.rules.strata[trial.strata[entry]].title, language) if trial.rules.by_strata else ""


def _row(trial: Trial, place: Told, choice: Told | None, used: Sequence[str], language: str) -> TrialRow:
    last = choice or place
    parts = tuple(
        (called(trial.rules.channels[key].title, language), _printed(place["channels"][key]["contribution"]))
        for key in used
    )
    reasons = [engine.reason_text(trial.rules, code, language) for code in last["reasons"]]
    return TrialRow(
        entry=place["entry"],
        division=_division(trial, place["entry"], language),
        rank=place["rank"],
        parts=parts,
        total=_printed(place["total"]),
        outcome=_outcome(trial, last, language),
        tone=TONES.get(last["outcome"] or "", ""),
        reasons=_("; ").join(reasons),
        is_marked=place["entry"] in {*trial.twins, *(trial.short or ())[1:]},
    )


def _outcome(trial: Trial, row: Told, language: str) -> str:
    """The level or medal where one is given, else what became of the entry."""
    titles = {one.key: one.title for one in trial.rules.levels}
    titles |= {one.key: one.title for one in trial.rules.select.medals}
    level = row.get("level")
    return called(titles[level], language) if level else outcome_label(row["outcome"] or "")


def _printed(number: Told | None) -> str:
    return number["printed"] if number else "—"


def _count(trial: Trial, key: str, counts: Told, language: str) -> TrialCount:
    title = called(trial.rules.channels[key].title, language)
    return TrialCount(title, counts["returned"], counts["valid"], counts["blank"], counts["recused"])


PROBLEMS: dict[str, Callable[[], str]] = {
    "not_established": lambda: _("%(stage)s, %(channel)s: too few forms for %(entries)s."),
    "nothing_established": lambda: _("%(stage)s: no channel is established for %(entries)s."),
    "needs_decision": lambda: _("%(stage)s: %(entries)s tie, and the rules leave it to the committee."),
    "too_few": lambda: _("%(stage)s: fewer entries than seats can be taken."),
    "share_over": lambda: _("Level “%(level)s” has more entries than its guide share."),
}
