"""Casting a ballot: one transaction that uses up a code and lays a ballot into the box, and says so only afterwards."""

import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from brandportal.kit import clock
from brandportal.kit.connections import ShortTransaction, on_living_connection
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, StaleState
from evaluation import tokens
from evaluation.enums import StageStatus
from evaluation.models import Code
from evaluation.selectors.ballots import is_counted
from evaluation.selectors.stages import rated_status
from evaluation.services.mixing import locking
from evaluation.services.papers import Paper

# What is good is asked in the statement that uses the code up, so that nothing can change between the two. It holds
# nothing of the ballot, and the one that lays the ballot nothing of the code: neither a log of statements that failed
# nor a look at those that run shows both at once.
# Each condition names one row by its key and hangs on no other: so it is planned and answered quickest. The sum keeps
# the planner from reading all codes of a channel before the tables have statistics.
TAKE_CODE = """
UPDATE evaluation_code SET used = %s
WHERE digest = %s AND channel_id + 0 = %s AND NOT used AND NOT revoked
AND EXISTS (SELECT 1 FROM evaluation_stage WHERE id = %s AND status = %s)
AND EXISTS (SELECT 1 FROM applications_round WHERE id = %s AND {closes} >= {today})
AND {on} RETURNING voter_group"""
ON_ALL = "application_id IS NULL"
ON_ONE = """application_id = %s
AND EXISTS (SELECT 1 FROM applications_application WHERE id = %s AND round_id = %s AND status = %s)"""
TODAY = "(clock_timestamp() AT TIME ZONE %s)::date"
STATE_NOW = (
    "SELECT stage.status, application.status, stage.position, round.rating_closes, round.review_closes "
    "FROM evaluation_stage AS stage "
    "JOIN applications_round AS round ON round.id = stage.round_id "
    "LEFT JOIN applications_application AS application "
    "ON application.round_id = stage.round_id AND application.id = %s WHERE stage.id = %s"
)
LAY_BALLOT = (
    "INSERT INTO evaluation_ballot "
    "(id, round_id, channel_id, application_id, voter_group, answers, receipt_digest) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


class VotingClosed(StaleState):
    """Nothing is cast before the stage opens or after it has closed."""


class CodeRefused(DomainError):
    """One sentence for unknown, used, revoked and foreign codes, so that nobody learns which."""


class ReceiptRefused(DomainError):
    """The receipt is not one of ours, is another round's, or lies in the box with another ballot."""


def new_receipt(round_code: str) -> str:
    return tokens.new_receipt(settings.SECRET_KEY, round_code)


def read_receipt(text: str, round_code: str) -> str:
    """Return the bare symbols of a receipt that this portal made for the round; ReceiptRefused otherwise."""
    symbols = tokens.normalise(text)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(tokens.is_receipt(symbols, str(key), round_code) for key in keys):
        raise ReceiptRefused(
            _("This is no receipt number of this round: %(length)d letters and digits, as shown when voting.")
            % {"length": tokens.RECEIPT_LENGTH},
            field="receipt",
        )
    return symbols


def cast_ballot(paper: Paper, code: str, answers: Any, receipt: str, *, at: datetime | None = None) -> str:
    """Store one ballot and return its receipt; whoever gets an answer has a ballot in the box.

    `answers`: what the kind of `paper` reads. A second call with the same receipt gives the same answer and no
    second ballot. Raises InputErrors, ReceiptRefused, CodeRefused, or VotingClosed (then nothing was stored).
    """
    pattern = paper.read(answers)
    symbols = read_receipt(receipt, paper.round_code)
    bare, stored = read_code(code), tokens.receipt_digest(symbols)
    try:
        on_living_connection(lambda: _cast(paper, tokens.digest(bare), pattern, stored, at))
    except IntegrityError as error:
        if not is_counted(stored):
            raise
        # The code is still good: the transaction that took it is gone.
        raise ReceiptRefused(
            _(
                "This receipt number already stands for another ballot. A new one is shown below: write it down and "
                "submit again."
            ),
            field="receipt",
        ) from error
    return tokens.show_receipt(symbols)


def usable_code(code: str) -> Code | None:
    """Return the code if a ballot can be cast with it now, None otherwise; says nothing of why not."""
    bare = tokens.normalise(code)
    found: Code | None = (
        Code.objects.filter(digest=tokens.digest(bare), used=False, revoked=False)
        .select_related("application__round", "application__unit", "channel__stage", "channel__round")
        .first()
    )
    return found


def refusal() -> CodeRefused:
    return CodeRefused(
        _(
            "This code cannot be used here. Compare it with your slip, symbol by symbol; each code is good for one "
            "ballot. If it still fails, ask the desk that gave you the slip and name the serial number on it."
        ),
        field="code",
        code="unusable",
    )


def read_code(code: str) -> str:
    """Return the bare symbols of a code; CodeRefused when it can be no code, with what is wrong with it."""
    bare = tokens.normalise(code)
    if not tokens.is_code(bare):
        raise _misspelt(bare)
    return bare


def _misspelt(bare: str) -> CodeRefused:
    if not bare:
        return CodeRefused(_("Type the code that stands on your slip."), field="code")
    if len(bare) != tokens.CODE_LENGTH:
        return CodeRefused(
            _("The code has %(right)d letters and digits, you typed %(typed)d. Compare it with your slip.")
            % {"right": tokens.CODE_LENGTH, "typed": len(bare)},
            field="code",
        )
    return CodeRefused(
        _("A letter or digit of the code is mistyped. Compare it with your slip, group by group."),
        field="code",
    )


def _cast(paper: Paper, code: str, pattern: str, receipt: str, at: datetime | None) -> None:
    with ShortTransaction() as way:
        group = _take_code(way, code, paper, at)
        if group is not None:
            _lay_ballot(way, paper, group, pattern, receipt)
        elif not _is_sent_again(receipt):
            raise why_closed(paper, at) or refusal()


def _is_sent_again(receipt: str) -> bool:
    """Whether the ballot lies in the box already: the answer to an earlier post was lost on the way."""
    return is_counted(receipt)


def _take_code(way: ShortTransaction, code: str, paper: Paper, at: datetime | None) -> str | None:
    """Use the code up and return its group of voters, "" without groups; None when no ballot is taken with it now.

    The one statement decides who of several at once is the one. The lock goes before it on the same way there and back.
    """
    channel, stage = paper.channel, paper.channel.stage
    today, day = _today_of(at)
    on, of = _asked_of(paper)
    closes = "rating_closes" if stage.is_first else "review_closes"
    row = way.first(
        TAKE_CODE.format(on=on, today=today, closes=closes),
        [True, code, channel.pk, stage.pk, StageStatus.OPEN, channel.round_id, day, *of],
        before=locking(channel.round_id, shared=True),
    )
    return str(row[0]) if row else None


def _asked_of(paper: Paper) -> tuple[str, list[object]]:
    """Return what is asked of the code's application, and with which values."""
    entry = paper.application
    if entry is None:
        return ON_ALL, []
    rated = rated_status(is_first=paper.channel.stage.is_first)
    return ON_ONE, [entry.pk, entry.pk, paper.channel.round_id, rated]


def _today_of(at: datetime | None) -> tuple[str, object]:
    """Return the day on which is cast and its value: the database's own clock where it has one and no hour is given."""
    if at is None and connection.vendor == "postgresql":
        return TODAY, settings.TIME_ZONE
    return "%s", clock.today(at)


def _lay_ballot(way: ShortTransaction, paper: Paper, group: str, pattern: str, receipt: str) -> None:
    key, channel = secrets.token_hex(16), paper.channel
    on = paper.application.pk if paper.application else None
    way.last(LAY_BALLOT, [key, channel.round_id, channel.pk, on, group, pattern, receipt])


def why_closed(paper: Paper, at: datetime | None = None) -> VotingClosed | None:
    """Return why no ballot is taken now, None while voting is open.

    Asks the rows as they are; `paper` may be older. Only under the lock does the answer hold until the commit.
    """
    row = _state_now(paper)
    if row is not None and row[0] in {StageStatus.CLOSED, StageStatus.TALLIED}:
        return VotingClosed(
            _(
                "Voting has closed. Your ballot was not stored; your answers are shown below, but cannot be counted."
            ),
            code="closed",
        )
    if row is None or row[0] != StageStatus.OPEN or not _is_rated(paper, row[1], is_first=row[2] == 1):
        return VotingClosed(
            _("Voting is not open. Your ballot was not stored and your code is unused."),
            code="not_open",
        )
    closes = row[3] if row[2] == 1 else row[4]
    return _why_late(closes if isinstance(closes, date) else date.fromisoformat(closes), at or clock.now())


def _is_rated(paper: Paper, status: str | None, *, is_first: bool) -> bool:
    return paper.application is None or status == rated_status(is_first=is_first)


def _state_now(paper: Paper) -> tuple[Any, ...] | None:
    """Return what of the rows decides on casting, in one statement."""
    with connection.cursor() as cursor:
        on = paper.application.pk if paper.application else None
        cursor.execute(STATE_NOW, [on, paper.channel.stage_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _why_late(last: date, at: datetime) -> VotingClosed | None:
    if at < clock.end_of(last):
        return None
    return VotingClosed(
        _(
            "Voting closed on %(day)s at 24:00 (Beijing time). Your ballot was not stored; your answers are shown "
            "below, but cannot be counted."
        )
        % {"day": date_text(last)},
        code="closed",
    )
