"""What the page of an application shows of what the rules ask of it beside its text."""

from typing import Any

from django import template

from applications.models import Application
from evaluation.selectors import entries

register = template.Library()


@register.inclusion_tag("evaluation/_entry_facts.html")
def entry_facts(application: Application, user: Any) -> dict[str, Any]:
    """{% entry_facts application user %}: its division and titles with their reasons; nothing where none is asked."""
    return {
        "facts": entries.entry_facts(application),
        "round": application.round,
        "may_correct": user.has_perm("evaluation.correct_stratum", application),
        "may_record": user.has_perm("evaluation.record_titles", application),
    }
