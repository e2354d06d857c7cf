"""The bar of the round, under the header of every page that belongs to one."""

from typing import Any

from django import template

from applications.models import Round
from applications.selectors.rounds import deadline_of

register = template.Library()


@register.inclusion_tag("applications/_round_bar.html")
def round_bar(round: Round) -> dict[str, Any]:
    return {"round": round, "ends": deadline_of(round)}
