"""What the portal says of a ballot box: to whoever closes it, and to everybody."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.enums import StageStatus
from evaluation.models import Ballot, BoxCount, Channel, Code, Commitment, ReceiptList, Stage
from evaluation.selectors.ballots import FEWEST_SHOWN, channels_in_box
from evaluation.selectors.bundle import ballots_in_tally
from evaluation.selectors.commitments import differences, latest_commitment

NAMED_AT_MOST = 3
SHOWN_DIGITS = 16


@dataclass(frozen=True)
class FiveNumbers:
    """What must agree before a box is closed; `expected` is codes issued − revoked − unused."""

    issued: int
    revoked: int
    unused: int
    used: int
    receipts: int
    ballots: int
    tallied: int

    @property
    def expected(self) -> int:
        return self.issued - self.revoked - self.unused

    @property
    def named(self) -> list[tuple[str, int]]:
        return [
            (_("Codes issued − revoked − unused"), self.expected),
            (_("Codes used"), self.used),
            (_("Receipts listed"), self.receipts),
            (_("Ballots in the box"), self.ballots),
            (_("Ballots in the tally"), self.tallied),
        ]

    @property
    def lines(self) -> list["Line"]:
        return [Line(title, number, number == self.expected) for title, number in self.named]

    @property
    def agree(self) -> bool:
        return all(line.agrees for line in self.lines)


@dataclass(frozen=True)
class Line:
    """One of the five as a page shows it."""

    title: str
    number: int
    agrees: bool

    @property
    def is_shown(self) -> bool:
        return self.number >= FEWEST_SHOWN


def five_numbers(channel: Channel) -> FiveNumbers:
    """Read the five numbers of the box of `channel` as they are now, each from where it is kept."""
    committed = latest_commitment(channel)
    codes = Code.objects.filter(channel=channel)
    ballots = ballots_of(channel).count()
    return FiveNumbers(
        issued=committed.issued if committed else 0,
        revoked=committed.revoked if committed else 0,
        unused=codes.filter(used=False, revoked=False).count(),
        used=codes.filter(used=True).count(),
        receipts=ballots + len(receipts_gone(channel)),
        ballots=ballots,
        tallied=ballots_in_tally(channel),
    )


def ballots_of(channel: Channel) -> QuerySet[Ballot]:
    """Return what lies in the box of `channel`; a ballot that a hand has moved to another round does not."""
    found: QuerySet[Ballot] = Ballot.objects.filter(round_id=channel.round_id, channel=channel)
    return found


def numbers_of(count: BoxCount) -> FiveNumbers:
    """Return the numbers as they were signed."""
    committed: Commitment = count.commitment
    return FiveNumbers(
        committed.issued,
        committed.revoked,
        count.unused,
        count.used,
        count.receipts,
        count.ballots,
        count.tallied,
    )


def receipts_gone(channel: Channel) -> list[str]:
    """Return the receipts that stand on a published list and lie in the box no more."""
    published = set(listed(channel))
    if not published:
        return []
    there = ballots_of(channel).values_list("receipt_digest", flat=True)
    return sorted(published - set(there))


def listed(channel: Channel, through: int | None = None) -> list[str]:
    """Return all receipts of the lists up to number `through`, sorted: the list itself."""
    lists = ReceiptList.objects.filter(channel=channel)
    if through is not None:
        lists = lists.filter(number__lte=through)
    return sorted(line for added in lists.values_list("added", flat=True) for line in added.split())


def list_text(receipts: Iterable[str]) -> str:
    return "".join(f"{receipt}\n" for receipt in receipts)


def list_digest(receipts: Iterable[str]) -> str:
    return hashlib.sha256(list_text(receipts).encode()).hexdigest()


def shown_lists(channel: Channel) -> QuerySet[ReceiptList]:
    """Lists for everybody; nothing is shown of fewer than five ballots."""
    return ReceiptList.objects.filter(channel=channel, total__gte=FEWEST_SHOWN).order_by("-number")


def box_count(channel: Channel) -> BoxCount | None:
    found = BoxCount.objects.filter(channel=channel)
    count: BoxCount | None = found.select_related(
        "commitment", "counted_by", "signed_by", "channel__round"
    ).first()
    return count


def box_fault(stage: Stage) -> str | None:
    """Return what keeps the boxes of `stage` from being closed, None where all is as it should be."""
    found = [(channel, box_faults(channel)) for channel in channels_in_box(stage)]
    if len(found) < 2:
        return " ".join(fault for _channel, faults in found for fault in faults) or None
    told = (
        _("%(channel)s: %(faults)s") % {"channel": channel, "faults": " ".join(faults)}
        for channel, faults in found
        if faults
    )
    return " ".join(told) or None


def box_faults(channel: Channel) -> list[str]:
    """Say in sentences what is wrong with the codes or the numbers of a box; never how many ballots there are."""
    numbers = five_numbers(channel)
    faults = differences(channel)
    faults += [_disagreement(line, numbers.expected) for line in numbers.lines if not line.agrees]
    gone = receipts_gone(channel)
    if gone:
        shown = _(", ").join(receipt[:SHOWN_DIGITS] for receipt in gone[:NAMED_AT_MOST])
        sentence = ngettext(
            "%(count)d receipt of the published lists is in the box no more (%(receipts)s).",
            "%(count)d receipts of the published lists are in the box no more (%(receipts)s).",
            len(gone),
        )
        faults.append(sentence % {"count": len(gone), "receipts": shown})
    return faults


def _disagreement(line: Line, expected: int) -> str:
    facts = {"title": line.title, "count": abs(line.number - expected)}
    if line.number > expected:
        return _("“%(title)s” is %(count)d more than “codes issued − revoked − unused”.") % facts
    return _("“%(title)s” is %(count)d less than “codes issued − revoked − unused”.") % facts


def why_not_counted(stage: Stage) -> str:
    """Return why the ballots of a closed `stage` must not be tallied yet, "" when they may."""
    if stage.status not in {StageStatus.CLOSED, StageStatus.TALLIED}:
        return ""
    counts = (box_count(channel) for channel in channels_in_box(stage))
    return next((why for count in counts if count and (why := _why_not_counted(count))), "")


def _why_not_counted(count: BoxCount) -> str:
    if count.signed_by_id is None:
        return _(
            "The five numbers of the ballot box carry one name. A second person signs them; then the stage is tallied."
        )
    if ballots_of(count.channel).count() != count.ballots:
        return _(
            "The ballots in the box are not those that two people have signed. The audit office must look into it."
        )
    return ""
