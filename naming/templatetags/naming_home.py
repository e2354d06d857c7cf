"""The parts of the front page that come from this floor."""

from django import template

from naming.selectors.public import Front, front_page

register = template.Library()


@register.simple_tag(takes_context=True)
def naming_front(context: template.Context) -> Front:
    return front_page(context["user"])
