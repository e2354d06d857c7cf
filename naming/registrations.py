"""What this floor tells the ground."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from brandportal.kit.files import register_purpose
from brandportal.kit.models import StoredFile
from brandportal.rulebook import register_chapters
from naming.chapters import check_process
from naming.enums import EVIDENCE
from naming.models import Objection
from naming.selectors.home import tasks_for

EVENTS = {
    "draw_up_proposal": _("Draw up the preliminary list"),
    "prepare_notice": _("Prepare the notice"),
    "file_objection": _("File an objection"),
    "open_identity": _("Open a sealed identity"),
    "move_up_application": _("Let the next one move up"),
    "publish_naming_list": _("Publish the naming list"),
    "designate": _("Name the brand"),
}


def may_read_evidence(user: Any, stored: StoredFile) -> bool:
    """Evidence may tell who objected: it is for those who look into the objection alone."""
    objection = Objection.objects.filter(evidence=stored).select_related("application").first()
    permitted = objection and user.is_authenticated and user.has_perm("naming.view_evidence", objection)
    return bool(permitted)


register_names(EVENTS)
register_purpose(EVIDENCE, may_read_evidence)
register_chapters("naming", check_process)
nav.register(
    nav.NavItem(40, _("Naming lists"), "naming:list-index", lambda _user: True, ("/lists/", "/brands/"))
)
nav.register(nav.NavItem(50, _("Public notices"), "naming:notice-list", lambda _user: True, ("/notices/",)))
home.register(tasks_for)
