"""Words for the keys of the accounts' room."""

from collections.abc import Iterable

from django import template

from brandportal.accounts.enums import Category, Role

register = template.Library()


@register.filter
def category_label(value: str) -> str:
    return str(Category(value).label)


@register.filter
def role_labels(values: Iterable[str]) -> list[str]:
    return [str(Role(value).label) for value in values]
