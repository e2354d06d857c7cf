"""An application, what is attached to it, and its immutable filed versions."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from applications import access
from applications.enums import EDITABLE, ENTERED, ApplicationStatus, Subject
from applications.models.brands import Brand
from applications.models.rounds import Round
from brandportal.accounts.enums import Role
from brandportal.accounts.models import Unit
from brandportal.kit.models import StoredFile

OWNERS = {Role.DRAFTER, Role.APPROVER}
READERS = {Role.ORGANIZER, Role.AUDITOR, Role.SECRETARY}


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications as people may look for them."""

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The unit's drafters and approvers; organizer, secretary and auditor; and whom an upper floor lets read.

        What an upper floor bars is barred from all of them but the unit whose own application it is.
        """
        if not user.is_authenticated:
            return self.none()
        own = self._of_unit(user)
        if user.roles & READERS:
            # A draft is its unit's own affair until it has been filed once.
            read = ~Q(status=ApplicationStatus.DRAFT) | Q(filings_count__gt=0)
        else:
            read = access.granted(user)
        return self.filter(own | (read & ~access.barred(user)))

    def owned_by(self, user: Any) -> "ApplicationQuerySet":
        return self.filter(self._of_unit(user)) if user.is_authenticated else self.none()

    @staticmethod
    def _of_unit(user: Any) -> Q:
        return Q(unit_id=user.unit_id) if user.unit_id and user.roles & OWNERS else Q(pk__in=[])

    def entered(self) -> "ApplicationQuerySet":
        return self.filter(status__in=ENTERED)

    def of_round(self, round: Round) -> "ApplicationQuerySet":
        return self.filter(round=round)


class Application(models.Model):
    """What a unit files in a round; the columns are the draft, a `Filing` is what counts."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, related_name="applications")
    code = models.CharField(max_length=20)
    status = models.CharField(
        max_length=20, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT
    )
    object_kind = models.CharField(
        _("To be honoured"), max_length=20, choices=Subject.choices, default=Subject.UNIT
    )
    sub_unit = models.CharField(_("Section or window"), max_length=60, blank=True)
    # A key of the rules' strata, empty where they have none.
    stratum = models.CharField(_("Division"), max_length=60, blank=True)
    brand_name = models.CharField(_("Brand name"), max_length=200, blank=True)
    meaning = models.TextField(_("Meaning of the name"), blank=True)
    slogan = models.CharField(_("Slogan"), max_length=300, blank=True)
    logo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Logo"))
    main_text = models.TextField(_("Main text"), blank=True)
    contact_name = models.CharField(_("Contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    drafter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_back_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(_("Filed at"), null=True)
    filings_count = models.PositiveSmallIntegerField(default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("round", "code")
        constraints: ClassVar = [
            UniqueConstraint(fields=["round", "code"], name="applications_one_code_per_round"),
            CheckConstraint(
                condition=Q(status__in=ApplicationStatus.values), name="applications_application_status_known"
            ),
            CheckConstraint(
                condition=Q(object_kind__in=Subject.values), name="applications_object_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.brand_name or self.code

    @property
    def round_code(self) -> str:
        return self.round.code

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_correction(self) -> bool:
        """Once filed, whatever the unit sends is a correction, with the corrections' own last day."""
        return self.filings_count > 0

    def audit_ref(self) -> str:
        return f"{self.round.code}/{self.code}"

    def get_absolute_url(self) -> str:
        return reverse("applications:application-detail", args=[self.round.code, self.code])


class SelfCheck(models.Model):
    """One item of the self-assessment: what was found and what is done about it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="self_checks")
    key = models.SlugField(max_length=40)
    finding = models.TextField(_("Finding"), blank=True)
    measure = models.TextField(_("Measure"), blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "key"], name="applications_one_self_check_per_item")
        ]

    def __str__(self) -> str:
        return self.key


class Attachment(models.Model):
    """A PDF or picture that supports an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    title = models.CharField(_("Title"), max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Filing(models.Model):
    """One filed version, as it was signed off; never changed. `digest` is the SHA-256 of `content`."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    files = models.ManyToManyField(StoredFile, related_name="filings")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "number"], name="applications_one_filing_per_number"),
            CheckConstraint(
                condition=~Q(drafted_by=models.F("approved_by")), name="applications_two_people_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.number}"

    @cached_property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found

    def get_absolute_url(self) -> str:
        application = self.application
        return reverse(
            "applications:filing-detail", args=[application.round.code, application.code, self.number]
        )


class Return(models.Model):
    """A filing sent back with one complete list of defects: [{"part": key, "text": sentence}]."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="returns")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="returns")
    defects = models.JSONField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.filing_id}"
