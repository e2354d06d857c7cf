"""What the secretary has typed of a meeting so far. It is no record and says nothing to anybody else."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from brandportal.accounts.enums import Role
from naming.models.proposals import Proposal


class MeetingDraftQuerySet(models.QuerySet["MeetingDraft"]):
    """A draft is the secretary's alone: organizer, chair and auditor read what was recorded."""

    def visible_to(self, user: Any) -> "MeetingDraftQuerySet":
        return self if user.is_authenticated and Role.SECRETARY in user.roles else self.none()


class MeetingDraft(models.Model):
    """The form of a meeting as it was last saved: `typed` is field → as typed, also where it is still faulty.

    Recording or dropping it empties `typed`. The row stays and `revision` only grows, so that a window opened before
    is known to be stale whatever happened since.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="meeting_draft")
    typed = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MeetingDraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(revision__gte=1), name="naming_saved_draft_has_a_revision"),
        ]

    def __str__(self) -> str:
        return str(self.proposal)
