"""Everything that leads from a final tally to the public register."""

from naming.services.designations import designate
from naming.services.drafts import save_draft
from naming.services.meetings import confirm_meeting, recall_meeting, record_meeting, return_meeting
from naming.services.minutes import Line, Member, Minutes, Recused
from naming.services.notices import close_notice, prepare_notice, publish_notice
from naming.services.objections import file_objection, open_identity, settle_objection
from naming.services.proposals import draw_up_proposal

__all__ = [
    "Line",
    "Member",
    "Minutes",
    "Recused",
    "close_notice",
    "confirm_meeting",
    "designate",
    "draw_up_proposal",
    "file_objection",
    "open_identity",
    "prepare_notice",
    "publish_notice",
    "recall_meeting",
    "record_meeting",
    "return_meeting",
    "save_draft",
    "settle_objection",
]
