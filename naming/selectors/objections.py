"""What the handlers of an objection see: who would move up, and when the seal of an identity was opened."""

import json
from dataclasses import dataclass
from datetime import datetime

from brandportal.audit.models import AuditEvent
from brandportal.audit.services import subject_of
from naming.models import Notice, Objection, ProposalItem


@dataclass(frozen=True)
class Opening:
    """That somebody opened the sealed identity: who, when, why."""

    name: str
    at: datetime
    reason: str


def next_in_order(notice: Notice) -> list[ProposalItem]:
    """Return who moves up next: the best computed rank that is not on the list; several only where they share it.

    Whom the committee left out against the ranking stays out, and so does whoever moved up before.
    """
    items = ProposalItem.objects.filter(
        proposal__round=notice.round, included=False, computed_in=False, computed_rank__gt=0, succession=None
    )
    found = list(items.select_related("application__unit", "application__round").order_by("computed_rank"))
    return [one for one in found if one.computed_rank == found[0].computed_rank]


def openings_of(objection: Objection) -> list[Opening]:
    """Return every opening of the seal, from the trail, newest first."""
    events = AuditEvent.objects.filter(event="open_identity", subject=subject_of(objection)).order_by("-seq")
    return [Opening(one.actor_name, one.at, json.loads(one.body)["data"].get("reason", "")) for one in events]
