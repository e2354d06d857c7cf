"""What ballots and tallies offer to others: names in the trail, navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from evaluation.lifecycle import box_checks
from evaluation.models.tallies import READERS
from evaluation.selectors import result_tiles
from evaluation.selectors.box_tasks import boxes_to_sign
from evaluation.selectors.boxes import box_fault
from evaluation.selectors.change_tasks import changes_awaited
from evaluation.selectors.tally_tasks import amendments_awaited, decisions_awaited

EVENTS = {
    "issue_codes": _("Issue one-time codes"),
    "publish_receipts": _("Publish receipts"),
    "count_box": _("Count the ballot box"),
    "sign_box": _("Sign the numbers of the ballot box"),
    "commit_codes": _("Commit to the codes"),
    "ask_code_change": _("Ask for a change to the codes"),
    "revoke_code": _("Revoke one-time code"),
    "mix_ballots": _("Mix ballots"),
    "request_tally": _("Request tally"),
    "decide_tie": _("Record decision between tied applications"),
    "adopt_result": _("Adopt result"),
}


def _reads_results(user: Any) -> bool:
    return bool(user.is_authenticated and user.roles & READERS)


register_names(EVENTS)
box_checks.append(box_fault)
home.register(decisions_awaited)
home.register(changes_awaited)
home.register(amendments_awaited)
home.register(boxes_to_sign)
home.register_progress(result_tiles.tiles_of)
nav.register(
    nav.NavItem(45, _("Results"), "evaluation:result-list", _reads_results, ("/tallies/", "/results/"))
)
