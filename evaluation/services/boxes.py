"""Tending a ballot box: mixing and lists of receipts while voting runs, the five numbers when it has closed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.enums import StageStatus
from evaluation.models import BoxCount, Channel, ReceiptList
from evaluation.selectors.ballots import FEWEST_SHOWN, open_ballot_channels, turnout_now
from evaluation.selectors.boxes import ballots_of, five_numbers, list_digest, listed
from evaluation.selectors.commitments import latest_commitment
from evaluation.services.mixing import ballots_locked, mix_ballots

# Fewer new ballots than these, or sooner than this, and somebody could tell whose they are.
FEWEST_NEW = 10
AT_MOST_EVERY = timedelta(hours=1)


def tend_boxes(*, at: datetime | None = None) -> int:
    """Tend all boxes in which ballots are being cast; return how many lists were published."""
    return sum(tend_box(channel, at=at) is not None for channel in open_ballot_channels())


def tend_box(channel: Channel, *, at: datetime | None = None) -> ReceiptList | None:
    """Mix what came in and publish its receipts; None when it is too early or there is too little."""
    at = at or clock.now()
    if channel.stage.status != StageStatus.OPEN or not _is_due(channel, at):
        return None
    with ballots_locked(channel.round):
        # Asked again, alone with the box: two workers may have come at once.
        if not _is_due(channel, at):
            return None
        mix_ballots(channel.round, by=None, at=at)
        return publish_receipts(channel, at=at)


def publish_receipts(channel: Channel, *, at: datetime, is_final: bool = False) -> ReceiptList:
    """Publish the receipts in the box beside those published before. The caller holds the box."""
    before = listed(channel)
    there = set(ballots_of(channel).values_list("receipt_digest", flat=True))
    whole = sorted(there | set(before))
    last = _latest(channel)
    made = ReceiptList.objects.create(
        round=channel.round,
        channel=channel,
        number=last.number + 1 if last else 1,
        total=len(whole),
        added="\n".join(sorted(there - set(before))),
        digest=list_digest(whole),
        turnout=turnout_now(channel),
        is_final=is_final,
        published_at=at,
    )
    facts = {"receipts": _shown(made.total), "digest": made.digest}
    record("publish_receipts", made, by=None, at=at, round_code=channel.round_code, data=facts)
    return made


def count_box(channel: Channel, *, box_digest: str, by: User | None, at: datetime) -> BoxCount:
    """Keep the five numbers under the name of whoever closes the stage. The caller holds the box and has checked them."""
    numbers, committed = five_numbers(channel), latest_commitment(channel)
    if committed is None or not numbers.agree:
        raise DomainError(_("The five numbers of the ballot box do not agree."), code="guard")
    count = BoxCount.objects.create(
        channel=channel,
        commitment=committed,
        unused=numbers.unused,
        used=numbers.used,
        receipts=numbers.receipts,
        ballots=numbers.ballots,
        tallied=numbers.tallied,
        box_digest=box_digest,
        counted_at=at,
        counted_by=by,
    )
    facts = {"ballots": _shown(count.ballots), "codes": committed.good, "digest": box_digest}
    record("count_box", count, by=by, at=at, round_code=channel.round_code, data=facts)
    return count


@transaction.atomic
def sign_box(count: BoxCount, *, by: User, at: datetime | None = None) -> BoxCount:
    """Put the second name to the five numbers; with it the stage can be tallied."""
    at = at or clock.now()
    if not by.has_perm("evaluation.sign_box", count):
        raise NotAllowed(_("You are not entitled to do this."))
    if by.pk == count.counted_by_id:
        raise DomainError(_("You have closed the stage yourself; a second person signs the numbers."))
    if BoxCount.objects.filter(pk=count.pk, signed_by=None).update(signed_by=by, signed_at=at) != 1:
        raise StaleState(_("The numbers have been signed already."))
    count.signed_by, count.signed_at = by, at
    record("sign_box", count, by=by, at=at, round_code=count.round_code, data={"digest": count.box_digest})
    return count


def _is_due(channel: Channel, at: datetime) -> bool:
    last = _latest(channel)
    if last is not None and at - last.published_at < AT_MOST_EVERY:
        return False
    return ballots_of(channel).count() - (last.total if last else 0) >= FEWEST_NEW


def _latest(channel: Channel) -> ReceiptList | None:
    found: ReceiptList | None = ReceiptList.objects.filter(channel=channel).order_by("-number").first()
    return found


def _shown(number: int) -> str:
    return str(number) if number >= FEWEST_SHOWN else f"<{FEWEST_SHOWN}"
