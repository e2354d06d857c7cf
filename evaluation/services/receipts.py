"""Looking a receipt up: whether it lies in the box, and whether it is one of ours at all."""

from enum import Enum

from django.conf import settings

from applications.enums import RoundStatus
from applications.models import Round
from evaluation import tokens
from evaluation.models import Ballot, Channel
from evaluation.selectors.ballots import is_counted


class Verdict(Enum):
    """What the look-up says of a receipt number."""

    COUNTED = "counted"
    MISSING = "missing"  # ours, but no ballot carries it
    FOREIGN = "foreign"  # mistyped or made up


def look_up(text: str) -> Verdict:
    """Say of what was typed whether a ballot with this receipt is in a box; never how it was filled in."""
    symbols = tokens.normalise(text)
    if not any(_is_of(symbols, code) for code in _round_codes()):
        return Verdict.FOREIGN
    return Verdict.COUNTED if is_counted(tokens.receipt_digest(symbols)) else Verdict.MISSING


def channel_of(text: str) -> Channel | None:
    """Return the channel in whose published lists a counted receipt stands; it says nothing of the ballot's content."""
    digest = tokens.receipt_digest(tokens.normalise(text))
    kept = Ballot.objects.filter(receipt_digest=digest).values("channel_id")
    found: Channel | None = Channel.objects.filter(pk__in=kept).select_related("round").first()
    return found


def _is_of(symbols: str, round_code: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(tokens.is_receipt(symbols, str(key), round_code) for key in keys)


def _round_codes() -> list[str]:
    return list(Round.objects.exclude(status=RoundStatus.DRAFT).values_list("code", flat=True))
