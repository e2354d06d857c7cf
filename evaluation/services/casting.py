"""Casting a ballot: one transaction that uses up a code and lays a ballot into the box, and says so only afterwards."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, InputErrors, StaleState
from evaluation import tokens
from evaluation.enums import StageStatus
from evaluation.models import Channel, Code
from evaluation.models.sheets import SEPARATOR
from evaluation.selectors.ballots import Question, ballot_channel, is_counted, questions_of
from evaluation.selectors.stages import rated_status
from evaluation.services.mixing import lock_box

TAKE_CODE = (
    "UPDATE evaluation_code SET used = %s "
    "WHERE digest = %s AND round_id = %s AND application_id = %s AND NOT used AND NOT revoked"
)
STATE_NOW = (
    "SELECT stage.status, application.status, stage.position, round.rating_closes, round.review_closes, {time} "
    "FROM evaluation_stage AS stage "
    "JOIN applications_application AS application ON application.round_id = stage.round_id "
    "JOIN applications_round AS round ON round.id = stage.round_id WHERE stage.id = %s AND application.id = %s"
)
LAY_BALLOT = (
    "INSERT INTO evaluation_ballot (id, round_id, application_id, answers, receipt_digest) "
    "VALUES (%s, %s, %s, %s, %s)"
)


class VotingClosed(StaleState):
    """Nothing is cast before the stage opens or after it has closed."""


class CodeRefused(DomainError):
    """One sentence for unknown, used, revoked and foreign codes, so that nobody learns which."""


class ReceiptRefused(DomainError):
    """The receipt is not one of ours, is another round's, or lies in the box with another ballot."""


@dataclass(frozen=True)
class Paper:
    """What a ballot of one application asks; held by the page, not by the voter."""

    application: Application
    channel: Channel
    questions: Sequence[Question]


def ballot_paper(application: Application) -> Paper:
    """Return the ballot of `application`; DomainError where the rules have no ballot of clients."""
    channel = ballot_channel(application.round)
    if channel is None:
        raise DomainError(_("The rules of this round have no ballot of clients."), code="no_ballot")
    return Paper(application, channel, questions_of(channel))


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


def read_answers(questions: Sequence[Question], answers: Mapping[str, str]) -> str:
    """Return the pattern that is stored; InputErrors with `field` = the question's for each missing or unlisted one."""
    faults = [
        _answer_fault(question, answers) for question in questions if not _is_answered(question, answers)
    ]
    if faults:
        raise InputErrors(faults)
    return SEPARATOR.join(answers[question.key] for question in questions)


def _is_answered(question: Question, answers: Mapping[str, str]) -> bool:
    return answers.get(question.key) in question.keys


def _answer_fault(question: Question, answers: Mapping[str, str]) -> DomainError:
    sentence = (
        _("“%(question)s”: this answer is not on the ballot. Choose one of those shown.")
        if answers.get(question.key)
        else _("“%(question)s” is not answered. Choose one; “No opinion” is an answer too.")
    )
    return DomainError(sentence % {"question": question.title}, field=question.field)


def cast_ballot(
    paper: Paper, code: str, answers: Mapping[str, str], receipt: str, *, at: datetime | None = None
) -> str:
    """Store one ballot and return its receipt; whoever gets an answer has a ballot in the box.

    `answers`: question key → level key or "none". A second call with the same receipt gives the same answer and no
    second ballot. Raises InputErrors, ReceiptRefused, CodeRefused, or VotingClosed (then nothing was stored).
    """
    pattern = read_answers(paper.questions, answers)
    symbols = read_receipt(receipt, paper.application.round.code)
    bare = read_code(code)
    try:
        with transaction.atomic():
            _cast(paper, tokens.digest(bare), pattern, tokens.receipt_digest(symbols), at)
    except IntegrityError as error:
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
        .select_related("application__round", "application__unit")
        .first()
    )
    return found


def refusal() -> CodeRefused:
    return CodeRefused(
        _(
            "This code cannot be used. Compare it with your slip, symbol by symbol; each code is good for one ballot "
            "on one brand. If it still fails, ask the desk that gave you the slip and name the serial number on it."
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
    application = paper.application
    lock_box(application.round_id, shared=True)
    closed = why_closed(paper, at)
    if closed is None and _take_code(code, application):
        _lay_ballot(application, pattern, receipt)
    elif not is_counted(receipt):
        raise closed or refusal()


def _take_code(code: str, application: Application) -> bool:
    """Use the code up if it is good; the one statement decides who of several at once is the one."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_CODE, [True, code, application.round_id, application.pk])
        return bool(cursor.rowcount == 1)


def _lay_ballot(application: Application, pattern: str, receipt: str) -> None:
    key = secrets.token_hex(16)
    with connection.cursor() as cursor:
        cursor.execute(LAY_BALLOT, [key, application.round_id, application.pk, pattern, receipt])


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
    if row is None or row[0] != StageStatus.OPEN or row[1] != rated_status(is_first=row[2] == 1):
        return VotingClosed(
            _("Voting on this brand is not open. Your ballot was not stored and your code is unused."),
            code="not_open",
        )
    closes, moment = row[3] if row[2] == 1 else row[4], at or row[5] or clock.now()
    return _why_late(closes if isinstance(closes, date) else date.fromisoformat(closes), moment)


def _state_now(paper: Paper) -> tuple[Any, ...] | None:
    """Return what of the rows decides on casting, and the database's time where it has one, in one statement."""
    time = "clock_timestamp()" if connection.vendor == "postgresql" else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(STATE_NOW.format(time=time), [paper.channel.stage_id, paper.application.pk])
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
