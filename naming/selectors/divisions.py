"""Rounds that give each division seats of its own: who is compared with whom, and in which order lists are read."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.utils import translation

from applications.models import Application, Round
from applications.selectors.rules import rules_chapter
from applications.selectors.strata import Stratum, strata_of, stratum_title
from naming.models import Proposal

Row = TypeVar("Row")


def divisions_of(round: Round) -> dict[str, Stratum]:
    """Return the divisions by key in the order of the rules, {} where all stand in one ranking."""
    ranked_apart = rules_chapter(round, "select").get("mode") == "strata"
    return {one.key: one for one in strata_of(round)} if ranked_apart else {}


def division_of(round: Round, application: Application) -> str:
    """Return the key of the list in which `application` is ranked, "" where there is only one."""
    return application.stratum if divisions_of(round) else ""


def seats_of(proposal: Proposal, application: Application) -> int:
    """Return how many places the rules give the list in which `application` is ranked, 0 where they set no number."""
    one = divisions_of(proposal.round).get(application.stratum)
    return int(one.quota) if one else proposal.seats


def division_in(round: Round, application: Application, language: str) -> str:
    """Return the name of the division in `language`, also of one without seats of its own; "" where there is none."""
    with translation.override(language):
        return stratum_title(round, application.stratum) if application.stratum else ""


def division_in_papers(round: Round, application: Application) -> str:
    """Return the same as documents write it, in Chinese."""
    return division_in(round, application, settings.LANGUAGE_CODE)


def by_division(round: Round, rows: Iterable[Row], application: Callable[[Row], Application]) -> list[Row]:
    """Return `rows` division by division, within each in the order in which they came."""
    order = list(divisions_of(round))
    if not order:
        return list(rows)
    return sorted(rows, key=lambda row: order.index(application(row).stratum))
