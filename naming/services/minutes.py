"""What a secretary records of a meeting, and everything that can be wrong with it before it is kept."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brandportal.kit.errors import DomainError
from naming.chapters import CommitteeRules
from naming.models import ProposalItem
from naming.voting import USUAL_BASE, USUAL_MAJORITY, USUAL_QUORUM, Votes, carries, needed, quorum_of

SHORTEST_RECUSAL = 4
Items = Mapping[str, ProposalItem]


@dataclass(frozen=True)
class Member:
    """A member of the committee; `field` is where a form would show a fault of this row."""

    name: str
    post: str = ""
    present: bool = True
    field: str = ""


@dataclass(frozen=True)
class Recused:
    """That the member of that name took no part in the item."""

    name: str
    code: str
    reason: str
    field: str = ""


@dataclass(frozen=True)
class Line:
    """An application at the meeting: its votes, its place if they carried, the key of a level that was stated."""

    code: str
    place: int | None
    votes: Votes | None
    reason: str = ""
    level: str = ""


@dataclass(frozen=True)
class Minutes:
    """The whole record. Quorum, base and majority that are left out follow the rules, else what is usual."""

    body: str
    title: str
    held_on: date
    place: str
    presider: str
    minutes_number: str
    text: str
    members: tuple[Member, ...]
    lines: tuple[Line, ...]
    recusals: tuple[Recused, ...] = ()
    quorum: int | None = None
    base: str = ""
    majority: str = ""

    @property
    def present(self) -> set[str]:
        return {one.name for one in self.members if one.present}

    def recused_from(self, code: str) -> set[str]:
        return {one.name for one in self.recusals if one.code == code}

    def voters(self, code: str) -> int:
        """Return how many could vote on the item: present and not recused."""
        return len(self.present - self.recused_from(code))

    def base_of(self, code: str) -> int:
        """Return the number on which the votes on the item count."""
        if self.base == "present":
            return self.voters(code)
        return len({one.name for one in self.members} - self.recused_from(code))

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is recorded, however the form named its rows."""
        facts = asdict(self) | {
            "members": [asdict(replace(one, field="")) for one in self.members],
            "recusals": [asdict(replace(one, field="")) for one in self.recusals],
        }
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def settle_rules(minutes: Minutes, ruled: CommitteeRules) -> Minutes:
    """Return `minutes` with quorum, base and majority: those of the rules, else as entered, else the usual ones."""
    entered = str(minutes.quorum) if minutes.quorum else USUAL_QUORUM
    return replace(
        minutes,
        quorum=quorum_of(ruled.quorum or entered, len(minutes.members)),
        base=ruled.base or minutes.base or USUAL_BASE,
        majority=ruled.majority or minutes.majority or USUAL_MAJORITY,
    )


def faults_of(minutes: Minutes, items: Items, today: date) -> list[DomainError]:
    """Return every fault of `minutes` with its sentence; rules must be settled before."""
    people = [*_members(minutes), *_day(minutes, today)]
    if people:
        return people
    return [
        *_quorum(minutes),
        *_recusals(minutes, items),
        *(
            fault
            for line in minutes.lines
            if line.code in items
            for fault in _votes(minutes, line, items[line.code])
        ),
    ]


def _members(minutes: Minutes) -> Iterator[DomainError]:
    if not minutes.members:
        yield DomainError(
            _("Members: nobody is entered. Write all members, also the absent."), field="member-1-name"
        )
        return
    seen: set[str] = set()
    for one in minutes.members:
        if one.name in seen:
            yield DomainError(
                _("Members: “%(name)s” stands twice. Delete one, or tell the two apart by their posts.")
                % {"name": one.name},
                field=one.field,
            )
        seen.add(one.name)
    if minutes.presider not in minutes.present:
        yield DomainError(
            _(
                "Presided over by: “%(name)s” is not among the members present. Correct the name or the attendance."
            )
            % {"name": minutes.presider},
            field="presider",
        )


def _day(minutes: Minutes, today: date) -> Iterator[DomainError]:
    if minutes.held_on > today:
        yield DomainError(
            _("Held on: this day is still to come. A meeting is recorded once it has been held."),
            field="held_on",
        )


def _quorum(minutes: Minutes) -> Iterator[DomainError]:
    quorum, members, present = minutes.quorum or 0, len(minutes.members), len(minutes.present)
    if quorum > members:
        yield DomainError(
            ngettext(
                "Quorum: %(quorum)d cannot be there, the committee has %(members)d member. Correct one of the two.",
                "Quorum: %(quorum)d cannot be there, the committee has %(members)d members. Correct one of the two.",
                members,
            )
            % {"quorum": quorum, "members": members},
            field="quorum",
        )
    elif present < quorum:
        yield DomainError(
            ngettext(
                "The quorum is missing: %(present)d of %(members)d members was there, it takes %(quorum)d. "
                "Such a meeting resolves on nothing; record the one that does.",
                "The quorum is missing: %(present)d of %(members)d members were there, it takes %(quorum)d. "
                "Such a meeting resolves on nothing; record the one that does.",
                present,
            )
            % {"present": present, "members": members, "quorum": quorum},
            code="quorum",
        )


def _recusals(minutes: Minutes, items: Items) -> Iterator[DomainError]:
    names, seen = {one.name for one in minutes.members}, set()
    for one in minutes.recusals:
        if one.name not in names:
            message = _("Recusals: “%(name)s” is not among the members. Write the name as it stands above.")
        elif one.code not in items:
            message = _("Recusals: choose the brand from which “%(name)s” is recused.")
        elif (one.name, one.code) in seen:
            message = _("Recusals: “%(name)s” is recused from this brand twice. Delete one of the lines.")
        elif len(one.reason) < SHORTEST_RECUSAL:
            message = _("Recusals: say why “%(name)s” is recused, for example “heads the unit”.")
        else:
            seen.add((one.name, one.code))
            continue
        yield DomainError(message % {"name": one.name}, field=one.field)


def _votes(minutes: Minutes, line: Line, item: ProposalItem) -> Iterator[DomainError]:
    brand = f"{item.application}"
    if line.votes is None:
        if line.place is not None or item.computed_in:
            yield DomainError(
                _("%(brand)s: the votes are missing. Write how many were for, against and abstained.")
                % {"brand": brand},
                field=f"for-{line.code}",
            )
        return
    voters = minutes.voters(line.code)
    if line.votes.cast != voters:
        yield _not_adding_up(brand, line, line.votes, voters, len(minutes.present) - voters)
        return
    yield from _outcome(brand, line, line.votes, minutes)


def _not_adding_up(brand: str, line: Line, votes: Votes, voters: int, recused: int) -> DomainError:
    counted = ngettext("%(n)d member could vote", "%(n)d members could vote", voters) % {"n": voters}
    return DomainError(
        _(
            "%(brand)s: the votes do not add up: %(favour)d for, %(against)d against and %(abstain)d abstaining "
            "make %(cast)d, but %(counted)s (%(recused)d of those present recused). Correct votes, attendance or "
            "recusals."
        )
        % {
            "brand": brand,
            "favour": votes.favour,
            "against": votes.against,
            "abstain": votes.abstain,
            "cast": votes.cast,
            "counted": counted,
            "recused": recused,
        },
        field=f"for-{line.code}",
        code="sum",
    )


def _outcome(brand: str, line: Line, votes: Votes, minutes: Minutes) -> Iterator[DomainError]:
    base = minutes.base_of(line.code)
    carried = carries(votes, base, minutes.majority)
    if carried == (line.place is not None):
        return
    message = (
        ngettext(
            "%(brand)s: carried by %(favour)d vote of %(base)d, but it has no place. Write its place, or correct "
            "the votes.",
            "%(brand)s: carried by %(favour)d votes of %(base)d, but it has no place. Write its place, or correct "
            "the votes.",
            votes.favour,
        )
        if carried
        else ngettext(
            "%(brand)s: %(favour)d vote for it, but it takes %(needed)d of %(base)d. Leave its place empty, or "
            "correct the votes.",
            "%(brand)s: %(favour)d votes for it, but it takes %(needed)d of %(base)d. Leave its place empty, or "
            "correct the votes.",
            votes.favour,
        )
    )
    values = {"brand": brand, "favour": votes.favour, "base": base, "needed": needed(base, minutes.majority)}
    yield DomainError(message % values, field=f"place-{line.code}", code="outcome")
