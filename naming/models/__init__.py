"""Proposals, meetings and resolutions, notices and objections, designations and lists."""

from naming.models.designations import Designation, NamingList
from naming.models.drafts import MeetingDraft
from naming.models.meetings import Meeting, MeetingItem, MeetingMember, MeetingRecusal
from naming.models.notices import Notice, Objection, ObjectorIdentity, Succession
from naming.models.proposals import Proposal, ProposalItem, Resolution

__all__ = [
    "Designation",
    "Meeting",
    "MeetingDraft",
    "MeetingItem",
    "MeetingMember",
    "MeetingRecusal",
    "NamingList",
    "Notice",
    "Objection",
    "ObjectorIdentity",
    "Proposal",
    "ProposalItem",
    "Resolution",
    "Succession",
]
