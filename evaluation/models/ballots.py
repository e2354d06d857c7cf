"""One-time codes and anonymous ballots. Nothing here, not even the order of the rows, leads from one to the other.

A ballot has no time, no address, no session, no user, no sequence and no key of a code; a code only knows that it was
used. Both tables have chance keys, and on SQLite no row numbers (migration 0002). No database constraint points at
other tables: checking one would lock, and so mark, the row it points at.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from evaluation.models.stages import Channel


class Code(models.Model):
    """A one-time code of one channel; only the digest of the code itself is kept.

    It is good for one application, or, without one, for the ballot on all that the channel asks about. `group` is the
    group of voters for which it was issued, "" where the channel has none; of a code its ballot keeps nothing else.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="codes", db_constraint=False, db_index=False
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="codes", db_constraint=False, db_index=False
    )
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="codes", db_constraint=False, db_index=False
    )
    group = models.CharField(max_length=60, blank=True, db_column="voter_group")
    serial = models.CharField(_("Serial number"), max_length=40)
    used = models.BooleanField(default=False)
    revoked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("one-time code")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "serial"], name="evaluation_one_code_per_serial"),
            CheckConstraint(condition=~Q(used=True, revoked=True), name="evaluation_code_used_or_revoked"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "application"], name="evaluation_code_channel")]

    def __str__(self) -> str:
        return self.serial

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.serial}"


class Ballot(models.Model):
    """One voter's answers: one each for the rules' items on one application, codes picked, sorted, or all by place.

    `group` is that of its code, where the channel has groups: the forms of each are counted apart.
    """

    id = models.CharField(max_length=32, primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    group = models.CharField(max_length=60, blank=True, db_column="voter_group")
    answers = models.TextField()
    receipt_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("ballot")
        indexes: ClassVar = [
            models.Index(fields=["channel", "application"], name="evaluation_ballot_channel")
        ]

    def __str__(self) -> str:
        return str(_("ballot"))
