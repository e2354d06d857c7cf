"""Site visits of the review panel."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from brandportal.kit.models import StoredFile
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

    def signed(self) -> "VisitQuerySet":
        return self.filter(status=VisitStatus.SIGNED)

    def planned_for_a_day(self) -> "VisitQuerySet":
        return self.filter(planned_on__isnull=False).order_by("planned_on", "stop", "planned_at")


class SiteVisit(models.Model):
    """What the panel plans and finds on the spot; the points stand on each member's own sheet.

    `checks` are the lines of the checklist: [{"key": standard, "seen": Seen, "note": text}]. The record is closed when
    the second of those who were there has signed it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    application = models.OneToOneField(Application, models.PROTECT, related_name="visit")
    planned_on = models.DateField(_("Planned day"), null=True, blank=True)
    planned_at = models.TimeField(_("Time"), null=True, blank=True)
    stop = models.PositiveSmallIntegerField(_("Order of the day"), null=True, blank=True)
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="visits_planned", blank=True)
    visited_on = models.DateField(_("Date of the visit"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    findings = models.TextField(_("Findings"), blank=True)
    checks = models.JSONField(default=list, blank=True)
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
            UniqueConstraint(
                fields=["round", "planned_on", "stop"],
                condition=Q(planned_on__isnull=False),
                name="evaluation_one_visit_per_stop",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_recorded(self) -> bool:
        return self.status != VisitStatus.PLANNED

    @property
    def is_signed(self) -> bool:
        return self.status == VisitStatus.SIGNED

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.application.code}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:visit-edit", args=[self.round.code, self.application.code])


class VisitSignature(models.Model):
    """That somebody who was there stands for the record as it is; a correction takes signatures back."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits_signed")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("signed_at", "pk")
        constraints: ClassVar = [
            UniqueConstraint(fields=["visit", "user"], name="evaluation_one_signature_per_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.visit}"


class VisitPhoto(models.Model):
    """A photograph from the spot, drawn anew without place or camera; `thumb` is the same in small."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="photos")
    title = models.CharField(_("What it shows"), max_length=80)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    thumb = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.title
