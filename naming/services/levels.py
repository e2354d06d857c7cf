"""Levels and medals of a list that the committee changes: what the rules decide, what it has to state itself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError
from naming.medals import medal_of_next
from naming.selectors.honours import Honours
from naming.services.minutes import Items, Line, Minutes

SHORTEST_REASON = 10


def settle_levels(minutes: Minutes, honours: Honours) -> Minutes:
    """Return `minutes` with what deviates from the result alone: stated levels, and the medals of places that decide.

    Whoever is on the list without a medal by the result, behind all that have one, bears the medal of their place.
    """
    stated = {line.code: _stated(line, honours) for line in minutes.lines}
    borne: Counter[str] = Counter()
    listed = _listed(minutes)
    for index, line in enumerate(listed):
        after = listed[index + 1 :]
        if not _key(line, stated, honours) and not any(_key(one, stated, honours) for one in after):
            stated[line.code] = medal_of_next(honours.seats, borne)
        if key := _key(line, stated, honours):
            borne[key] += 1
    return replace(minutes, lines=tuple(replace(line, level=stated[line.code]) for line in minutes.lines))


def _stated(line: Line, honours: Honours) -> str:
    by_result = line.place is None or line.level == honours.given.get(line.code)
    return "" if by_result else line.level


def _key(line: Line, stated: dict[str, str], honours: Honours) -> str:
    return honours.key_of(line.code, stated[line.code])


def _listed(minutes: Minutes) -> list[Line]:
    return sorted(
        (line for line in minutes.lines if line.place is not None), key=lambda line: line.place or 0
    )


def faults_of_levels(minutes: Minutes, items: Items, honours: Honours) -> list[DomainError]:
    """Return what is wrong with the levels of settled `minutes`: unknown, missing, without a reason, or too many."""
    listed = [line for line in _listed(minutes) if line.code in items]
    return [
        *(fault for line in listed for fault in _of_line(line, f"{items[line.code].application}", honours)),
        *_in_disorder(listed, items, honours),
        *_too_many(listed, honours),
    ]


def _of_line(line: Line, brand: str, honours: Honours) -> Iterator[DomainError]:
    field, given = f"level-{line.code}", honours.given.get(line.code)
    if line.level and (line.level not in honours.ladder or (given and not honours.seats)):
        message = _(
            "%(brand)s: this level is none that the committee could state here. Leave it as the result has it."
        )
    elif honours.seats and not honours.key_of(line.code, line.level):
        message = _(
            "%(brand)s: the rules do not decide which medal it bears. State the one that the committee gave it."
        )
    elif line.level and len(line.reason.strip()) < SHORTEST_REASON:
        message = _("%(brand)s: say in the reason why it bears this level, at least 10 characters.")
        field = f"reason-{line.code}"
    else:
        return
    yield DomainError(message % {"brand": brand}, field=field, code="level")


def _in_disorder(listed: list[Line], items: Items, honours: Honours) -> Iterator[DomainError]:
    """Medals go by places: no lower one stands before a higher one."""
    order = [key for key, _seats in honours.seats]
    for before, line in pairwise(listed):
        first, second = (honours.key_of(one.code, one.level) for one in (before, line))
        if {first, second} <= set(order) and order.index(second) < order.index(first):
            message = _("%(brand)s: “%(medal)s” stands behind “%(lower)s”. Correct the places or the medals.")
            words = {"medal": honours.title(second), "lower": honours.title(first)}
            brand = {"brand": f"{items[line.code].application}"}
            yield DomainError(message % (words | brand), field=f"level-{line.code}", code="level")


def _too_many(listed: list[Line], honours: Honours) -> Iterator[DomainError]:
    """No more of a medal than the rules, or a last place of it that they share, give."""
    borne = Counter(honours.key_of(line.code, line.level) for line in listed)
    computed = Counter(honours.given.values())
    for medal, seats in honours.seats:
        most = max(seats, computed[medal])
        if borne[medal] > most:
            message = _(
                "“%(medal)s”: the rules give %(seats)d, the list has %(n)d. Give %(over)d another medal."
            )
            numbers = {"seats": most, "n": borne[medal], "over": borne[medal] - most}
            yield DomainError(message % ({"medal": honours.title(medal)} | numbers), code="level")
