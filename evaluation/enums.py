"""States of the evaluation's machines, and the words of the rules document that become columns."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StageStatus(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("stage", "Preparing")
    OPEN = "open", pgettext_lazy("stage", "Open for rating")
    CLOSED = "closed", pgettext_lazy("stage", "Closed")
    TALLIED = "tallied", pgettext_lazy("stage", "Tallied")


class SheetStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("score sheet", "Not signed")
    SIGNED = "signed", pgettext_lazy("score sheet", "Signed")
    RECUSED = "recused", pgettext_lazy("score sheet", "Recused")


class ConflictStatus(models.TextChoices):
    """What became of a tie that the portal found between a rater and an application."""

    OPEN = "open", pgettext_lazy("conflict", "To be decided")
    RECUSED = "recused", pgettext_lazy("conflict", "Recused")
    DISMISSED = "dismissed", pgettext_lazy("conflict", "May judge")


class VisitStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("site visit", "Not yet visited")
    RECORDED = "recorded", pgettext_lazy("site visit", "Awaiting signatures")
    SIGNED = "signed", pgettext_lazy("site visit", "Signed")


class Seen(models.TextChoices):
    """What a line of the checklist was found to be on the spot."""

    YES = "yes", _("met")
    PARTLY = "partly", _("partly met")
    NO = "no", _("not met")
    UNSEEN = "unseen", _("not looked at")


class TallyStatus(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("tally", "Waiting")
    RUNNING = "running", pgettext_lazy("tally", "Running")
    DONE = "done", pgettext_lazy("tally", "Done")
    FAILED = "failed", pgettext_lazy("tally", "Failed")


class RaterKind(models.TextChoices):
    """Whose opinion a channel holds: `raters` in the rules document."""

    SUPERVISOR = "supervisor", _("Supervisors")
    CLIENT = "client", _("Clients")
    PANEL = "panel", _("Review panel")
    PUBLIC = "public", _("The public")
    MEMBER = "member", _("Committee members")
    DEPUTY = "deputy", _("Deputies")
    STAFF = "staff", _("Staff")
    ORGANIZER = "organizer", _("Organizing department")


class FormKind(models.TextChoices):
    """What one form of a channel holds: `form` in the rules document."""

    ITEMS = "items", _("Points per criterion")
    LEVELS = "levels", _("A level per question")
    PICKS = "picks", _("A choice of entries")
    RANKING = "ranking", _("A ranking of all entries")
    MOTION = "motion", _("A vote on a motion")
    FIGURE = "figure", _("One number")
    LEDGER = "ledger", _("Counted facts")


class LineKind(models.TextChoices):
    """What is written on a line of a sheet; where it offers levels they stand beside it."""

    POINTS = "points", _("Points")
    FIGURE = "figure", _("A figure")
    COUNT = "count", _("How often")
    VOTE = "vote", _("A vote")
    PICK = "pick", _("Picked or not")
    PLACE = "place", _("A place")


class ChangeKind(models.TextChoices):
    """What two people may do to codes that the portal is committed to, or whose slips are out."""

    ISSUE = "issue", _("Make more codes")
    REVOKE = "revoke", _("Revoke codes")
    REPLACE = "replace", _("Revoke codes and make as many new ones")


class ChangeStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("code change", "Awaits a second person")
    AGREED = "agreed", pgettext_lazy("code change", "Agreed")
    DONE = "done", pgettext_lazy("code change", "Carried out")
    DECLINED = "declined", pgettext_lazy("code change", "Declined")


class AmendmentStatus(models.TextChoices):
    """Where a change of the rules after the opening stands."""

    PROPOSED = "proposed", pgettext_lazy("amendment", "Awaits a second person")
    CONFIRMED = "confirmed", pgettext_lazy("amendment", "In force")
    REJECTED = "rejected", pgettext_lazy("amendment", "Put aside")
