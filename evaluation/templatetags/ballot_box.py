"""What the public page of a round shows of its ballot box."""

from typing import Any

from django import template

from applications.models import Round
from evaluation.selectors.commitments import latest_commitment

register = template.Library()


@register.inclusion_tag("evaluation/_ballot_box.html")
def ballot_box(round: Round) -> dict[str, Any]:
    """{% ballot_box round %}: the latest commitment to the codes and the way to the box; nothing before voting."""
    return {"round": round, "commitment": latest_commitment(round)}
