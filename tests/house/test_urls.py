"""Every address of the portal says who may come."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from brandportal.lifecycle.views import TransitionView

# Django's own switch of language: writes one cookie, by POST only.
FOREIGN = {"set_language"}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        place = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, place)
        else:
            yield place, entry


ADDRESSES = [(place, entry) for place, entry in patterns(get_resolver()) if entry.name not in FOREIGN]


def test_every_view_is_public_or_asks_for_a_permission():
    open_doors = [
        place for place, entry in ADDRESSES if not _guarded(getattr(entry.callback, "view_class", None))
    ]

    assert open_doors == []


def _guarded(view: type | None) -> bool:
    # A view of transitions asks for the permission that the row of the machine's table names.
    by_table = view is not None and issubclass(view, TransitionView)
    return by_table or getattr(view, "public", False) is True or bool(getattr(view, "permission", None))


def test_every_address_has_a_name():
    assert [place for place, entry in ADDRESSES if not entry.name] == []


def test_no_address_shows_a_primary_key():
    assert [place for place, entry in ADDRESSES if "<int:pk>" in place or "<int:id>" in place] == []
