"""What raters say of their own ties to applicants, and what the portal finds."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from evaluation.enums import ConflictStatus
from evaluation.models.sheets import Recusal


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations: one's own, and all of them for those who oversee the round."""

    def visible_to(self, user: Any) -> "DeclarationQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(user=user)


class Declaration(models.Model):
    """That a rater has declared their conflicts of interest in a round; what they named became recusals."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations")
    named = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField()

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ("round", "user")
        verbose_name = _("declaration")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "user"], name="evaluation_one_declaration_per_round"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.round}"

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.user.username}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Ties that were found: one's own, and all of them for those who oversee the round."""

    def visible_to(self, user: Any) -> "ConflictQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(user=user)

    def undecided(self) -> "ConflictQuerySet":
        """Those that wait for the organizer; a recusal, however it came, has answered the question."""
        answered = Recusal.objects.filter(user=OuterRef("user"), application=OuterRef("application"))
        return self.filter(~Exists(answered), status=ConflictStatus.OPEN)


class Conflict(models.Model):
    """A tie between a rater and an application that the portal found; the organizer decides what follows from it.

    `grounds` are keys of `selectors.conflicts.GROUNDS`. The rater's own unit is no question: that is a recusal.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts")
    application = models.ForeignKey(Application, models.PROTECT, related_name="conflicts")
    grounds = models.JSONField()
    found_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ConflictStatus.choices, default=ConflictStatus.OPEN)
    reason = models.TextField(_("Reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ("round", "application", "user")
        verbose_name = _("conflict of interest")
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["round", "user", "application"], name="evaluation_one_conflict_per_pair"
            ),
            CheckConstraint(
                condition=Q(status__in=ConflictStatus.values), name="evaluation_conflict_status_known"
            ),
            CheckConstraint(
                condition=Q(status=ConflictStatus.OPEN) | Q(decided_by__isnull=False) & ~Q(reason=""),
                name="evaluation_conflict_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.application}"

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.application.code}:{self.user.username}"

    def get_absolute_url(self) -> str:
        return reverse(
            "evaluation:conflict-decide", args=[self.round.code, self.application.code, self.user.username]
        )
