"""The form of a meeting, kept while it is filled in. It is no record: nothing of it enters the trail."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, Sentence, StaleState
from naming.enums import MeetingStatus, ProposalStatus
from naming.models import Meeting, MeetingDraft, Proposal

# All fields together. A record of sixty members and sixty recusals holds far less.
MOST_TYPED = 200_000


def why_recorded(proposal: Proposal) -> Sentence:
    """Return why the meeting on `proposal` cannot be written now, "" while it can."""
    if proposal.status != ProposalStatus.DRAFTED:
        return _("The committee has resolved on this list already; its record is confirmed.")
    if Meeting.objects.filter(proposal=proposal, status=MeetingStatus.WAITING).exists():
        return _("The record waits for confirmation. Take it back first if it must be corrected.")
    return ""


@transaction.atomic
def save_draft(
    proposal: Proposal, typed: Mapping[str, str], *, by: User, revision: int, at: datetime | None = None
) -> MeetingDraft:
    """Keep `typed` (field → as typed, faults and all) in the place of what was kept before.

    Raises StaleState when `revision` is not the draft's own (another window saved meanwhile) or the meeting is recorded.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not by.has_perm("naming.record_meeting", locked):
        raise NotAllowed(_("Only the committee's secretary records its meeting."))
    if why := why_recorded(locked):
        raise StaleState(why)
    _refuse_unkeepable(typed)
    return _write(locked, typed, by, revision, at or clock.now())


def empty_draft(
    locked: Proposal, *, by: User, revision: int | None = None, at: datetime | None = None
) -> MeetingDraft:
    """Keep nothing more of what was typed, once the record holds it; the caller has locked the proposal.

    `revision` as in `save_draft`; None: whatever is kept.
    """
    if revision is None:
        kept = MeetingDraft.objects.filter(proposal=locked).first()
        revision = kept.revision if kept else 0
    return _write(locked, {}, by, revision, at or clock.now())


def _refuse_unkeepable(typed: Mapping[str, str]) -> None:
    for name, value in typed.items():
        # PostgreSQL keeps no such character, and no keyboard writes it.
        if "\0" in value:
            message = _("A field holds a character that cannot be kept (U+0000). Type it again.")
            raise DomainError(message, field=name, code="invisible")
    length = sum(len(value) for value in typed.values())
    if length > MOST_TYPED:
        message = _(
            "The form holds %(length)d characters, at most %(most)d are kept. Shorten the longest text."
        )
        raise DomainError(message % {"length": length, "most": MOST_TYPED}, code="too_long")


def _write(
    proposal: Proposal, typed: Mapping[str, str], by: User, revision: int, at: datetime
) -> MeetingDraft:
    draft = MeetingDraft.objects.filter(proposal=proposal).first() or MeetingDraft(proposal=proposal)
    if draft.revision != revision:
        raise StaleState(
            _("This form was changed in another window in the meantime. Compare both versions, then save.")
        )
    draft.typed, draft.revision, draft.saved_by, draft.saved_at = dict(typed), revision + 1, by, at
    draft.save()
    return draft
