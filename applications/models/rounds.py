"""A round of selection: its call, its calendar, its frozen rules."""

import itertools
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.enums import RoundStatus
from brandportal.accounts.enums import Role
from brandportal.kit.models import StoredFile

INSIDERS = {Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR, Role.SECRETARY}
# In the order in which they must run.
CALENDAR = (
    "filing_opens",
    "filing_closes",
    "correction_closes",
    "rating_opens",
    "rating_closes",
    "review_opens",
    "review_closes",
    "decision_on",
)


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds as people look for them."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        if user.is_authenticated and user.roles & INSIDERS:
            return self
        return self.exclude(status=RoundStatus.DRAFT)

    def filing(self) -> "RoundQuerySet":
        return self.filter(status=RoundStatus.FILING)

    def running(self) -> "RoundQuerySet":
        return self.exclude(status__in=[RoundStatus.DRAFT, RoundStatus.NAMED, RoundStatus.CANCELLED])


class Round(models.Model):
    """One round. `rules` is any rules document while in preparation and canonical JSON from the opening on.

    Dates are days in Beijing time; a closing day counts to its 24:00.
    """

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    title_zh = models.CharField(_("Title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("Year"))
    document_number = models.CharField(_("Document number"), max_length=60)
    naming_body = models.CharField(_("Naming body"), max_length=80)
    organizer_name = models.CharField(_("Organizing department"), max_length=80)
    complaint_contact = models.CharField(_("Contact for complaints about the round"), max_length=200)
    call_text = models.TextField(_("Text of the call"))
    scheme_key = models.CharField(max_length=60)
    rules = models.TextField()
    rules_fingerprint = models.CharField(max_length=64, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=1)
    filing_opens = models.DateField(_("Filing opens"))
    filing_closes = models.DateField(_("Filing closes"))
    correction_closes = models.DateField(_("Corrections close"))
    rating_opens = models.DateField(_("Rating opens"))
    rating_closes = models.DateField(_("Rating closes"))
    review_opens = models.DateField(_("Review opens"))
    review_closes = models.DateField(_("Review closes"))
    decision_on = models.DateField(_("Committee meeting"))
    status = models.CharField(max_length=20, choices=RoundStatus.choices, default=RoundStatus.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-filing_opens", "code")
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(status__in=RoundStatus.values), name="applications_round_status_known"
            ),
            CheckConstraint(
                condition=Q(status=RoundStatus.DRAFT) | ~Q(rules_fingerprint=""),
                name="applications_round_frozen_once_open",
            ),
            *(
                CheckConstraint(
                    condition=Q(**{f"{later}__gte": F(earlier)}), name=f"applications_round_{later}_order"
                )
                for earlier, later in itertools.pairwise(CALENDAR)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title_zh

    @property
    def round_code(self) -> str:
        return self.code

    def audit_ref(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("applications:round-detail", args=[self.code])


class RoundForm(models.Model):
    """A blank form that the call offers for download."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="forms")
    title = models.CharField(_("Title"), max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title
