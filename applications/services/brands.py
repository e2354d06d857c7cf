"""Brands come into being with their first designation and keep the names they have had."""

from datetime import date

from django.db import transaction

from applications.models import Brand, BrandName
from brandportal.accounts.models import Unit, User
from brandportal.audit.services import record
from brandportal.kit.pinyin import initials_of


@transaction.atomic
def register_brand(unit: Unit, name: str, *, since: date, by: User | None) -> Brand:
    """Return the unit's brand of that name, made on first use."""
    known = Brand.objects.filter(unit=unit, name=name).first()
    if known:
        return known
    brand = Brand(unit=unit, name=name, code=_free_code(unit, name))
    brand.index()
    brand.save()
    BrandName.objects.create(brand=brand, name=name, since=since)
    record("register_brand", brand, by=by, data={"name": name, "unit": unit.code})
    return brand


def _free_code(unit: Unit, name: str) -> str:
    letters = "".join(letter for letter in initials_of(name) if letter.isascii() and letter.isalnum())
    stem = f"{unit.code}-{letters}"[:34].rstrip("-")
    taken = Brand.objects.filter(code__startswith=stem).count()
    return f"{stem}-{taken + 1}" if taken else stem
