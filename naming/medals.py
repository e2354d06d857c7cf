"""The medal of a place, as plain arithmetic (docs/tally.md, selection by medals). Keys and numbers only."""

from collections import Counter
from collections.abc import Sequence

Seats = Sequence[tuple[str, int]]


def medal_of_next(seats: Seats, borne: Counter[str]) -> str:
    """Return the medal of whoever comes in behind all who bear one, "" where the rules do not decide it.

    `seats` are (medal, number), the highest first. It is decided where the place falls to a medal of which every better
    one is given out and no lower one is: then nobody else could claim it. A shared medal uses up places of the next.
    """
    place, reached, given = borne.total() + 1, 0, 0
    for medal, number in seats:
        reached, given = reached + number, given + borne[medal]
        if place <= reached:
            return medal if given == borne.total() else ""
        if given < reached:
            return ""
    return ""


def free_medals(seats: Seats, borne: Counter[str]) -> list[str]:
    """Return the medals of which fewer are borne than the rules give."""
    return [medal for medal, number in seats if borne[medal] < number]


def unborne(seats: Seats, borne: Counter[str]) -> list[tuple[str, int]]:
    """Return the medals that nobody bears, with how many; those that a shared better one uses up are none."""
    found, over = [], 0
    for medal, number in seats:
        left = number - over - borne[medal]
        over = max(-left, 0)
        if left > 0:
            found.append((medal, left))
    return found
