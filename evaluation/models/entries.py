"""What the organizer records of an application before anything is counted: titles that levels require."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from applications.models import Application


class HeldTitleQuerySet(models.QuerySet["HeldTitle"]):
    """Titles, for those who may see the application."""

    def visible_to(self, user: Any) -> "HeldTitleQuerySet":
        return self.filter(application__in=Application.objects.visible_to(user))

    def held(self) -> "HeldTitleQuerySet":
        return self.filter(is_held=True)


class HeldTitle(models.Model):
    """Whether an application holds what the rules' levels name under `flag`, and the evidence for it.

    One row for each pair; a later record changes it, and the trail keeps what stood there before.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="held_titles")
    flag = models.CharField(max_length=60)
    is_held = models.BooleanField()
    evidence = models.TextField(_("Evidence"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = HeldTitleQuerySet.as_manager()

    class Meta:
        ordering = ("application", "flag")
        verbose_name = _("title held")
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "flag"], name="evaluation_one_record_per_title"),
            CheckConstraint(condition=~Q(evidence=""), name="evaluation_title_has_evidence"),
        ]

    def __str__(self) -> str:
        return self.flag
