"""Titles of the rules document in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language


def localized(title: Mapping[str, str] | str) -> str:
    """Return the title in the reader's language, else in the other one."""
    if isinstance(title, str):
        return title
    english = (get_language() or "").startswith("en")
    first, second = ("en", "zh") if english else ("zh", "en")
    return title.get(first) or title.get(second, "")
