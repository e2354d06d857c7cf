"""Site visits of the review panel."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from evaluation.enums import RaterKind, VisitStatus


class VisitQuerySet(models.QuerySet["SiteVisit"]):
    """Visits as the panel of the round and those who oversee it look for them."""

    def visible_to(self, user: Any) -> "VisitQuerySet":
        if not user.is_authenticated:
            return self.none()
        free = self.exclude(application__recusals__user=user)
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return free
        places = Round.objects.filter(channels__raters=RaterKind.PANEL, channels__raters_assigned__user=user)
        return free.filter(round__in=places.filter(declarations__user=user))

    def recorded(self) -> "VisitQuerySet":
        return self.filter(status=VisitStatus.RECORDED)


class SiteVisit(models.Model):
    """What the panel found on the spot: when, where, who was there; the points stand on each member's own sheet."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    application = models.OneToOneField(Application, models.PROTECT, related_name="visit")
    visited_on = models.DateField(_("Date of the visit"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    findings = models.TextField(_("Findings"), blank=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="visits", blank=True)
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits_recorded"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("round", "application")
        verbose_name = _("site visit")
        constraints: ClassVar = [
            CheckConstraint(condition=Q(status__in=VisitStatus.values), name="evaluation_visit_status_known"),
            CheckConstraint(
                condition=Q(status=VisitStatus.PLANNED)
                | Q(visited_on__isnull=False, recorded_by__isnull=False) & ~Q(place="") & ~Q(findings=""),
                name="evaluation_visit_recorded_in_full",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_recorded(self) -> bool:
        return self.status == VisitStatus.RECORDED

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.application.code}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:visit-edit", args=[self.round.code, self.application.code])
