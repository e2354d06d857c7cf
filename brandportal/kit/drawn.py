"""Parts of pages that are the same for many: drawn once, from nothing but what is named."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from brandportal.kit.memo import Memo

DRAWN = Memo(seconds=60, most=200)


class Whole(Protocol):
    """What does not change any more and keeps the parts that were drawn of it."""

    @property
    def pieces(self) -> dict[Any, SafeString]: ...


def drawn(template: str, of: Whole | None = None, **values: Any) -> SafeString:
    """Return `template` with `values`, and `of` as a whole, drawn once for each language and these values.

    It sees nothing else, no request and no user: what is personal or changes must be named, and is then told apart.
    A model is told from another by its key alone; what else it says must not change as long as `of` is there.
    """
    key = (template, get_language(), *values.items())
    if of is None:
        kept: SafeString = DRAWN.get(key, lambda: render_to_string(template, values))
        return kept
    if key not in of.pieces:
        of.pieces[key] = render_to_string(template, {"of": of, **values})
    return of.pieces[key]


def drawn_each(template: str, of: Whole, ones: Iterable[Any]) -> SafeString:
    """Return `template` for each `one` of something that is in one language, one after the other."""
    found = []
    for one in ones:
        piece = of.pieces.get((template, one))
        if piece is None:
            piece = of.pieces[template, one] = render_to_string(template, {"of": of, "one": one})
        found.append(piece)
    return mark_safe("".join(found))
