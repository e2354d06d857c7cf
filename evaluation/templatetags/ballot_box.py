"""What the public page of a round shows of its ballot box."""

from typing import Any

from django import template

from applications.models import Round
from evaluation.selectors.ballots import ballot_channels
from evaluation.selectors.commitments import latest_commitment

register = template.Library()


@register.inclusion_tag("evaluation/_ballot_box.html")
def ballot_box(round: Round) -> dict[str, Any]:
    """{% ballot_box round %}: the latest commitments to the codes and the way to the boxes; nothing before voting."""
    commitments = [made for one in ballot_channels(round) if (made := latest_commitment(one))]
    return {"round": round, "good": sum(made.good for made in commitments), "is_shown": bool(commitments)}
