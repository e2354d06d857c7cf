"""Who rates, what they wrote, and where they may not judge."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from evaluation.enums import SheetStatus
from evaluation.models.stages import Channel, Stage

BLANK = ""
SEPARATOR = "|"


class RaterQuerySet(models.QuerySet["Rater"]):
    """Raters as the organizer and they themselves look for them."""

    def visible_to(self, user: Any) -> "RaterQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(user=user)

    def per_group(self) -> dict[str, int]:
        """Return how many there are in each group that has any."""
        counted = self.order_by().values_list("group").annotate(number=models.Count("pk"))
        return dict(counted.values_list("group", "number"))


class Rater(models.Model):
    """That a person rates in a channel; results and exports name only the pseudonym."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="raters_assigned")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rater_places")
    pseudonym = models.CharField(_("No."), max_length=12)
    # A key of the channel's groups, empty where it has none.
    group = models.CharField(_("Group of raters"), max_length=60, blank=True)

    objects = RaterQuerySet.as_manager()

    class Meta:
        ordering = ("channel", "pseudonym")
        verbose_name = _("rater")
        constraints: ClassVar = [
            UniqueConstraint(fields=["channel", "user"], name="evaluation_one_place_per_rater"),
            UniqueConstraint(fields=["channel", "pseudonym"], name="evaluation_one_rater_per_pseudonym"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.pseudonym})"

    @property
    def round_code(self) -> str:
        return str(self.channel.round.code)

    def audit_ref(self) -> str:
        return f"{self.channel.audit_ref()}:{self.pseudonym}"


class RecusalQuerySet(models.QuerySet["Recusal"]):
    """Recusals: one's own, and all of them for those who oversee the round."""

    def visible_to(self, user: Any) -> "RecusalQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(user=user)


class Recusal(models.Model):
    """That a person may not judge an application; `decided_by` is empty where the portal found the conflict itself."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    application = models.ForeignKey(Application, models.PROTECT, related_name="recusals")
    reason = models.TextField(_("Reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="recusals_decided"
    )
    decided_at = models.DateTimeField()

    objects = RecusalQuerySet.as_manager()

    class Meta:
        ordering = ("round", "application", "user")
        verbose_name = _("recusal")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "user", "application"], name="evaluation_one_recusal_per_pair"),
            CheckConstraint(condition=~Q(reason=""), name="evaluation_recusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.application}"

    @property
    def is_automatic(self) -> bool:
        return self.decided_by_id is None

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.application.code}:{self.user.username}"


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Sheets. Nobody but their rater ever sees one: not the organizer, not the auditor, nor who is recused."""

    def visible_to(self, user: Any) -> "SheetQuerySet":
        return self.filter(rater__user=user).counted() if user.is_authenticated else self.none()

    def of_stage(self, stage: Stage) -> "SheetQuerySet":
        return self.filter(channel__stage=stage)

    def of_rater(self, rater: Rater) -> "SheetQuerySet":
        return self.filter(rater=rater).order_by("application__code")

    def open(self) -> "SheetQuerySet":
        return self.filter(status=SheetStatus.OPEN)

    def signed(self) -> "SheetQuerySet":
        return self.filter(status=SheetStatus.SIGNED)

    def counted(self) -> "SheetQuerySet":
        """Sheets that must be signed: all but the recused ones."""
        return self.exclude(status=SheetStatus.RECUSED)


class ScoreSheet(models.Model):
    """One rater's answers for one application: `answers` in the order of the criteria, empty where not scored.

    `rejects`: the last answer, on the sheet as a whole, is the one with which none of the others is read.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="sheets")
    rater = models.ForeignKey(Rater, models.PROTECT, related_name="sheets")
    application = models.ForeignKey(Application, models.PROTECT, related_name="sheets")
    answers = models.TextField()
    rejects = models.BooleanField(default=False)
    # Where a figure or the counted facts stand on record; asked for only in channels of these forms.
    source = models.CharField(_("Source"), max_length=200, blank=True)
    remark = models.TextField(_("Private note"), blank=True)
    is_flagged = models.BooleanField(_("Look at it again"), default=False)
    status = models.CharField(max_length=8, choices=SheetStatus.choices, default=SheetStatus.OPEN)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()
    # Every criterion scored, as the database sees it: no empty place between separators, or nothing else asked.
    FULL = Q(rejects=True) | (
        ~Q(answers="") & ~Q(answers__startswith="|") & ~Q(answers__endswith="|") & ~Q(answers__contains="||")
    )

    class Meta:
        ordering = ("channel", "rater", "application")
        verbose_name = _("score sheet")
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["channel", "rater", "application"], name="evaluation_one_sheet_per_rater_and_entry"
            ),
            CheckConstraint(condition=Q(status__in=SheetStatus.values), name="evaluation_sheet_status_known"),
            CheckConstraint(
                condition=Q(status=SheetStatus.SIGNED, signed_at__isnull=False)
                | (~Q(status=SheetStatus.SIGNED) & Q(signed_at__isnull=True)),
                name="evaluation_sheet_signed_with_its_time",
            ),
            CheckConstraint(
                condition=Q(rejects=False) | (~Q(answers="") & ~Q(answers__endswith="|")),
                name="evaluation_sheet_rejects_by_its_last_answer",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "status"], name="evaluation_sheet_progress")]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def values(self) -> list[str]:
        return self.answers.split(SEPARATOR)

    @property
    def is_complete(self) -> bool:
        return self.rejects or BLANK not in self.values

    @property
    def is_started(self) -> bool:
        return any(self.values)

    @property
    def is_open(self) -> bool:
        return self.status == SheetStatus.OPEN

    @property
    def is_recused(self) -> bool:
        return self.status == SheetStatus.RECUSED

    @property
    def round_code(self) -> str:
        return str(self.channel.round.code)

    def audit_ref(self) -> str:
        return f"{self.rater.audit_ref()}:{self.application.code}"

    def get_absolute_url(self) -> str:
        page = "form-dossier" if self.channel.is_wide else "sheet-edit"
        return reverse(
            f"evaluation:{page}", args=[self.channel.round.code, self.channel.key, self.application.code]
        )


def verdict_alone(answers: str) -> str:
    """The answers of a rejecting sheet as they leave it: what else its rater had written was never given."""
    return SEPARATOR.join([*[BLANK] * answers.count(SEPARATOR), answers.rsplit(SEPARATOR, maxsplit=1)[-1]])


def full_from_rater() -> Q:
    """`ScoreSheet.FULL` as it is asked from a rater's side."""
    empty = Q(sheets__answers="") | Q(sheets__answers__startswith="|") | Q(sheets__answers__endswith="|")
    return Q(sheets__rejects=True) | (Q(sheets__isnull=False) & ~(empty | Q(sheets__answers__contains="||")))
