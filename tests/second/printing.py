"""How exact numbers and canonical JSON are written (tally.md 1, 2 and 2.7)."""

import json
from fractions import Fraction
from hashlib import sha256
from typing import Any


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up by absolute value."""
    scale = 10**places
    units = abs(value) * scale
    below = units.numerator // units.denominator
    nearest = below + 1 if units - below >= Fraction(1, 2) else below
    return Fraction(nearest if value >= 0 else -nearest, scale)


def printed(value: Fraction, places: int) -> str:
    near = rounded(value, places)
    digits = str(int(abs(near) * 10**places)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if near < 0 else text


def exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def both(value: Fraction | None, places: int) -> dict[str, str] | None:
    return None if value is None else {"exact": exact(value), "printed": printed(value, places)}


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    return sha256(canonical(value).encode()).hexdigest()
