"""What everybody may see of the ballot box of one channel."""

from dataclasses import dataclass

from evaluation.models import BoxCount, Channel, Commitment, ReceiptList
from evaluation.selectors.ballots import in_tens
from evaluation.selectors.box_addresses import list_address
from evaluation.selectors.boxes import FiveNumbers, box_count, numbers_of, shown_lists


@dataclass(frozen=True)
class PublicBox:
    """Commitments and lists, the newest first; `numbers` only when two people have signed them."""

    channel: Channel
    commitments: list[Commitment]
    lists: list[tuple[ReceiptList, str]]
    numbers: FiveNumbers | None
    count: BoxCount | None

    @property
    def about(self) -> int:
        """Return how many ballots the latest list has, in steps of ten."""
        return in_tens(self.lists[0][0].total) if self.lists else 0


def public_box(channel: Channel, *, alone: bool) -> PublicBox:
    """Return the box of `channel`; `alone`: whether no other channel of the round has codes."""
    commitments = Commitment.objects.filter(channel=channel).select_related("made_by", "agreed_by")
    count = box_count(channel)
    return PublicBox(
        channel,
        list(commitments.order_by("-number")),
        [(one, list_address(channel, one.number, alone=alone)) for one in shown_lists(channel)],
        numbers_of(count) if count and count.signed_by_id else None,
        count,
    )
