"""What this floor tells the ground."""

from django.utils.translation import gettext_lazy as _

from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from brandportal.rulebook import register_chapters
from naming.chapters import check_process
from naming.selectors.home import tasks_for

EVENTS = {
    "draw_up_proposal": _("Draw up the preliminary list"),
    "prepare_notice": _("Prepare the notice"),
    "file_objection": _("File an objection"),
    "publish_naming_list": _("Publish the naming list"),
    "designate": _("Name the brand"),
}
register_names(EVENTS)
register_chapters("naming", check_process)
nav.register(
    nav.NavItem(40, _("Naming lists"), "naming:list-index", lambda _user: True, ("/lists/", "/brands/"))
)
nav.register(nav.NavItem(50, _("Public notices"), "naming:notice-list", lambda _user: True, ("/notices/",)))
home.register(tasks_for)
