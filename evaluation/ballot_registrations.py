"""What ballots and tallies offer to others: names in the trail, navigation."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from brandportal.audit.names import register_names
from brandportal.kit import home, nav
from evaluation.models.tallies import READERS
from evaluation.selectors import result_tiles
from evaluation.selectors.tally_tasks import decisions_awaited

EVENTS = {
    "issue_codes": _("Issue one-time codes"),
    "revoke_code": _("Revoke one-time code"),
    "mix_ballots": _("Mix ballots"),
    "request_tally": _("Request tally"),
    "decide_tie": _("Record decision between tied applications"),
    "adopt_result": _("Adopt result"),
}


def _reads_results(user: Any) -> bool:
    return bool(user.is_authenticated and user.roles & READERS)


register_names(EVENTS)
home.register(decisions_awaited)
home.register_progress(result_tiles.tiles_of)
nav.register(
    nav.NavItem(45, _("Results"), "evaluation:result-list", _reads_results, ("/tallies/", "/results/"))
)
