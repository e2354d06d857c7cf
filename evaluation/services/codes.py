"""One-time codes: made, handed out once, revoked by serial number. The codes themselves are never kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.enums import ApplicationStatus
from applications.models import Application, Round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError, NotAllowed
from brandportal.kit.text import clean_text
from evaluation import tokens
from evaluation.enums import StageStatus
from evaluation.models import Channel, Code
from evaluation.selectors.ballots import ballot_channel
from evaluation.services.mixing import ballots_locked

MOST_AT_ONCE = 2000
SHORTEST_REASON = 4


@dataclass(frozen=True)
class IssuedCode:
    """A code as it is handed out: the only moment at which serial and code stand side by side."""

    serial: str
    code: str


def issue_codes(
    round: Round, application: Application, number: int, *, by: User | None, at: datetime | None = None
) -> list[IssuedCode]:
    """Make `number` codes for `application` and return them, in groups of five symbols, for this one time.

    The trail keeps how many and the commitment: the SHA-256 of all sorted code digests of the round.
    """
    _refuse_stranger(by)
    channel = open_channel(round)
    _refuse_count(number)
    _refuse_foreign(round, application, channel)
    with ballots_locked(round):
        first = Code.objects.filter(application=application).count() + 1
        fresh = {f"{application.code}-{first + place:04d}": tokens.new_code() for place in range(number)}
        Code.objects.bulk_create(
            Code(digest=tokens.digest(code), round=round, application=application, serial=serial)
            for serial, code in fresh.items()
        )
        facts = {"application": application.code, "codes": number, **commitment(round)}
        record("issue_codes", application, by=by, at=at, round_code=round.code, data=facts)
    return [IssuedCode(serial, tokens.show_code(code)) for serial, code in fresh.items()]


@transaction.atomic
def revoke_code(
    round: Round, serial: str, *, reason: str, by: User | None, at: datetime | None = None
) -> Code:
    """Make the code with that serial number worthless. A code that has been used cannot be taken back."""
    _refuse_stranger(by)
    open_channel(round)
    reason = clean_text(reason, _("Reason"), field="reason")
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Give the reason why this code is revoked."), field="reason")
    code = Code.objects.filter(round=round, serial=serial.strip().upper()).first()
    if code is None:
        raise DomainError(
            _(
                "This round has no code with the serial number “%(serial)s”. Copy it from the printed slip or the list."
            )
            % {"serial": serial},
            field="serial",
        )
    if Code.objects.filter(pk=code.pk, used=False, revoked=False).update(revoked=True) != 1:
        raise DomainError(
            _("The code %(serial)s was used or revoked before; it cannot be revoked now.")
            % {"serial": code.serial},
            field="serial",
        )
    facts = {"serial": code.serial, "reason": reason}
    record("revoke_code", code, by=by, at=at, round_code=round.code, data=facts)
    code.revoked = True
    return code


def open_channel(round: Round) -> Channel:
    """Return the ballot channel of `round` while codes can still be of use."""
    channel = ballot_channel(round)
    if channel is None:
        raise DomainError(_("The rules of this round have no ballot of clients."), code="no_ballot")
    if channel.stage.status not in {StageStatus.PREPARING, StageStatus.OPEN}:
        raise DomainError(
            _("The stage “%(stage)s” is closed: its codes stay as they are.") % {"stage": channel.stage},
            code="closed",
        )
    return channel


def commitment(round: Round) -> dict[str, str | int]:
    """How many codes a round has, and one digest over them all: a code added or taken out later shows."""
    digests = Code.objects.filter(round=round).order_by("digest").values_list("digest", flat=True)
    total, sum_of_all = 0, hashlib.sha256()
    for digest in digests.iterator(chunk_size=5000):
        sum_of_all.update(f"{digest}\n".encode())
        total += 1
    return {"total": total, "commitment": sum_of_all.hexdigest()}


def _refuse_stranger(by: User | None) -> None:
    if by is not None and not by.has_perm("evaluation.issue_codes"):
        raise NotAllowed(_("Only the organizing department gives out one-time codes."))


def _refuse_count(number: int) -> None:
    if not 1 <= number <= MOST_AT_ONCE:
        raise DomainError(
            _("Between 1 and %(most)d codes can be made at once; write a number in this range.")
            % {"most": MOST_AT_ONCE},
            field="number",
        )


def _refuse_foreign(round: Round, application: Application, channel: Channel) -> None:
    rated = application.round_id == round.pk and application.status == ApplicationStatus.ACCEPTED
    if not rated:
        raise DomainError(
            _(
                "The application %(code)s is not rated by clients in this round. Codes are made for accepted ones."
            )
            % {"code": application.code},
            field="application",
        )
