"""What the pages of the committee's meeting show: members, votes with their base, and how a record is written again."""

from dataclasses import dataclass
from typing import Any

from applications.models import Round
from applications.selectors.rules import rules_chapter
from brandportal.kit.display import NOTHING
from naming.chapters import CommitteeRules, committee_rules
from naming.models import Meeting, MeetingItem, MeetingMember, MeetingRecusal, ProposalItem
from naming.selectors.divisions import by_division
from naming.selectors.honours import Honours, honours_by
from naming.selectors.reserve import Kept, reserve_of
from naming.voting import Votes, needed


@dataclass(frozen=True)
class VotedItem:
    """A line of the record: the application, its votes, on how many they count and how many it took.

    `level` is the key of the level or medal that it bears on the list, "" without one.
    """

    item: ProposalItem
    votes: Votes | None
    base: int
    needed: int
    position: int | None
    level: str
    reason: str
    recusals: list[MeetingRecusal]

    @property
    def deviates(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True)
class MeetingRecord:
    """The whole record of a meeting as it is read."""

    meeting: Meeting
    members: list[MeetingMember]
    lines: list[VotedItem]
    honours: Honours
    # By the result, without whom the committee put on the list.
    reserve: list[Kept]

    def title_of(self, line: VotedItem) -> str:
        """Return the level of a line in the reader's language, a dash for whoever bears none."""
        return self.honours.title(line.level) or NOTHING

    @property
    def with_levels(self) -> list[tuple[VotedItem, str]]:
        """Return the lines with their levels in the reader's language, "" where the rules know none."""
        return [(line, self.title_of(line) if self.honours.ladder else "") for line in self.lines]

    @property
    def unborne(self) -> list[tuple[str, int]]:
        """Medals that the list leaves free, with how many."""
        return self.honours.unborne(line.level for line in self.lines if line.level)

    @property
    def present(self) -> list[MeetingMember]:
        return [one for one in self.members if one.is_present]

    @property
    def absent(self) -> list[MeetingMember]:
        return [one for one in self.members if not one.is_present]

    @property
    def resolved(self) -> list[VotedItem]:
        """The resolved list in its order."""
        return sorted((one for one in self.lines if one.position), key=lambda one: one.position or 0)

    @property
    def recusals(self) -> list[tuple[VotedItem, MeetingRecusal]]:
        return [(line, one) for line in self.lines for one in line.recusals]


def rules_of_committee(round: Round) -> CommitteeRules:
    """Return how the committee votes by the round's rules; what is None is entered with the meeting."""
    return committee_rules(rules_chapter(round, "process"))


def record_of(meeting: Meeting) -> MeetingRecord:
    """Return the record with each item's base: who was recused from it is left out."""
    members = list(meeting.members.all())
    rows = meeting.items.select_related("item__application__unit", "item__application__round")
    honours = honours_by(meeting.proposal.tally)
    lines = [_line(meeting, members, row, honours) for row in rows.prefetch_related("recusals__member")]
    ordered = by_division(meeting.proposal.round, lines, lambda line: line.item.application)
    on_list = {line.item.pk for line in ordered if line.position is not None}
    kept = reserve_of(meeting.proposal, [line.item for line in ordered])
    return MeetingRecord(
        meeting, members, ordered, honours, [one for one in kept if one.item.pk not in on_list]
    )


def _line(meeting: Meeting, members: list[MeetingMember], row: MeetingItem, honours: Honours) -> VotedItem:
    recusals = list(row.recusals.all())
    out = {one.member_id for one in recusals}
    counted = [one for one in members if one.pk not in out and (meeting.base == "members" or one.is_present)]
    base = len(counted)
    took = needed(base, meeting.majority)
    level = honours.key_of(row.item.application.code, row.level) if row.position else ""
    return VotedItem(row.item, row.votes, base, took, row.position, level, row.reason, recusals)


def typed_before(round: Round, body: str) -> dict[str, Any]:
    """Return what the form shows at first: the record that came back, else the members of the body's last meeting."""
    own = Meeting.objects.filter(proposal__round=round).first()
    if own:
        return _facts(own) | _members(own) | _lines(own)
    last = Meeting.objects.filter(body=body).order_by("-held_on", "-pk").first()
    return _members(last, attended=False) if last else {}


def _facts(meeting: Meeting) -> dict[str, Any]:
    names = (
        "body",
        "title",
        "held_on",
        "place",
        "presider",
        "minutes_number",
        "text",
        "quorum",
        "base",
        "majority",
    )
    return {name: getattr(meeting, name) for name in names}


def _members(meeting: Meeting, *, attended: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = {}
    members = list(meeting.members.all())
    for one in members:
        found |= {f"member-{one.number}-name": one.name, f"member-{one.number}-post": one.post}
        if attended:
            found[f"member-{one.number}-attendance"] = one.attendance
    return found | {"members": str(len(members) + 1)}


def _lines(meeting: Meeting) -> dict[str, Any]:
    found: dict[str, Any] = {}
    recusals = []
    for one in meeting.items.select_related("item__application").prefetch_related("recusals__member"):
        code = one.item.application.code
        found |= {f"place-{code}": one.position or "", f"reason-{code}": one.reason}
        if one.level:
            found[f"level-{code}"] = one.level
        found |= {f"for-{code}": one.favour, f"against-{code}": one.against, f"abstain-{code}": one.abstain}
        recusals += [(recusal.member.name, code, recusal.reason) for recusal in one.recusals.all()]
    for number, row in enumerate(recusals, start=1):
        names = ("name", "code", "reason")
        found |= {f"recusal-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return found | {"recusals": str(len(recusals) + 1)}
