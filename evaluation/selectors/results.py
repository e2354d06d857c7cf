"""What a result says, for the pages that show it: never a number that is not in result.json."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from applications.models import Application, Round
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.rules import rules_of_tally
from evaluation.tally.explain import called
from evaluation.tally.rules import Award, Medal
from evaluation.tally.schema import SELECT

Told = dict[str, Any]


@dataclass(frozen=True)
class Honour:
    """A level, star or class of award; `rank` 1 is the highest that the rules know."""

    rank: int
    zh: str
    en: str


@dataclass(frozen=True)
class Tie:
    """Applications between which the rules leave the decision to the committee."""

    stage_key: str
    applications: tuple[Application, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(application.code for application in self.applications)

    @property
    def is_for_seat(self) -> bool:
        return self.stage_key == SELECT


def result_of(tally: Tally) -> Told:
    """Return the result object of a done tally."""
    return _parsed(tally.result)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Told:
    told: Told = json.loads(text)
    return told


def open_ties(tally: Tally) -> list[Tie]:
    """Return the ties that a result waits on, [] for any other result."""
    if not tally.needs_decision:
        return []
    problems = result_of(tally)["problems"]
    asked = [(row["stage"], row["entries"]) for row in problems if row["code"] == "needs_decision"]
    by_code = applications_by_code(tally.round)
    return [Tie(stage, tuple(by_code[code] for code in entries)) for stage, entries in asked]


def applications_by_code(round: Round) -> dict[str, Application]:
    return {one.code: one for one in round.applications.select_related("unit").order_by("code")}


def outcomes_of(tally: Tally) -> dict[str, str]:
    """Return entry code → outcome in the stage through which a final tally runs."""
    stage = next(stage for stage in result_of(tally)["stages"] if stage["key"] == tally.through)
    return {place["entry"]: place["outcome"] for place in stage["entries"]}


def honours_of_rules(rules: engine.Rules) -> dict[str, Honour]:
    """Return key → level or class of award, the highest first; {} where the rules only select."""
    ladder: list[Award | Medal] = [*rules.levels, *rules.select.medals]
    return {
        one.key: Honour(rank, called(one.title, "zh") or one.key, called(one.title, "en"))
        for rank, one in enumerate(ladder, start=1)
    }


def is_last_stage(tally: Tally) -> bool:
    return rules_of_tally(tally).last.key == tally.through


def latest_done(round: Round, through: str) -> Tally | None:
    """Return the result in force of a stage: the adopted one, else the newest."""
    done = Tally.objects.filter(round=round, through=through).done().select_related("round")
    adopted: Tally | None = done.filter(adopted_at__isnull=False).first()
    return adopted or done.order_by("-number").first()


def explained(
    tally: Tally, code: str, language: str, values: Iterable[Mapping[str, str]] = ()
) -> list[engine.Line]:
    """Return the arithmetic of an entry line by line; `values` as selectors.votes has them."""
    return engine.explain(rules_of_tally(tally), result_of(tally), code, language, values)
