"""The bar of the round, under the header of every page that belongs to one."""

from typing import Any

from django import template
from django.urls import reverse

from applications.models import Round
from applications.selectors.rounds import deadline_of

register = template.Library()


@register.inclusion_tag("applications/_round_bar.html")
def round_bar(round: Round) -> dict[str, Any]:
    """{% round_bar round %}: title, state, next deadline, and the fingerprint of the frozen rules."""
    return {
        "round": round,
        "ends": deadline_of(round),
        "rules_url": reverse("applications:round-rules", args=[round.code]),
    }
