"""The public notice of a round, the objections to it, and who moved up after one."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Round
from brandportal.accounts.enums import Role
from brandportal.kit.models import StoredFile
from naming.enums import Effect, NoticeStatus, ObjectionStatus
from naming.models.proposals import ProposalItem
from naming.models.titles import INTENDED, shown
from naming.workdays import Entered


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Published notices are for everybody."""

    def visible_to(self, user: Any) -> "NoticeQuerySet":
        if user.is_authenticated and user.roles & {Role.ORGANIZER, Role.AUDITOR, Role.SECRETARY}:
            return self
        return self.exclude(status=NoticeStatus.DRAFTED)


class Notice(models.Model):
    """The list that is to be named, open to objections from `first_day` to 24:00 of `last_day`.

    `days` are working days; `counts_first_day` says whether the day of publication is one of them. `worked_days` and
    `free_days` ("2027-02-06") were entered by hand, for a year that the calendar lacks.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="notice")
    number = models.CharField(_("Document number"), max_length=60)
    title = models.CharField(_("Title"), max_length=160)
    body = models.TextField(_("Text"))
    first_day = models.DateField(_("First day"))
    days = models.PositiveSmallIntegerField(_("Working days"), default=5)
    counts_first_day = models.BooleanField(_("The first day counts"), default=False)
    last_day = models.DateField(_("Last day"))
    worked_days = models.JSONField(_("Make-up days"), default=list, blank=True)
    free_days = models.JSONField(_("Days off"), default=list, blank=True)
    status = models.CharField(max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.DRAFTED)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-first_day", "-pk")
        constraints: ClassVar = [
            CheckConstraint(condition=Q(status__in=NoticeStatus.values), name="naming_notice_status_known"),
            CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="naming_notice_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return self.round_code

    @property
    def heading(self) -> str:
        """The title as a page shows it."""
        return shown(self.title, INTENDED, self.round)

    @property
    def entered(self) -> Entered:
        return Entered.of(self.worked_days, self.free_days)

    def get_absolute_url(self) -> str:
        return reverse("naming:notice-detail", args=[self.round.code])


class Objection(models.Model):
    """An objection to a notice; `receipt` finds the answer. Who objected, if they said so, lies apart and sealed."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    application = models.ForeignKey(Application, models.PROTECT, related_name="objections")
    receipt = models.CharField(max_length=16, unique=True)
    text = models.TextField(_("Objection and its facts"))
    is_named = models.BooleanField(_("With a name"), default=False)
    evidence = models.ManyToManyField(StoredFile, related_name="objections", blank=True)
    status = models.CharField(max_length=10, choices=ObjectionStatus.choices, default=ObjectionStatus.FILED)
    finding = models.TextField(_("Finding"), blank=True)
    effect = models.CharField(_("Effect"), max_length=10, choices=Effect.choices, default=Effect.KEEP)
    committee_word = models.TextField(_("The committee's word"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ("-filed_at", "-pk")
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(status__in=ObjectionStatus.values), name="naming_objection_status_known"
            ),
            CheckConstraint(condition=Q(effect__in=Effect.values), name="naming_objection_effect_known"),
            CheckConstraint(
                condition=Q(status=ObjectionStatus.FILED) | ~Q(finding=""),
                name="naming_settled_with_a_finding",
            ),
            CheckConstraint(
                condition=~Q(effect=Effect.MOVE_UP) | ~Q(committee_word=""),
                name="naming_move_up_by_the_committees_word",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def round_code(self) -> str:
        return str(self.notice.round.code)

    def audit_ref(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("naming:objection-detail", args=[self.receipt])


class ObjectorIdentity(models.Model):
    """Who objected and how to reach them; opened only by those who look into the objection, each time on record."""

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="identity")
    name = models.CharField(_("Your name"), max_length=60)
    contact = models.CharField(_("Telephone or e-mail"), max_length=120)

    def __str__(self) -> str:
        return str(self.objection)


class Succession(models.Model):
    """That an application moved up for one that was struck; it lies open for objections for days of its own.

    `level` is the key of the medal that it is to bear, empty where the rules know no medals.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="successions")
    item = models.OneToOneField(ProposalItem, models.PROTECT, related_name="succession")
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="succession")
    level = models.CharField(_("Level"), max_length=60, blank=True)
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="naming_succession_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)
