"""Words for the keys of the accounts' room."""

from collections.abc import Iterable
from typing import Any

from django import template

from brandportal.accounts.enums import Category, Role
from brandportal.accounts.idle import WARNING, minutes_for

register = template.Library()


@register.filter
def category_label(value: str) -> str:
    return str(Category(value).label)


@register.filter
def role_labels(values: Iterable[str]) -> list[str]:
    return [str(Role(value).label) for value in values]


@register.inclusion_tag("_shared/_idle.html", takes_context=True)
def idle_watch(context: dict[str, Any]) -> dict[str, Any]:
    """The question whether somebody is still there, asked by js/idle.js before an unused session ends."""
    request = context["request"]
    minutes = minutes_for(request.user)
    return {
        "minutes": minutes,
        "limit": minutes * 60,
        "warning": WARNING,
        "here": request.get_full_path(),
        "csrf_token": context["csrf_token"],
    }
