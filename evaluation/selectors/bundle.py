"""The inputs of a tally, read from the database as pattern counts, and the bundle that anyone can recompute."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from applications.enums import ENTERED
from applications.models import Application, Round
from evaluation import tally
from evaluation.enums import FormKind, SheetStatus
from evaluation.models import Ballot, Channel, ScoreSheet, TieDecision
from evaluation.models.sheets import SEPARATOR, verdict_alone
from evaluation.selectors.bundle_forms import (
    RECUSED,
    ballot_forms,
    counted_ballots,
    whole_forms,
    whole_patterns,
)
from evaluation.selectors.entries import flags_held
from evaluation.selectors.rules import rules_of
from evaluation.tally.inputs import Pattern


def ballots_in_tally(channel: Channel) -> int:
    """Return how many ballots of `channel` a tally reads, by the very rows that it reads."""
    if channel.is_wide:
        return sum(number for _group, _answers, number in counted_ballots(channel))
    codes = {one.pk: one.code for one in _entries(channel.round)}
    return sum(row.count for row in _ballots(channel, codes))


@dataclass(frozen=True)
class Gathered:
    """All that a tally through a stage reads: `forms` in the order of forms.csv, ballots as counted rows."""

    rules: tally.Rules
    entries: list[tally.Entry]
    forms: list[tally.FormRow]
    decisions: list[tally.Decision]

    @cached_property
    def inputs(self) -> tally.Inputs:
        wide = {key for key, channel in self.rules.channels.items() if channel.is_wide}
        patterns: dict[Pattern, int] = {}
        for row in self.forms:
            if row.channel not in wide:
                key = (row.channel, row.entry, row.group, row.answers, row.state)
                patterns[key] = patterns.get(key, 0) + row.count
        spanning = whole_patterns(row for row in self.forms if row.channel in wide)
        return tally.Inputs(self.entries, patterns, self.decisions, spanning)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything in the block as it stood at one moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def gather(round: Round, through: str) -> Gathered:
    """Return the inputs of a tally of `round` through the stage with that key."""
    channels = _channels_through(round, through)
    with one_snapshot():
        applications = list(_entries(round))
        flags = flags_held(applications) if rules_of(round).flags else {}
        codes = {one.pk: one.code for one in applications}
        forms = [row for channel in channels for row in _forms(channel, codes)]
        decisions = list(_decisions(round))
    return Gathered(
        rules_of(round), [_entry(one, flags.get(one.pk, ())) for one in applications], forms, decisions
    )


def write_inspection_bundle(gathered: Gathered, round: Round, through: str, path: str | Path) -> bytes:
    """Write the inspection bundle to `path` (a folder, or a .zip) and return the bytes of its result.json."""
    result = tally.result_bytes(tally.run(gathered.rules, gathered.inputs, through).result)
    tally.write_bundle(
        path,
        rules_json=round.rules,
        entries=gathered.entries,
        forms=gathered.forms,
        decisions=gathered.decisions,
        result=result,
    )
    return result


def _channels_through(round: Round, through: str) -> list[Channel]:
    last = round.stages.get(key=through).position
    found = round.channels.filter(stage__position__lte=last).select_related("stage", "round")
    return list(found.order_by("position"))


def _entries(round: Round) -> QuerySet[Application]:
    return round.applications.filter(status__in=ENTERED).select_related("unit").order_by("code")


def _entry(application: Application, flags: tuple[str, ...]) -> tally.Entry:
    # Always the Chinese name: the language of whoever asks must not enter a digest.
    return tally.Entry(
        application.code, application.unit.name_zh, application.brand_name, application.stratum, flags
    )


def _forms(channel: Channel, codes: dict[int, str]) -> Iterator[tally.FormRow]:
    if channel.is_by_ballot:
        return ballot_forms(channel) if channel.is_wide else _ballots(channel, codes)
    return whole_forms(channel, codes) if channel.is_wide else _sheets(channel, codes)


def _sheets(channel: Channel, codes: dict[int, str]) -> Iterator[tally.FormRow]:
    written = _writer(channel)
    rows = (
        ScoreSheet.objects.filter(
            channel=channel, application__in=codes, status__in=[SheetStatus.SIGNED, SheetStatus.RECUSED]
        )
        .order_by("application__code", "rater__pseudonym")
        .values_list("application_id", "rater__pseudonym", "rater__group", "status", "rejects", "answers")
    )
    for application, rater, group, status, rejects, answers in rows:
        recused = status == SheetStatus.RECUSED
        yield tally.FormRow(
            channel.key,
            codes[application],
            "" if recused else written(verdict_alone(answers) if rejects else answers),
            rater=rater,
            group=group,
            state=RECUSED if recused else "",
        )


def _writer(channel: Channel) -> Callable[[str], str]:
    """How the answers of a sheet or ballot stand in forms.csv: as they are, but counts each with the key of its fact."""
    if channel.form != FormKind.LEDGER:
        return str
    facts = [criterion.key for criterion in channel.criteria.all()]

    def paired(answers: str) -> str:
        pairs = zip(facts, answers.split(SEPARATOR), strict=True)
        return ";".join(f"{fact}:{count}" for fact, count in pairs)

    return paired


def _ballots(channel: Channel, codes: dict[int, str]) -> Iterator[tally.FormRow]:
    """One row per pattern, never one per ballot; the counting is the database's."""
    written = _writer(channel)
    rows = (
        Ballot.objects.filter(round_id=channel.round_id, channel=channel, application__in=codes)
        .order_by()
        .values_list("application_id", "group", "answers")
        .annotate(number=Count("pk"))
    )
    counted = sorted((codes[pk], group, answers, number) for pk, group, answers, number in rows)
    for entry, group, answers, number in counted:
        yield tally.FormRow(channel.key, entry, written(answers), group=group, count=number)


def _decisions(round: Round) -> Iterator[tally.Decision]:
    rows = TieDecision.objects.filter(round=round).select_related("application")
    for row in rows.order_by("stage_key", "application__code"):
        yield tally.Decision(row.stage_key, row.application.code, str(row.order), row.reason)
