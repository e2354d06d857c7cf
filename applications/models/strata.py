"""What the organizer corrected on the list in which an application stands."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.applications import Application


class StratumCorrectionQuerySet(models.QuerySet["StratumCorrection"]):
    """Corrections, for those who may see the application."""

    def visible_to(self, user: Any) -> "StratumCorrectionQuerySet":
        return self.filter(application__in=Application.objects.visible_to(user))


class StratumCorrection(models.Model):
    """The last correction of an application's division; `before` and `after` are keys of the rules' strata.

    `before` is empty where none had been chosen. Earlier corrections stand in the trail.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="stratum_correction")
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60)
    reason = models.TextField(_("Reason"))
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    objects = StratumCorrectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(reason=""), name="applications_stratum_corrected_with_a_reason"),
            CheckConstraint(condition=~Q(after=""), name="applications_stratum_corrected_to_one"),
            CheckConstraint(
                condition=~Q(before=F("after")), name="applications_stratum_corrected_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
