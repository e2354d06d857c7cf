"""What the public page of a round shows of changes to its rules."""

from typing import Any

from django import template

from applications.models import Round
from evaluation.models import Amendment

register = template.Library()


@register.inclusion_tag("evaluation/_rule_changes.html")
def rule_changes(round: Round) -> dict[str, Any]:
    """{% rule_changes round %}: each amendment in force with its day and reason; nothing where there is none."""
    if round.rules_version == 1:
        return {"amendments": []}
    confirmed = Amendment.objects.confirmed().filter(round=round).order_by("number")
    return {"amendments": list(confirmed)}
