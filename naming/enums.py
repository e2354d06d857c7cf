"""States on the way from the ranking to the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("proposal", "Before the committee")
    RESOLVED = "resolved", pgettext_lazy("proposal", "Resolved")


class MeetingStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("meeting", "Waiting for confirmation")
    RETURNED = "returned", pgettext_lazy("meeting", "Sent back for correction")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "Confirmed")


class Attendance(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "Present")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


class VoteBase(models.TextChoices):
    """On whom the votes on an item are counted; whoever is recused from it is left out either way."""

    MEMBERS = "members", _("all members")
    PRESENT = "present", _("the members present")


class Majority(models.TextChoices):
    HALF = "half", _("more than half")
    TWO_THIRDS = "two_thirds", _("at least two thirds")


class NoticeStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("notice", "In preparation")
    PUBLISHED = "published", pgettext_lazy("notice", "On public notice")
    CLOSED = "closed", pgettext_lazy("notice", "Ended")


class ObjectionStatus(models.TextChoices):
    FILED = "filed", pgettext_lazy("objection", "Being looked into")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Not upheld")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")


class DesignationStatus(models.TextChoices):
    IN_FORCE = "in_force", pgettext_lazy("designation", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("designation", "Withdrawn")
    TERMINATED = "terminated", pgettext_lazy("designation", "Terminated")


class Effect(models.TextChoices):
    """What an upheld objection does to the list."""

    KEEP = "keep", _("The application stays on the list")
    STRIKE = "strike", _("The application is struck from the list")
    MOVE_UP = "move_up", _("It is struck, and the next in the computed order moves up")


STRIKING = (Effect.STRIKE, Effect.MOVE_UP)
# The purpose under which the evidence of objections is kept.
EVIDENCE = "objection"
