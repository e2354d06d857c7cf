"""One-time codes: drawn, handed out once, revoked by serial number. The codes themselves are never kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation import tokens
from evaluation.enums import StageStatus
from evaluation.models import Channel, Code, Stage
from evaluation.models.commitments import head_of, serial_of
from evaluation.selectors.commitments import latest_commitment
from evaluation.selectors.stages import rated_status
from evaluation.services.mixing import ballots_locked

MOST_AT_ONCE = 2000
SHORTEST_REASON = 4


@dataclass(frozen=True)
class IssuedCode:
    """A code as it is handed out: the only moment at which serial and code stand side by side."""

    application: Application | None
    serial: str
    code: str
    group: str = ""


@dataclass(frozen=True)
class Draw:
    """Codes that exist nowhere but here until `keep_draw` has stored their digests."""

    channel: Channel
    slips: Sequence[IssuedCode]


def draw_codes(
    channel: Channel, applications: Sequence[Application | None], number: int, *, group: str = ""
) -> Draw:
    """Draw `number` codes for each of `applications`; nothing is stored yet.

    A channel whose ballots span all applications has codes for None alone. `group` is one of the channel's groups of
    voters, "" where it has none.
    """
    refuse_over(channel)
    for application in applications:
        _refuse_foreign(channel, application)
    refuse_group(channel, group)
    refuse_count(number, len(applications))
    return Draw(channel, [slip for one in applications for slip in _slips(channel, one, number, group)])


@transaction.atomic
def keep_draw(draw: Draw, *, by: User | None, at: datetime | None = None) -> Draw:
    """Store the digests of a draw while the stage is not open yet; from then on the codes are good for a ballot."""
    _refuse_stranger(by)
    refuse_over(draw.channel)
    _refuse_committed(draw.channel)
    store_draw(draw, by=by, at=at)
    return draw


def store_draw(draw: Draw, *, by: User | None, at: datetime | None = None) -> None:
    """Store the digests of a draw; StaleState when somebody made codes for the same applications since."""
    try:
        with ballots_locked(draw.channel.round):
            Code.objects.bulk_create(_stored(draw.channel, slip) for slip in draw.slips)
            for (application, group), number in _counted(draw).items():
                name = application.code if application else ""
                facts = {"application": name, "channel": draw.channel.key, "codes": number}
                facts |= {"group": group} if group else {}
                subject, code = application or draw.channel, draw.channel.round_code
                record("issue_codes", subject, by=by, at=at, round_code=code, data=facts)
    except IntegrityError as error:
        raise StaleState(
            _(
                "Codes were made in the meantime, perhaps by a second click. Look at the list before you go on."
            )
        ) from error


def issue_codes(
    channel: Channel,
    application: Application | None,
    number: int,
    *,
    group: str = "",
    by: User | None,
    at: datetime | None = None,
) -> Sequence[IssuedCode]:
    """Make `number` codes for `application` and return them, in groups of five symbols, for this one time."""
    _refuse_stranger(by)
    return keep_draw(draw_codes(channel, [application], number, group=group), by=by, at=at).slips


@transaction.atomic
def revoke_code(
    channel: Channel, serial: str, *, reason: str, by: User | None, at: datetime | None = None
) -> Code:
    """Make the code with that serial number worthless, while the stage is not open yet."""
    _refuse_stranger(by)
    refuse_over(channel)
    _refuse_committed(channel)
    reason = checked_reason(reason)
    code = Code.objects.filter(channel=channel, serial=serial.strip().upper()).first()
    if code is None:
        raise DomainError(
            _(
                "“%(channel)s” has no code with the serial number “%(serial)s”. Copy it from the slip or the list."
            )
            % {"channel": channel, "serial": serial},
            field="serial",
        )
    if not revoke_unused(Code.objects.filter(pk=code.pk)):
        raise DomainError(
            _("The code %(serial)s was used or revoked before; it cannot be revoked now.")
            % {"serial": code.serial},
            field="serial",
        )
    facts = {"serial": code.serial, "reason": reason}
    record("revoke_code", code, by=by, at=at, round_code=channel.round_code, data=facts)
    code.revoked = True
    return code


def revoke_unused(codes: QuerySet[Code]) -> int:
    """Revoke those of `codes` that are neither used nor revoked, and return how many. A used one cannot be taken back."""
    return codes.filter(used=False, revoked=False).update(revoked=True)


def checked_reason(reason: str) -> str:
    reason = clean_text(reason, _("Reason"), field="reason")
    if len(reason) < SHORTEST_REASON:
        raise DomainError(_("Give the reason; it is kept on record under your name."), field="reason")
    return reason


def refuse_over(channel: Channel) -> None:
    """Raise DomainError when codes of `channel` can be of no use any more, or never could."""
    if not channel.is_by_ballot:
        raise DomainError(_("No ballots are cast by code in “%(channel)s”.") % {"channel": channel})
    stages = Stage.objects.filter(pk=channel.stage_id, status__in=(StageStatus.PREPARING, StageStatus.OPEN))
    if not stages.exists():
        raise DomainError(
            _("The stage “%(stage)s” is closed: its codes stay as they are.") % {"stage": channel.stage},
            code="closed",
        )


def why_two_are_needed(channel: Channel) -> str:
    """Return why no single person may make or revoke codes of `channel` any more, "" while one may."""
    if latest_commitment(channel) is None:
        return ""
    return _(
        "The portal is committed to the codes since the stage was opened. Ask for a change; a second person must agree."
    )


def _refuse_committed(channel: Channel) -> None:
    why = why_two_are_needed(channel)
    if why:
        raise DomainError(why, code="committed")


def _refuse_stranger(by: User | None) -> None:
    if by is not None and not by.has_perm("evaluation.issue_codes"):
        raise NotAllowed(_("Only the organizing department gives out one-time codes."))


def refuse_count(number: int, applications: int, *, field: str = "number") -> None:
    if not 1 <= number <= MOST_AT_ONCE:
        raise DomainError(
            _("Between 1 and %(most)d codes can be made at once; write a number in this range.")
            % {"most": MOST_AT_ONCE},
            field=field,
        )
    if number * applications > MOST_AT_ONCE:
        raise DomainError(
            ngettext(
                "%(total)d codes are too many for one file. Make at most %(most)d at once: up to %(each)d for each "
                "of %(count)d application, or go on application by application.",
                "%(total)d codes are too many for one file. Make at most %(most)d at once: up to %(each)d for each "
                "of %(count)d applications, or go on application by application.",
                applications,
            )
            % {
                "total": number * applications,
                "most": MOST_AT_ONCE,
                "each": MOST_AT_ONCE // applications,
                "count": applications,
            },
            field=field,
        )


def _refuse_foreign(channel: Channel, application: Application | None) -> None:
    if channel.is_wide != (application is None):
        raise DomainError(
            _("“%(channel)s”: a code is good for one ballot on all brands, not on a single one.")
            % {"channel": channel}
            if channel.is_wide
            else _("“%(channel)s”: a code belongs to one application; name it.") % {"channel": channel},
            field="application",
        )
    status = rated_status(is_first=channel.stage.is_first)
    if application and (application.round_id != channel.round_id or application.status != status):
        raise DomainError(
            _(
                "The application %(code)s is not rated by clients in this round. Codes are made for accepted ones."
            )
            % {"code": application.code},
            field="application",
        )


def refuse_group(channel: Channel, group: str) -> None:
    known = {one.key for one in channel.rater_groups}
    if known and not group:
        raise DomainError(
            _("Group: a code of “%(channel)s” belongs to one group of voters. Choose it.")
            % {"channel": channel},
            field="group",
        )
    if group and group not in known:
        raise DomainError(
            _("Group: “%(key)s” is not one of the rules. Choose one of the list.") % {"key": group},
            field="group",
        )


def _slips(channel: Channel, application: Application | None, number: int, group: str) -> list[IssuedCode]:
    first = codes_for(channel, application).count() + 1
    head = head_of(channel, application)
    return [
        IssuedCode(application, serial_of(head, first + place), tokens.show_code(tokens.new_code()), group)
        for place in range(number)
    ]


def codes_for(channel: Channel, application: Application | None) -> QuerySet[Code]:
    """Return the codes of `channel` that are good for `application`, or for all."""
    codes = Code.objects.filter(channel=channel)
    return codes.filter(application=application) if application else codes.filter(application__isnull=True)


def _stored(channel: Channel, slip: IssuedCode) -> Code:
    digest = tokens.digest(tokens.normalise(slip.code))
    return Code(
        digest=digest,
        round=channel.round,
        channel=channel,
        application=slip.application,
        group=slip.group,
        serial=slip.serial,
    )


def _counted(draw: Draw) -> Counter[tuple[Application | None, str]]:
    return Counter((slip.application, slip.group) for slip in draw.slips)
