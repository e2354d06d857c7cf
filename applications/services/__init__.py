"""Everything that changes rounds, brands and applications."""

from applications.services.applications import (
    add_attachment,
    remove_attachment,
    save_application,
    set_logo,
    start_application,
)
from applications.services.brands import register_brand
from applications.services.filings import (
    accept_application,
    designate_application,
    eliminate_application,
    pass_over_application,
    recall_application,
    return_application,
    send_application,
    send_back_application,
    shortlist_application,
    submit_application,
    withdraw_application,
)
from applications.services.strata import change_stratum

__all__ = [
    "accept_application",
    "add_attachment",
    "change_stratum",
    "designate_application",
    "eliminate_application",
    "pass_over_application",
    "recall_application",
    "register_brand",
    "remove_attachment",
    "return_application",
    "save_application",
    "send_application",
    "send_back_application",
    "set_logo",
    "shortlist_application",
    "start_application",
    "submit_application",
    "withdraw_application",
]
