"""What an amendment changes: figures of the rules, and who would move in or out where there is a tally."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from applications.enums import ENTERED, RoundStatus
from applications.models import Application, Round
from brandportal.rulebook import Fault, check
from evaluation import tally as engine
from evaluation.models import Amendment, Stage, Tally
from evaluation.selectors.bundle import gather
from evaluation.selectors.figures import sections_of
from evaluation.selectors.results import applications_by_code, latest_done
from evaluation.selectors.rules import read_document
from evaluation.selectors.scheme_words import listed

IN = {"advanced", "awarded"}


@dataclass(frozen=True)
class Change:
    """One place of the rules, before and after."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StageMoves:
    """What the inputs of a tallied stage give under either version."""

    stage: Stage
    tally: Tally
    moved_in: list[Application]
    moved_out: list[Application]
    ranks_changed: int
    state_before: str
    state_after: str

    @property
    def is_announced(self) -> bool:
        return self.tally.is_adopted

    @property
    def changes_outcome(self) -> bool:
        return bool(self.moved_in or self.moved_out) or self.state_before != self.state_after


def doubts_of(round: Round, document: Mapping[str, Any]) -> list[Fault]:
    """Return what the linter warns of where the field and the raters of an open round are known."""
    known = copy.deepcopy(dict(document))
    entered = round.applications.filter(status__in=ENTERED).count()
    if entered and round.status != RoundStatus.FILING:
        known.setdefault("entries", {})["expected"] = str(entered)
    places = round.channels.annotate(places=Count("raters_assigned")).values_list("key", "places")
    asked = {key: places for key, places in places if places}
    for row in known["channel"]:
        if row["key"] in asked:
            row["invited"] = str(asked[row["key"]])
    return [fault for fault in check(known) if fault.level == "warning"]


def changes_of(amendment: Amendment) -> list[Change]:
    before, after = read_document(amendment.before_rules), read_document(amendment.rules)
    labels = _labels(before) | _labels(after)
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        Change(path, labels.get(path, ""), old.get(path, "—"), new.get(path, "—"))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    ]


def moves_of(round: Round, before: str, after: str) -> list[StageMoves]:
    """Return for each stage that has a result what its inputs give under the rules `before` and `after`."""
    old, new = (engine.load_rules(read_document(text)) for text in (before, after))
    by_code = applications_by_code(round)
    found = []
    for stage in round.stages.order_by("position"):
        tally = latest_done(round, stage.key)
        if tally is not None:
            found.append(_moves(stage, tally, old, new, by_code))
    return found


def why_not_announced_again(moves: list[StageMoves]) -> str:
    """Return why rules cannot change under a result that was announced: the sentence names who would move."""
    for one in moves:
        if one.is_announced and one.changes_outcome:
            return _(
                "The result of “%(stage)s” is announced, and these rules would change it (in: %(in)s; out: %(out)s). "
                "Rules cannot be changed under an announced result."
            ) % {"stage": one.stage.title, "in": _codes(one.moved_in), "out": _codes(one.moved_out)}
    return ""


def _codes(applications: list[Application]) -> str:
    return listed([one.code for one in applications]) or _("nobody")


def _moves(
    stage: Stage, tally: Tally, old: engine.Rules, new: engine.Rules, by_code: Mapping[str, Application]
) -> StageMoves:
    inputs = gather(stage.round, stage.key).inputs
    before, after = (engine.run(rules, inputs, stage.key).result for rules in (old, new))
    was, now = _inside(before), _inside(after)
    ranks, then = _ranks(before), _ranks(after)
    return StageMoves(
        stage=stage,
        tally=tally,
        moved_in=[by_code[code] for code in sorted(now - was)],
        moved_out=[by_code[code] for code in sorted(was - now)],
        ranks_changed=sum(ranks[code] != then.get(code) for code in ranks),
        state_before=before["state"],
        state_after=after["state"],
    )


def _inside(result: Mapping[str, Any]) -> set[str]:
    """Who goes on from the last stage told of, or stands on the list where there is a selection."""
    rows = result["selection"] or result["stages"][-1]["entries"]
    return {row["entry"] for row in rows if row["outcome"] in IN}


def _ranks(result: Mapping[str, Any]) -> dict[str, int | None]:
    return {row["entry"]: row["rank"] for row in result["stages"][-1]["entries"]}


def _labels(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        figure.path: f"{section.title} · {figure.label}"
        for section in sections_of(document)
        for figure in section.figures
    }


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _leaves(member, f"{path}.{key}" if path else key)
    elif (
        isinstance(value, list) and value and all(isinstance(row, Mapping) and "key" in row for row in value)
    ):
        for row in value:
            yield from _leaves(row, f"{path}.{row['key']}")
    elif isinstance(value, list):
        yield path, listed([str(row) for row in value])
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)
