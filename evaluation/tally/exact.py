"""Exact numbers: how they are read from text, rounded and printed. No binary float is ever made here."""

import re
from fractions import Fraction

# Longer texts are no scores; the limit also keeps int() far below its own bound on digits.
LONGEST = 200

# Whole numbers stay int: they add several times faster than a Fraction, and are as exact.
Exact = int | Fraction

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"[0-9]+", re.ASCII)
_RATIO = re.compile(r"-?[0-9]+/0*[1-9][0-9]*", re.ASCII)


def parse_number(text: str) -> Fraction | None:
    """Read ``-?digits(.digits)?``; None for anything else."""
    if len(text) > LONGEST or not _NUMBER.fullmatch(text):
        return None
    return Fraction(text)


def parse_amount(text: str) -> Fraction | None:
    """Read a number of the rules: a plain decimal, or a ratio such as ``2/3``."""
    if len(text) <= LONGEST and _RATIO.fullmatch(text):
        return Fraction(text)
    return parse_number(text)


def parse_whole(text: str) -> int | None:
    """Read a whole number written with digits alone."""
    if len(text) > LONGEST or not _WHOLE.fullmatch(text):
        return None
    return int(text)


def parse_exact(text: str) -> Fraction | None:
    """Read a reduced fraction as :func:`exact_text` writes it; None for any other spelling."""
    if len(text) > 2 * LONGEST or not _RATIO.fullmatch(text):
        return None
    value = Fraction(text)
    return value if exact_text(value) == text else None


def simple(value: Fraction) -> Exact:
    """A whole number as int."""
    return value.numerator if value.denominator == 1 else value


def exact_text(value: Fraction) -> str:
    """Write a reduced fraction, denominator always included: ``63/1``."""
    return f"{value.numerator}/{value.denominator}"


def rounded(value: Fraction, places: int) -> Fraction:
    """Round half up by absolute value to ``places`` decimals."""
    return Fraction(_units(value, places), 10**places)


def printed(value: Fraction, places: int) -> str:
    """Print with exactly ``places`` decimals, rounded half up by absolute value, no minus before zero."""
    units = _units(value, places)
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def plain(value: Fraction) -> str:
    """Write as a plain decimal where it ends, else as a ratio: ``12.5``, ``2/3``."""
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest //= 10
        places += 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
            places += 1
    return printed(value, places) if rest == 1 else exact_text(value)


def _units(value: Fraction, places: int) -> int:
    scale: int = 10**places
    doubled = 2 * abs(value.numerator) * scale
    units = (doubled + value.denominator) // (2 * value.denominator)
    return -units if value < 0 else units
