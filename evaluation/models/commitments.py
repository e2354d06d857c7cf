"""What the portal commits to about its codes, and the changes to them that two people agreed on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from evaluation.enums import ChangeKind, ChangeStatus
from evaluation.models.stages import Channel


class Commitment(models.Model):
    """The codes of a channel that were good for a ballot at one moment; the database refuses to change a row.

    `digest` is the SHA-256 of their sorted digests, one a line. `parts`: head of the serial numbers (`head_of`) →
    [codes made, codes good, digest over its own]; by them a difference can be named.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="commitments")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    issued = models.PositiveIntegerField()
    revoked = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    parts = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("channel", "number")
        verbose_name = _("commitment to the codes")
        constraints: ClassVar = [
            UniqueConstraint(fields=["channel", "number"], name="evaluation_one_commitment_per_number"),
            CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("made_by")),
                name="evaluation_commitment_by_two",
            ),
            CheckConstraint(
                condition=Q(revoked__lte=F("issued")), name="evaluation_commitment_numbers_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code} {self.number}"

    @property
    def good(self) -> int:
        """Return how many codes were made and not revoked."""
        return self.issued - self.revoked

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.channel.key}:{self.number}"


class CodeChange(models.Model):
    """A change to the codes that needs two people: asked for by one, agreed by another, then carried out."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="code_changes")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("What is to be done"), max_length=12, choices=ChangeKind.choices)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="code_changes")
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="+")
    # Of new codes, in a channel with groups of voters; codes made in place of others keep the group of those.
    group = models.CharField(_("Group of voters"), max_length=60, blank=True)
    quantity = models.PositiveIntegerField(_("How many codes"), default=0)
    first = models.PositiveIntegerField(_("From number"), default=0)
    last = models.PositiveIntegerField(_("To number"), default=0)
    reason = models.CharField(_("Reason"), max_length=300)
    status = models.CharField(max_length=12, choices=ChangeStatus.choices, default=ChangeStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("round", "-number")
        verbose_name = _("change to the codes")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "number"], name="evaluation_one_code_change_per_number"),
            CheckConstraint(
                condition=Q(status__in=ChangeStatus.values), name="evaluation_code_change_status"
            ),
            CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="evaluation_code_change_by_two",
            ),
            CheckConstraint(
                condition=~Q(status=ChangeStatus.DONE) | Q(agreed_by__isnull=False),
                name="evaluation_code_change_agreed_before_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.head}"

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    @property
    def head(self) -> str:
        """Return what the serial numbers of the codes begin with."""
        return head_of(self.channel, self.application)

    @property
    def group_title(self) -> str:
        return self.channel.group_title(self.group)

    @property
    def span(self) -> str:
        """Return the serial numbers that are taken back, "" where none are."""
        if not self.first:
            return ""
        first = serial_of(self.head, self.first)
        return first if self.first == self.last else f"{first} – {serial_of(self.head, self.last)}"

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:code-change", args=[self.round.code, self.number])


def head_of(channel: Channel, application: Application | None) -> str:
    """Return what the serial numbers begin with: the application's code, from the second channel by code on behind C2.

    Codes for no single application have the channel's mark alone: C1.
    """
    mark = "" if application and channel.ballot_number == 1 else f"C{channel.ballot_number}"
    return "-".join(part for part in (mark, application.code if application else "") if part)


def serial_of(head: str, number: int) -> str:
    """Return the serial number of the `number`th code of that head, as it stands on a slip."""
    return f"{head}-{number:04d}"
