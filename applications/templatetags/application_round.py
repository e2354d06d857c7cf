"""The bar of the round, under the header of every page that belongs to one."""

from typing import Any

from django import template
from django.urls import reverse

from applications.models import Application, Round
from applications.selectors.rounds import deadline_of
from applications.selectors.strata import stratum_title

register = template.Library()


@register.inclusion_tag("applications/_round_bar.html")
def round_bar(round: Round) -> dict[str, Any]:
    """{% round_bar round %}: title, state, next deadline, and the fingerprint of the frozen rules."""
    return {
        "round": round,
        "ends": deadline_of(round),
        "rules_url": reverse("applications:round-rules", args=[round.code]),
    }


@register.simple_tag
def division(round: Round, application: Application) -> str:
    """{% division round application %}: the title of its division; nothing where the rules have none."""
    return stratum_title(round, application.stratum) if application.stratum else ""
