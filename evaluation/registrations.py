"""What the evaluation offers to others: checkers, navigation, tasks of the home pages, and its readers' rights."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications import access
from brandportal import rulebook
from brandportal.accounts.enums import Role
from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from brandportal.kit.files import register_purpose
from evaluation.chapters import check_chapters, spell_out
from evaluation.events import EVENTS
from evaluation.selectors.access import readable_applications
from evaluation.selectors.conflicts import barred
from evaluation.selectors.home import has_desk, tasks_of, tiles_of
from evaluation.selectors.visits import may_read_visit_file


def _oversees(user: Any) -> bool:
    return bool(user.is_authenticated and user.roles & {Role.ORGANIZER, Role.AUDITOR})


rulebook.register_chapters("evaluation", check_chapters)
rulebook.register_filler("evaluation", spell_out)
register_names(EVENTS)
access.register_reader(readable_applications)
access.register_bar(barred)
register_purpose("visit", may_read_visit_file)
home.register(tasks_of)
home.register_progress(tiles_of)
nav.register(nav.NavItem(30, _("Set-up"), "evaluation:setup-list", _oversees, ("/setup/",)))
nav.register(
    nav.NavItem(35, _("Scoring"), "evaluation:desk-home", has_desk, ("/desk/", "/panel/", "/declarations/"))
)
