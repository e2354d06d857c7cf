"""Tallies with their results, and the committee's decisions between tied applications."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from evaluation.enums import TallyStatus

READERS = {Role.ORGANIZER, Role.AUDITOR, Role.SECRETARY, Role.CHAIR}
UNDER_WAY = (TallyStatus.QUEUED, TallyStatus.RUNNING)
# Counting is short; what matters is which of these steps a tally is at: read sheets, read ballots, count, keep.
STEPS = 4


class TallyQuerySet(models.QuerySet["Tally"]):
    """Tallies as those who oversee a round look for them; a unit sees adopted results of its own rounds."""

    def visible_to(self, user: Any) -> "TallyQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & READERS:
            return self
        own = Application.objects.filter(unit_id=user.unit_id or 0).entered()
        return self.filter(adopted_at__isnull=False, round__in=own.values("round"))

    def under_way(self) -> "TallyQuerySet":
        return self.filter(status__in=UNDER_WAY)

    def done(self) -> "TallyQuerySet":
        return self.filter(status=TallyStatus.DONE)


class Tally(models.Model):
    """One count of a round through a stage. `result` is result.json to the byte, `result_digest` its SHA-256.

    `heartbeat` is when the counting process last gave a sign; `problem` says in a sentence why it failed.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="tallies")
    number = models.PositiveSmallIntegerField(_("No."))
    through = models.CharField(_("Through stage"), max_length=60)
    status = models.CharField(max_length=10, choices=TallyStatus.choices, default=TallyStatus.QUEUED)
    state = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tallies_requested"
    )
    created_at = models.DateTimeField(_("Requested"))
    heartbeat = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=STEPS)
    inputs_digest = models.CharField(max_length=64, blank=True)
    # The version of the rules that it was counted by; an amendment gives the round another.
    rules_fingerprint = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        ordering = ("round", "-number")
        verbose_name = _("tally")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "number"], name="evaluation_one_tally_per_number"),
            UniqueConstraint(
                fields=["round", "through", "inputs_digest", "rules_fingerprint"],
                condition=~Q(inputs_digest=""),
                name="evaluation_one_result_per_inputs_and_rules",
            ),
            UniqueConstraint(
                fields=["round", "through"],
                condition=Q(status__in=UNDER_WAY),
                name="evaluation_one_tally_under_way",
            ),
            UniqueConstraint(
                fields=["round", "through"],
                condition=Q(adopted_at__isnull=False),
                name="evaluation_one_adopted_tally",
            ),
            CheckConstraint(condition=Q(status__in=TallyStatus.values), name="evaluation_tally_status_known"),
            CheckConstraint(
                condition=~Q(status=TallyStatus.DONE) | (~Q(result="") & ~Q(result_digest="")),
                name="evaluation_tally_done_with_its_result",
            ),
            CheckConstraint(condition=Q(progress__lte=F("total")), name="evaluation_tally_progress_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    @property
    def is_done(self) -> bool:
        return self.status == TallyStatus.DONE

    @property
    def is_final(self) -> bool:
        return self.is_done and self.state == "final"

    @property
    def needs_decision(self) -> bool:
        return self.is_done and self.state == "needs_decision"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:tally-detail", args=[self.round.code, self.number])


class TieDecision(models.Model):
    """The committee's place for one of several tied applications; `stage_key` is a stage's, or "select"."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="tie_decisions")
    stage_key = models.CharField(max_length=60)
    application = models.ForeignKey(Application, models.PROTECT, related_name="tie_decisions")
    order = models.PositiveSmallIntegerField(_("Place among the tied"))
    reason = models.TextField(_("Reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tie_decisions"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("round", "stage_key", "order")
        verbose_name = _("decision between tied applications")
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["round", "stage_key", "application"], name="evaluation_one_decision_per_tied"
            ),
            CheckConstraint(condition=~Q(reason=""), name="evaluation_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.order}"
