"""What the frozen rules of a round became: stages, channels and their criteria."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from brandportal.accounts.enums import Role
from brandportal.kit.display import is_english
from evaluation.enums import FormKind, LineKind, RaterKind, StageStatus

# Forms that span entries: a sheet holds what the form says of one entry, and all sheets of a rater are one form.
WIDE_FORMS = frozenset({FormKind.PICKS, FormKind.RANKING})
NO_OPINION = "none"
# Lines whose answers leave no room for having none.
WITHOUT_OPINION = frozenset({LineKind.VOTE, LineKind.PICK})
# These raters have a code and no account; those of the other kinds fill sheets.
BY_CODE = frozenset({RaterKind.CLIENT, RaterKind.PUBLIC})
# Channels whose forms are ballots cast by one-time code.
BY_BALLOT = Q(raters__in=BY_CODE)


class Titled(models.Model):
    """A thing of the rules with its name in both languages; the other one where one is missing."""

    key = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (is_english() and self.title_en) or self.title_zh or self.title_en or self.key


class StageQuerySet(models.QuerySet["Stage"]):
    """Stages as the people of a round look for them."""

    def visible_to(self, user: Any) -> "StageQuerySet":
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.ORGANIZER, Role.AUDITOR}:
            return self
        return self.filter(round__in=Round.objects.filter(channels__raters_assigned__user=user))


class Stage(Titled):
    """A step of a round: some channels are rated, then a tally says who goes on."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="stages")
    status = models.CharField(max_length=12, choices=StageStatus.choices, default=StageStatus.PREPARING)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Set when the organizer gives the raters more time than the calendar; ballots keep to the calendar.
    sheets_until = models.DateField(null=True, blank=True)

    # The rules' `unsigned = "leave_out"`: sheets that nobody signed neither count nor hold the stage up.
    leaves_unsigned_out = models.BooleanField(default=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ("round", "position")
        verbose_name = _("stage")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "key"], name="evaluation_one_stage_per_key"),
            UniqueConstraint(fields=["round", "position"], name="evaluation_one_stage_per_position"),
            CheckConstraint(condition=Q(status__in=StageStatus.values), name="evaluation_stage_status_known"),
            CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
                name="evaluation_stage_closes_after_it_opens",
            ),
        ]

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    @property
    def is_first(self) -> bool:
        return self.position == 1

    @property
    def is_open(self) -> bool:
        return self.status == StageStatus.OPEN

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.key}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:round-board", args=[self.round.code])


@dataclass(frozen=True)
class RaterGroup:
    """A group of a channel's raters; fewer than `min_valid` forms for an entry leave it without a value there."""

    key: str
    title: str
    min_valid: int


class Channel(Titled):
    """One kind of opinion; `stage` is the one that first uses it. Figures are kept as the rules write them.

    `groups` are rows of key, title by language and min_valid, [] where the rules have none. `waits_for_groups`: without
    a value of every group the channel has none (`group_missing = "block"`); otherwise the other groups carry it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="channels")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="channels")
    raters = models.CharField(max_length=12, choices=RaterKind.choices)
    form = models.CharField(max_length=12, choices=FormKind.choices)
    weight = models.CharField(max_length=20)
    max = models.CharField(max_length=20)
    min_valid = models.PositiveIntegerField()
    groups = models.JSONField(default=list, blank=True)
    waits_for_groups = models.BooleanField(default=True)

    class Meta:
        ordering = ("round", "position")
        verbose_name = _("channel")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "key"], name="evaluation_one_channel_per_key"),
            CheckConstraint(condition=Q(raters__in=RaterKind.values), name="evaluation_channel_raters_known"),
            CheckConstraint(condition=Q(form__in=FormKind.values), name="evaluation_channel_form_known"),
        ]

    @property
    def rater_groups(self) -> list[RaterGroup]:
        """The groups in the order of the rules, titles in the reader's language, or in the other one."""
        first, second = ("en", "zh") if is_english() else ("zh", "en")
        return [
            RaterGroup(
                row["key"],
                row["title"].get(first) or row["title"].get(second) or row["key"],
                int(row["min_valid"]),
            )
            for row in self.groups
        ]

    def group_title(self, key: str) -> str:
        """The title of the group with that key, "" for none."""
        return next((group.title for group in self.rater_groups if group.key == key), "")

    @property
    def has_sheets(self) -> bool:
        """Whether named people fill score sheets here, rather than clients casting ballots."""
        return self.raters not in BY_CODE

    @property
    def is_by_ballot(self) -> bool:
        return self.raters in BY_CODE

    @cached_property
    def ballot_number(self) -> int:
        """Its place among the channels by code of its round, from 1: what tells their slips apart."""
        before = Channel.objects.filter(BY_BALLOT, round_id=self.round_id, position__lt=self.position)
        return before.count() + 1

    @property
    def is_wide(self) -> bool:
        """Whether one form spans all entries: a ballot on all of them, or sheets that are judged and signed together."""
        return self.form in WIDE_FORMS

    @property
    def is_voted(self) -> bool:
        """Whether its forms are votes; all others rate."""
        return self.is_wide or self.form == FormKind.MOTION

    @property
    def is_picks(self) -> bool:
        return self.form == FormKind.PICKS

    @property
    def needs_source(self) -> bool:
        """Whether what is written was measured elsewhere, so that each sheet names the record it comes from."""
        return self.form in {FormKind.FIGURE, FormKind.LEDGER}

    @property
    def round_code(self) -> str:
        return str(self.round.code)

    def audit_ref(self) -> str:
        return f"{self.round.code}:{self.key}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:rater-list", args=[self.round.code, self.key])


class Criterion(Titled):
    """One line of a sheet: points from 0 to `max` on `step`, a figure, a count, or one of the answers in `choices`.

    A figure lies between `least` and `max`, each empty where the rules name no bound.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="criteria")
    kind = models.CharField(max_length=8, choices=LineKind.choices, default=LineKind.POINTS)
    least = models.CharField(max_length=20, blank=True)
    max = models.CharField(max_length=20, blank=True)
    step = models.CharField(max_length=20, blank=True)
    choices = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("channel", "position")
        verbose_name = _("criterion")
        constraints: ClassVar = [
            UniqueConstraint(fields=["channel", "key"], name="evaluation_one_criterion_per_key"),
            UniqueConstraint(fields=["channel", "position"], name="evaluation_one_criterion_per_position"),
        ]

    @property
    def highest(self) -> Decimal:
        return Decimal(self.max)

    @property
    def is_points(self) -> bool:
        return self.kind == LineKind.POINTS and not self.choices

    @property
    def lowest(self) -> Decimal | None:
        return Decimal(self.least) if self.least else None

    @property
    def rejects(self) -> str:
        """The answer, on the form as a whole, with which nothing else on it is read; "" on all other lines."""
        return next((choice["key"] for choice in self.choices if choice.get("rejects")), "")

    @property
    def answer_keys(self) -> list[str]:
        """What may be chosen; beside the levels of a question that there is no opinion."""
        keys = [choice["key"] for choice in self.choices]
        is_closed = not keys or self.rejects or self.kind in WITHOUT_OPINION
        return keys if is_closed else [*keys, NO_OPINION]

    @property
    def step_size(self) -> Decimal:
        return Decimal(self.step or "0")
