"""What the ranking proposes and what the committee made of it; the computed order stays beside the resolved one."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from evaluation.models.tallies import Tally
from naming.enums import ProposalStatus

READERS = {Role.ORGANIZER, Role.SECRETARY, Role.AUDITOR, Role.CHAIR}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals are read by those who prepare, resolve and audit them."""

    def visible_to(self, user: Any) -> "ProposalQuerySet":
        return self if user.is_authenticated and user.roles & READERS else self.none()


class Proposal(models.Model):
    """The preliminary list of a round, drawn from its final tally."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="proposal")
    tally = models.ForeignKey(Tally, models.PROTECT, related_name="proposals")
    status = models.CharField(max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.DRAFTED)
    seats = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="naming_proposal_status_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return self.round_code

    def get_absolute_url(self) -> str:
        return reverse("naming:proposal-detail", args=[self.round.code])


class ProposalItem(models.Model):
    """An application of the final ranking: its computed place, and what the committee resolved on it.

    `level` is the key of the level or medal that the committee stated; empty: the one of the result, if it gives any.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="items")
    application = models.OneToOneField(Application, models.PROTECT, related_name="proposal_item")
    computed_rank = models.PositiveSmallIntegerField()
    computed_in = models.BooleanField()
    total_printed = models.CharField(max_length=20)
    included = models.BooleanField()
    position = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(_("Level"), max_length=60, blank=True)
    reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        ordering = ("computed_rank", "application__code")
        constraints: ClassVar = [
            UniqueConstraint(fields=["proposal", "position"], name="naming_one_item_per_position"),
            CheckConstraint(
                condition=Q(included=True, position__isnull=False) | Q(included=False, position__isnull=True),
                name="naming_position_if_included",
            ),
            CheckConstraint(
                condition=Q(computed_in=F("included")) | ~Q(reason=""), name="naming_deviation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def deviates(self) -> bool:
        return self.included != self.computed_in


class Resolution(models.Model):
    """The committee's resolution on a proposal: what the confirmed record of its meeting says in one sentence.

    `meeting` is empty where the resolution was recorded before meetings were kept with their members and votes.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="resolution")
    meeting = models.OneToOneField(
        "naming.Meeting", models.PROTECT, null=True, blank=True, related_name="resolution"
    )
    body = models.CharField(_("Resolving body"), max_length=80)
    meeting_title = models.CharField(_("Meeting"), max_length=120)
    held_on = models.DateField(_("Held on"))
    minutes_number = models.CharField(_("Number of the minutes"), max_length=60)
    text = models.TextField(_("Text of the resolution"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(recorded_by=F("confirmed_by")), name="naming_two_people_resolve"),
        ]

    def __str__(self) -> str:
        return self.meeting_title
