"""What the portal says of a ballot box: to whoever closes it, and to everybody."""

from evaluation.models import Stage
from evaluation.selectors.ballots import ballot_channel
from evaluation.selectors.commitments import differences


def box_fault(stage: Stage) -> str | None:
    """Return what keeps the box of `stage` from being closed, None where all is as it should be."""
    channel = ballot_channel(stage.round)
    if channel is None or channel.stage_id != stage.pk:
        return None
    return " ".join(differences(stage.round)) or None
