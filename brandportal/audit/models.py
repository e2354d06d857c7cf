"""The audit trail: appended to, never changed; each event carries the hash of the one before."""

from django.conf import settings
from django.db import models

from brandportal.audit.names import name_of


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """The trail in order."""

    def of_round(self, code: str) -> "AuditEventQuerySet":
        return self.filter(round_code=code)


class AuditEvent(models.Model):
    """One deed. `body` is the canonical JSON that was hashed; the columns repeat it for searching."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=160)
    round_code = models.CharField(max_length=60, blank=True, db_index=True)
    body = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"

    @property
    def name(self) -> str:
        return name_of(self.event)


class TrailCheck(models.Model):
    """One check of the whole trail by the auditor: how far it went, the digest it ended on, what did not fit."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    events = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.events} {self.head[:8]}"


class Backup(models.Model):
    """A backup that was made whole: when, how many files beside the database, and where the trail stood."""

    at = models.DateTimeField()
    files = models.PositiveIntegerField()
    events = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.events} {self.head[:8]}"
