"""Places that a list leaves empty although the rules want each of them filled (`may_be_fewer = false`)."""

from django.utils.translation import gettext as _

from brandportal.kit.errors import DomainError
from naming.models import Proposal, ProposalItem
from naming.selectors.divisions import division_of, seats_of
from naming.selectors.reserve import in_line, may_be_fewer
from naming.services.minutes import Items, Minutes


def faults_of_empty_places(proposal: Proposal, items: Items, minutes: Minutes) -> list[DomainError]:
    """Refuse a list that is short in a division while somebody who is next there was not voted on.

    A place stays empty only where the committee voted on everybody who waits and nobody else carried.
    """
    if may_be_fewer(proposal.round):
        return []
    lists: dict[str, list[ProposalItem]] = {}
    for item in items.values():
        lists.setdefault(division_of(proposal.round, item.application), []).append(item)
    found = [_unasked(proposal, own, minutes) for own in lists.values()]
    return [_to_vote_on(item) for item in found if item]


def _unasked(proposal: Proposal, own: list[ProposalItem], minutes: Minutes) -> ProposalItem | None:
    lines = {line.code: line for line in minutes.lines}
    placed = {code for code, line in lines.items() if line.place is not None}
    if sum(item.application.code in placed for item in own) >= seats_of(proposal, own[0].application):
        return None
    waits = in_line(proposal.tally)
    asked = {code for code, line in lines.items() if line.votes is not None}
    unasked = [item for item in own if item.application.code in waits - asked]
    return min(unasked, key=lambda item: item.computed_rank, default=None)


def _to_vote_on(item: ProposalItem) -> DomainError:
    return DomainError(
        _("%(brand)s: the rules leave no place empty while somebody is next. Write the votes on it.")
        % {"brand": item.application},
        field=f"for-{item.application.code}",
        code="empty_place",
    )
