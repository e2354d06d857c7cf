"""The states of a round and of an application, and what may be honoured."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundStatus(models.TextChoices):
    """Where a round stands; what the stages inside “evaluation” are at is evaluation's to say."""

    DRAFT = "draft", _("In preparation")
    FILING = "filing", _("Open for filing")
    EVALUATION = "evaluation", _("In evaluation")
    DECISION = "decision", _("Before the committee")
    NOTICE = "notice", _("On public notice")
    NAMED = "named", _("Concluded")
    CANCELLED = "cancelled", _("Cancelled")


class ApplicationStatus(models.TextChoices):
    """Where an application stands, from the unit's desk to the naming list."""

    DRAFT = "draft", pgettext_lazy("application", "Being written")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting sign-off")
    SUBMITTED = "submitted", pgettext_lazy("application", "Filed")
    RETURNED = "returned", _("Returned for correction")
    ACCEPTED = "accepted", _("Accepted")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    ELIMINATED = "eliminated", _("Not shortlisted")
    DESIGNATED = "designated", _("Designated")
    NOT_SELECTED = "not_selected", _("Not designated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Subject(models.TextChoices):
    """Who is to be honoured: the keys of `entries.subjects` in the rules."""

    UNIT = "unit", _("The unit")
    SECTION = "section", _("A section of the unit")
    WINDOW = "window", _("A service window")
    JOINT = "joint", _("Several units jointly")


class Step(models.TextChoices):
    """The pages of the form, in their order; the values stand in addresses."""

    UNIT = "unit", _("Unit and contact")
    BRAND = "brand", _("The brand")
    SELF_CHECK = "self-check", _("Self-assessment")
    TEXT = "text", _("Main text")
    ATTACHMENTS = "attachments", _("Attachments")
    CHECK = "check", _("Check and send")


EDITABLE = (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED)
# Where an application stands while the organizer may still correct what is counted beside its text.
CORRECTABLE = (ApplicationStatus.SUBMITTED, ApplicationStatus.ACCEPTED)
# From acceptance on an application is an entry of the tally, whatever becomes of it.
ENTERED = (
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.ELIMINATED,
    ApplicationStatus.DESIGNATED,
    ApplicationStatus.NOT_SELECTED,
)
# An entry on which nothing is decided yet: neither left off the shortlist, nor named, nor passed over.
STILL_IN = (ApplicationStatus.ACCEPTED, ApplicationStatus.SHORTLISTED)
