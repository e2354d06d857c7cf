"""What was named, and the public list on which it stands."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Brand, Round
from brandportal.accounts.models import Unit
from naming.enums import DesignationStatus
from naming.models.titles import LIST, shown


def _in_readers_language(zh: str, en: str) -> str:
    return en if en and (get_language() or "").startswith("en") else zh


class Designation(models.Model):
    """One brand named in one round; name, unit, division and level are kept as they were at the naming.

    `level_rank` is 0 and the words are empty where the rules know no levels; else 1 is the highest, and one past the
    lowest is without words: named by the committee, though the ranking gave no level. The words of the division are
    empty where the rules know no divisions.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="designations")
    application = models.OneToOneField(Application, models.PROTECT, related_name="designation")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="designations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="designations")
    brand_name = models.CharField(_("Brand"), max_length=200)
    unit_name = models.CharField(_("Unit"), max_length=60)
    number = models.CharField(_("Number"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()
    division_zh = models.TextField(_("Division"), blank=True)
    division_en = models.TextField(blank=True)
    level_rank = models.PositiveSmallIntegerField(default=0)
    level_zh = models.TextField(_("Level"), blank=True)
    level_en = models.TextField(blank=True)
    designated_on = models.DateField(_("Named on"))
    status = models.CharField(
        max_length=12, choices=DesignationStatus.choices, default=DesignationStatus.IN_FORCE
    )

    class Meta:
        ordering = ("-round__year", "position")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "position"], name="naming_one_designation_per_position"),
            CheckConstraint(
                condition=Q(status__in=DesignationStatus.values), name="naming_designation_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.brand_name

    @property
    def level(self) -> str:
        return _in_readers_language(self.level_zh, self.level_en)

    @property
    def division(self) -> str:
        return _in_readers_language(self.division_zh, self.division_en)

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("naming:brand-detail", args=[self.brand.code])


class NamingList(models.Model):
    """The decision by which a round's brands were named, open to everybody."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="naming_list")
    title = models.CharField(_("Title"), max_length=160)
    document_number = models.CharField(_("Document number"), max_length=60)
    published_on = models.DateField(_("Published on"))

    class Meta:
        ordering = ("-published_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """The title as a page shows it."""
        return shown(self.title, LIST, self.round)

    def audit_ref(self) -> str:
        return str(self.round.code)

    def get_absolute_url(self) -> str:
        return reverse("naming:list-detail", args=[self.round.code])
