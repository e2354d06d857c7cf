"""What this floor tells the ground."""

from django.utils.translation import gettext_lazy as _

from brandportal.audit.names import register_names
from brandportal.rulebook import register_chapters
from naming.chapters import check_process

EVENTS = {
    "draw_up_proposal": _("Draw up the preliminary list"),
    "prepare_notice": _("Prepare the notice"),
    "file_objection": _("File an objection"),
    "publish_naming_list": _("Publish the naming list"),
    "designate": _("Name the brand"),
}
register_names(EVENTS)
register_chapters("naming", check_process)
