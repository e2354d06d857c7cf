"""What is published of a ballot box: lists of receipts while voting runs, and the numbers signed when it has closed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from evaluation.models.commitments import Commitment
from evaluation.models.stages import Channel


class ReceiptList(models.Model):
    """The receipts in a channel's box at one moment, and the turnout; the database refuses to change a row.

    `added`: digests that no earlier list has, sorted, one a line; `digest`: SHA-256 of the whole list.
    `turnout`: application code, "" for ballots on all of them → [ballots in steps of ten, whether they are enough].
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="receipt_lists")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="receipt_lists")
    number = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    added = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    turnout = models.JSONField()
    is_final = models.BooleanField(default=False)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("channel", "number")
        verbose_name = _("list of receipts")
        constraints: ClassVar = [
            UniqueConstraint(fields=["channel", "number"], name="evaluation_one_receipt_list_per_number"),
            UniqueConstraint(
                fields=["channel"], condition=Q(is_final=True), name="evaluation_one_final_receipt_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code} {self.number}"

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.channel.key}:{self.number}"


class BoxCount(models.Model):
    """The five numbers of a channel's box as they agreed when its stage was closed, under two names."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="box_count")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="+")
    unused = models.PositiveIntegerField()
    used = models.PositiveIntegerField()
    receipts = models.PositiveIntegerField()
    ballots = models.PositiveIntegerField()
    tallied = models.PositiveIntegerField()
    box_digest = models.CharField(max_length=64)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("numbers of the ballot box")
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(used=F("receipts"), receipts=F("ballots"), ballots=F("tallied")),
                name="evaluation_box_numbers_agree",
            ),
            CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("counted_by")),
                name="evaluation_box_signed_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.channel)

    @property
    def round_code(self) -> str:
        return str(self.channel.round.code)

    def audit_ref(self) -> str:
        return f"{self.channel.round.code}:{self.channel.key}"
