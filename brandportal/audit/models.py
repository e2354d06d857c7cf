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
