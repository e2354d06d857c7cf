"""Addresses of the floors around, by name only: an upper room that is not built in is left out."""

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: str) -> str:
    """Return the address of `name`, "" where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
