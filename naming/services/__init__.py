"""Everything that leads from a final tally to the public register."""

from naming.services.designations import designate
from naming.services.notices import (
    close_notice,
    file_objection,
    prepare_notice,
    publish_notice,
    settle_objection,
)
from naming.services.proposals import Resolved, draw_up_proposal, record_resolution

__all__ = [
    "Resolved",
    "close_notice",
    "designate",
    "draw_up_proposal",
    "file_objection",
    "prepare_notice",
    "publish_notice",
    "record_resolution",
    "settle_objection",
]
