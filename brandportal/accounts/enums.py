"""Roles and categories; values are keys, labels are translations of keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be in the portal; being on a round's panel is a row there, not a role here."""

    DRAFTER = "drafter", _("Drafter")
    APPROVER = "approver", _("Approver")
    SUPERVISOR = "supervisor", _("Supervisor")
    PANEL = "panel", _("Panel member")
    CHAIR = "chair", _("Panel chair")
    SECRETARY = "secretary", _("Committee secretary")
    ORGANIZER = "organizer", _("Organizer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Category(models.TextChoices):
    """Kinds of unit, as the application form has them."""

    PARTY = "party", _("Party department")
    GOVERNMENT = "government", _("Government department")
    JUSTICE = "justice", _("Political and legal body")
    MASS = "mass", _("Mass organisation")
    INSTITUTION = "institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    TOWNSHIP = "township", _("Town or sub-district")
    WINDOW = "window", _("Service window")
    OFFICE = "office", _("Organizing department")


class RosterKind(models.TextChoices):
    """What a list that is taken over from a file holds."""

    UNITS = "units", _("Units")
    PEOPLE = "people", _("People")
