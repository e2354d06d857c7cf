"""The inputs of a tally, read from the database as pattern counts, and the bundle that anyone can recompute."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
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

# The patterns of a million ballots take some 15 MB to count; where an operation gets less, as it does by default,
# PostgreSQL sorts the ballots through files on its disk. What the server grants is raised, never lowered.
AMPLE_MEMORY = (
    "SELECT set_config('work_mem', '64MB', true) "
    "WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB')"
)


def ballots_in_tally(channel: Channel) -> int:
    """Return how many ballots of `channel` a tally reads, by the very rows that it reads."""
    if channel.is_wide:
        return sum(number for _group, _answers, number in counted_ballots(channel))
    codes = {one.pk: one.code for one in _entries(channel.round)}
    return sum(_ballots(channel, codes).values())


@dataclass(frozen=True)
class Gathered:
    """All that a tally through a stage reads, as it stood at one moment.

    `rows` has the forms of each channel in the order of the channels. Of ballots on one entry, of which there may be
    a million, it has none: they stand in `inputs` alone, counted, and become rows when `forms` is asked for.
    """

    rules: tally.Rules
    inputs: tally.Inputs
    rows: Mapping[str, Sequence[tally.FormRow] | None]

    @property
    def entries(self) -> Sequence[tally.Entry]:
        return self.inputs.entries

    @property
    def decisions(self) -> Sequence[tally.Decision]:
        return self.inputs.decisions

    @cached_property
    def forms(self) -> list[tally.FormRow]:
        """The forms in the order of forms.csv; equal ballots are one counted row."""
        return [
            row
            for channel, rows in self.rows.items()
            for row in (self._counted(channel) if rows is None else rows)
        ]

    def _counted(self, channel: str) -> Iterator[tally.FormRow]:
        patterns = self.inputs.patterns
        for pattern in sorted(pattern for pattern in patterns if pattern[0] == channel):
            _channel, entry, group, answers, _state = pattern
            yield tally.FormRow(channel, entry, answers, group=group, count=patterns[pattern])


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything in the block as it stood at one moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(AMPLE_MEMORY)
        yield


def gather(round: Round, through: str) -> Gathered:
    """Return the inputs of a tally of `round` through the stage with that key."""
    channels = _channels_through(round, through)
    with one_snapshot():
        applications = list(_entries(round))
        flags = flags_held(applications) if rules_of(round).flags else {}
        codes = {one.pk: one.code for one in applications}
        rows = {one.key: None if _is_counted(one) else list(_forms(one, codes)) for one in channels}
        patterns = _patterns(rows[one.key] or () for one in channels if not one.is_wide)
        for channel in filter(_is_counted, channels):
            patterns.update(_ballots(channel, codes))
        decisions = list(_decisions(round))
    entries = [_entry(one, flags.get(one.pk, ())) for one in applications]
    spanning = whole_patterns(row for one in channels if one.is_wide for row in rows[one.key] or ())
    return Gathered(rules_of(round), tally.Inputs(entries, patterns, decisions, spanning), rows)


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


def _is_counted(channel: Channel) -> bool:
    """Whether its forms are ballots on one entry, which are counted by the database."""
    return channel.is_by_ballot and not channel.is_wide


def _forms(channel: Channel, codes: dict[int, str]) -> Iterator[tally.FormRow]:
    if not channel.is_wide:
        return _sheets(channel, codes)
    return ballot_forms(channel) if channel.is_by_ballot else whole_forms(channel, codes)


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


def _patterns(channels: Iterable[Iterable[tally.FormRow]]) -> dict[Pattern, int]:
    patterns: dict[Pattern, int] = {}
    for row in chain.from_iterable(channels):
        pattern = (row.channel, row.entry, row.group, row.answers, row.state)
        patterns[pattern] = patterns.get(pattern, 0) + row.count
    return patterns


def _writer(channel: Channel) -> Callable[[str], str]:
    """How the answers of a sheet or ballot stand in forms.csv: as they are, but counts each with the key of its fact."""
    if channel.form != FormKind.LEDGER:
        return str
    facts = [criterion.key for criterion in channel.criteria.all()]

    def paired(answers: str) -> str:
        pairs = zip(facts, answers.split(SEPARATOR), strict=True)
        return ";".join(f"{fact}:{count}" for fact, count in pairs)

    return paired


def _ballots(channel: Channel, codes: dict[int, str]) -> dict[Pattern, int]:
    """Count the ballots by pattern, never one after the other; the counting is the database's."""
    # Entries share most of their patterns: each text is written, hashed and held once.
    written = cache(_writer(channel))
    # Over a million rows each word more is felt. Answers before groups: they differ more often, so rows are told
    # apart sooner. Counting the key would carry it through the sorting. A list of applications would be looked up
    # for every ballot; here it is for every pattern.
    rows = (
        Ballot.objects.filter(round_id=channel.round_id, channel=channel)
        .order_by()
        .values_list("application_id", "answers", "group")
        .annotate(number=Count("*"))
    )
    return {
        (channel.key, codes[application], group, written(answers), ""): number
        for application, answers, group, number in rows
        if application in codes
    }


def _decisions(round: Round) -> Iterator[tally.Decision]:
    rows = TieDecision.objects.filter(round=round).select_related("application")
    for row in rows.order_by("stage_key", "application__code"):
        yield tally.Decision(row.stage_key, row.application.code, str(row.order), row.reason)
