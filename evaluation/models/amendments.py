"""Changes of a round's rules after its opening: each a new version with a reason and two people."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Round
from brandportal.accounts.enums import Role
from evaluation.enums import AmendmentStatus

READERS = {Role.ORGANIZER, Role.AUDITOR, Role.SECRETARY, Role.CHAIR}


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Amendments as those who oversee a round look for them."""

    def visible_to(self, user: Any) -> "AmendmentQuerySet":
        return self if user.is_authenticated and user.roles & READERS else self.none()

    def proposed(self) -> "AmendmentQuerySet":
        return self.filter(status=AmendmentStatus.PROPOSED)

    def confirmed(self) -> "AmendmentQuerySet":
        return self.filter(status=AmendmentStatus.CONFIRMED)


class Amendment(models.Model):
    """One proposed version of the rules. `before_rules` and `rules` are canonical JSON, both kept for ever."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(gettext_lazy("No."))
    status = models.CharField(
        max_length=10, choices=AmendmentStatus.choices, default=AmendmentStatus.PROPOSED
    )
    reason = models.TextField(gettext_lazy("Reason"))
    before_rules = models.TextField()
    before_fingerprint = models.CharField(max_length=64)
    rules = models.TextField()
    fingerprint = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="amendments_proposed"
    )
    proposed_at = models.DateTimeField(gettext_lazy("Proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="amendments_decided"
    )
    decided_at = models.DateTimeField(null=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ("round", "-number")
        verbose_name = gettext_lazy("amendment of the rules")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "number"], name="evaluation_one_amendment_per_number"),
            UniqueConstraint(
                fields=["round"],
                condition=Q(status=AmendmentStatus.PROPOSED),
                name="evaluation_one_amendment_proposed",
            ),
            CheckConstraint(
                condition=Q(status__in=AmendmentStatus.values), name="evaluation_amendment_status_known"
            ),
            CheckConstraint(condition=~Q(reason=""), name="evaluation_amendment_has_a_reason"),
            CheckConstraint(
                condition=~Q(status=AmendmentStatus.CONFIRMED)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
                name="evaluation_amendment_has_two_people",
            ),
        ]

    def __str__(self) -> str:
        return _("Amendment %(number)d") % {"number": self.number}

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    @property
    def is_proposed(self) -> bool:
        return self.status == AmendmentStatus.PROPOSED

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:amendment-detail", args=[self.round.code, self.number])
