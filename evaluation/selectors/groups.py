"""How many raters each group of a channel has, beside the least number of forms that the rules ask of it."""

from dataclasses import dataclass

from evaluation.models import Channel, Rater
from evaluation.models.stages import RaterGroup


@dataclass(frozen=True)
class GroupCount:
    """`raters` are assigned; each hands in one form for each application that they are not recused from."""

    group: RaterGroup
    raters: int

    @property
    def is_enough(self) -> bool:
        return self.raters >= self.group.min_valid


def group_counts(channel: Channel) -> list[GroupCount]:
    """Return the groups in the order of the rules; [] for a channel without groups, which is asked nothing."""
    if not channel.groups:
        return []
    counts = Rater.objects.filter(channel=channel).per_group()
    return [GroupCount(group, counts.get(group.key, 0)) for group in channel.rater_groups]


def short_groups(channel: Channel) -> list[GroupCount]:
    return [count for count in group_counts(channel) if not count.is_enough]
