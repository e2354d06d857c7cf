"""Committing to the codes: how many, and one digest over all of them, for everybody to see."""

from datetime import datetime

from django.db import transaction

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from evaluation.models import Channel, Commitment
from evaluation.selectors.commitments import code_set, latest_commitment


@transaction.atomic
def commit_codes(
    channel: Channel,
    *,
    by: User | None,
    agreed_by: User | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Commitment:
    """Freeze the present codes of `channel` as its next commitment; earlier ones stay beside it."""
    at = at or clock.now()
    last, now = latest_commitment(channel), code_set(channel)
    made = Commitment.objects.create(
        round=channel.round,
        channel=channel,
        number=last.number + 1 if last else 1,
        issued=now.issued,
        revoked=now.revoked,
        digest=now.digest,
        parts=now.parts,
        reason=reason,
        made_at=at,
        made_by=by,
        agreed_by=agreed_by,
    )
    facts = {
        "codes": made.good,
        "digest": made.digest,
        "reason": reason,
        "agreed_by": agreed_by.username if agreed_by else "",
    }
    record("commit_codes", made, by=by, at=at, round_code=channel.round_code, data=facts)
    return made
