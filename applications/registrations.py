"""What this floor tells the ground: file readers, chapter checkers, event names."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.chapters import check_chapters
from applications.enums import ApplicationStatus
from applications.models import Application
from applications.selectors.coming import coming_for
from applications.selectors.home import tasks_for
from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from brandportal.kit.files import register_purpose
from brandportal.kit.models import StoredFile
from brandportal.rulebook import register_chapters

EVENTS = {
    "create_round": _("Create round"),
    "update_round": _("Change round"),
    "freeze_round": _("Freeze the rules"),
    "amend_rules": _("Amend the rules"),
    "add_round_form": _("Add blank form"),
    "remove_round_form": _("Remove blank form"),
    "start_application": _("Start application"),
    "set_logo": _("Set logo"),
    "add_attachment": _("Add attachment"),
    "remove_attachment": _("Remove attachment"),
    "correct_stratum": _("Correct division"),
    "register_brand": _("Register brand"),
}


def may_read_application_file(user: Any, stored: StoredFile) -> bool:
    """Filed files are read by whoever may see the application, those of a draft by its unit alone."""
    if Application.objects.filter(logo=stored, status=ApplicationStatus.DESIGNATED).exists():
        return True  # a named brand's logo stands on its public page
    seen = Application.objects.visible_to(user)
    if seen.filter(filings__files=stored).exists():
        return True
    own = Application.objects.owned_by(user)
    return own.filter(Q(logo=stored) | Q(attachments__file=stored)).exists()


def anybody(_user: Any, _stored: StoredFile) -> bool:
    return True


register_names(EVENTS)
register_chapters("applications", check_chapters)
register_purpose("application", may_read_application_file)
register_purpose("brand-logo", anybody)
register_purpose("round-form", anybody)
home.register(tasks_for)
home.register_coming(coming_for)
nav.register(
    nav.NavItem(
        20,
        _("My applications"),
        "applications:my-applications",
        lambda user: user.is_authenticated and user.has_perm("applications.list_own_applications"),
        ("/my/applications/", "/applications/"),
    )
)
nav.register(nav.NavItem(30, _("Rounds"), "applications:round-list", lambda _user: True, ("/rounds/",)))
