"""From what was measured to a channel's value and contribution, for each entry (tally.md 2.3, steps 4 to 7)."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from evaluation.tally.counts import Measure, Measured
from evaluation.tally.rules import Channel
from evaluation.tally.transform import transformed


@dataclass(frozen=True)
class Standing:
    """One entry in one channel, fixed when the channel is first used."""

    measured: Measured
    value: Fraction | None
    contribution: Fraction | None


def standings(channel: Channel, measure: Measure, vetoed: Collection[str]) -> dict[str, Standing]:
    """Every entry of the stage; a vetoed one has no value behind a transform, and no value where none is established."""
    raw = {entry: joined(channel, measured) for entry, measured in measure.entries.items()}
    values = {entry: value for entry, value in raw.items() if value is not None}
    if channel.transform is not None and channel.form != "ranking":
        values = transformed(channel.transform, {e: value for e, value in values.items() if e not in vetoed})
    return {
        entry: _standing(channel, measured, values.get(entry)) for entry, measured in measure.entries.items()
    }


def motion_passed(channel: Channel, measured: Measured) -> bool:
    """Whether a motion reached what it needs; one that is not established did not."""
    share = measured.parts[""].value
    if channel.motion is None or share is None:
        return False
    return share > channel.motion.passes or (share == channel.motion.passes and not channel.motion.over)


def joined(channel: Channel, measured: Measured) -> Fraction | None:
    """The value after `across` and the groups' weighted mean, before a transform; None where not established."""
    if not measured.established:
        return None
    if not channel.groups:
        value = measured.parts[""].value
        return value if channel.motion is None or value is None else value * channel.max
    weighed = [(group.weight, measured.parts[group.key].value) for group in channel.groups]
    counted = [(weight, value) for weight, value in weighed if value is not None]
    total = sum((weight * value for weight, value in counted), start=Fraction(0))
    return total / sum((weight for weight, _ in counted), start=Fraction(0))


def _standing(channel: Channel, measured: Measured, value: Fraction | None) -> Standing:
    if value is None:
        return Standing(measured, None, None)
    fined = value - channel.blank_penalty * measured.counts.blank
    final = min(max(fined, channel.floor), channel.cap)
    return Standing(measured, final, channel.weight * final / channel.max)
