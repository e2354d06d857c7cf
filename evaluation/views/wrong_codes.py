"""Wrong codes from one address are slowed down; a right one from the same address is taken at any time."""

from django.utils.translation import ngettext

from brandportal.kit.throttle import Throttle, minutes_of

# Well above what an office behind one address mistypes; guessing 120 bits is hopeless at any speed.
WRONG_CODES = Throttle("wrong-codes", most=30)


def sentence_of(seconds: int) -> str:
    minutes = minutes_of(seconds)
    return ngettext(
        "Too many wrong codes came from here. Try again in %(minutes)d minute; a right code is taken at any time.",
        "Too many wrong codes came from here. Try again in %(minutes)d minutes; a right code is taken at any time.",
        minutes,
    ) % {"minutes": minutes}
