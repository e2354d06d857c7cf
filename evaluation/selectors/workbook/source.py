"""What a workbook is made of: the result in force and the very forms that it was counted from."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError
from evaluation import tally as engine
from evaluation.models import Tally
from evaluation.selectors.bundle import Gathered, gather
from evaluation.selectors.bundle_forms import whole_patterns
from evaluation.selectors.results import result_of
from evaluation.tally.counts import Measure
from evaluation.tally.measure import measure_narrow, measure_wide
from evaluation.tally.rules import Channel

Told = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """`told` is the result; `gathered` holds the forms, the rules and the entries."""

    tally: Tally
    told: Told
    gathered: Gathered

    @property
    def rules(self) -> engine.Rules:
        return self.gathered.rules

    @cached_property
    def entries(self) -> dict[str, engine.Entry]:
        return {entry.key: entry for entry in self.gathered.entries}

    @property
    def stages(self) -> list[Told]:
        """The stages reached, as the result tells of them."""
        stages: list[Told] = self.told["stages"]
        return stages

    def channels(self) -> Iterator[tuple[Channel, Told]]:
        """Each channel with the stage that first uses it, in the order of the stages."""
        for index, stage in enumerate(self.stages):
            for channel in self.rules.first_use(index):
                yield channel, stage

    def forms_of(self, channel: Channel) -> list[engine.FormRow]:
        return [row for row in self.gathered.forms if row.channel == channel.key]

    def measure_groups(self, channel: Channel, entries: Sequence[str]) -> Measure:
        """Each group of raters by itself: its value wherever it has its own least number of forms."""
        return self.measure(replace(channel, min_valid=1, group_missing="renormalise"), entries)

    def measure(self, channel: Channel, entries: Sequence[str]) -> Measure:
        """The exact values before transform, penalty and bounds, from the counting itself."""
        if channel.is_wide:
            strata = {entry: self.entries[entry].stratum for entry in entries}
            return measure_wide(channel, entries, strata, whole_patterns(self.forms_of(channel)).items())
        forms = ((row.entry, row.group, row.answers, row.state, row.count) for row in self.forms_of(channel))
        return measure_narrow(channel, entries, forms)


def entries_of(stage: Told) -> list[str]:
    """The entries of a stage of the result, by key."""
    return sorted(place["entry"] for place in stage["entries"])


def source_of(tally: Tally) -> Source:
    """Return what the result of `tally` rests on; DomainError when today's forms no longer give that result."""
    gathered = gather(tally.round, tally.through)
    counted = engine.result_bytes(engine.run(gathered.rules, gathered.inputs, tally.through).result)
    if hashlib.sha256(counted).hexdigest() != tally.result_digest:
        raise DomainError(
            _("The inputs have changed since tally %(number)d. Tally again, with the reason; then export.")
            % {"number": tally.number},
            code="inputs_changed",
        )
    return Source(tally, result_of(tally), gathered)
