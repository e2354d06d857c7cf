"""A brand and the names it has had."""

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from brandportal.accounts.models import Unit
from brandportal.kit.pinyin import initials_of, pinyin_of


class Brand(models.Model):
    """A unit's service brand; `name` is the present one, `names` its history."""

    code = models.SlugField(max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="brands")
    name = models.CharField(_("Brand name"), max_length=200)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("pinyin", "code")
        constraints: ClassVar = [
            UniqueConstraint(fields=["unit", "name"], name="applications_one_brand_per_name_and_unit")
        ]

    def __str__(self) -> str:
        return self.name

    def audit_ref(self) -> str:
        return self.code

    def index(self) -> None:
        """Fill the search columns from the name."""
        self.pinyin, self.initials = pinyin_of(self.name), initials_of(self.name)


class BrandName(models.Model):
    """A name that a brand has carried from `since` (until `until`)."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("since", "pk")

    def __str__(self) -> str:
        return self.name
