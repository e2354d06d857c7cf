"""Tallies: asked for by a person, counted once by whoever is first, kept once whatever happens to the process."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.models import Round
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation import tally as engine
from evaluation.enums import StageStatus, TallyStatus
from evaluation.lifecycle import every_sheet_is_signed
from evaluation.models import Stage, Tally
from evaluation.selectors.ballots import is_mixed
from evaluation.selectors.boxes import why_not_counted
from evaluation.selectors.bundle import gather
from evaluation.tally_lifecycle import TALLY

logger = logging.getLogger(__name__)
# A counting process gives a sign at every step; after this long without one it is taken for lost.
LOST_AFTER = timedelta(seconds=90)
# A tally still in the queue after this long was never sent, or the broker forgot it.
WAITED_TOO_LONG = timedelta(seconds=30)
SHORTEST_REASON = 10
NAMED_AT_MOST = 3


@transaction.atomic
def request_tally(
    round: Round, through: str, *, by: User | None, reason: str = "", at: datetime | None = None
) -> Tally:
    """Enter a tally of `round` through the stage `through`; the caller sends it to a worker after the commit.

    Raises DomainError while the stage is open, a sheet unsigned or a ballot unmixed; StaleState while another tally
    of the stage is under way. Beside an earlier result a reason is required.
    """
    at = at or clock.now()
    if by is not None and not by.has_perm("evaluation.request_tally", round):
        raise NotAllowed(_("Only the organizing department starts a tally."))
    # What is being corrected of an application right now is waited for.
    Round.objects.select_for_update().get(pk=round.pk)
    why = why_no_tally(stage_of(round, through))
    if why:
        raise DomainError(why, code="not_ready")
    reason = _checked_reason(round, through, reason)
    tally = _enter(round, through, by, reason, at)
    facts = {"through": through, "reason": reason}
    record("request_tally", tally, by=by, at=at, round_code=round.code, data=facts)
    return tally


def stage_of(round: Round, key: str) -> Stage:
    stage: Stage | None = round.stages.filter(key=key).first()
    if stage is None:
        raise DomainError(_("This round has no stage “%(key)s”.") % {"key": key}, code="no_stage")
    stage.round = round
    return stage


def why_no_tally(stage: Stage) -> str | None:
    """Return the sentence that says why `stage` cannot be tallied now, None when it can."""
    if stage.status not in {StageStatus.CLOSED, StageStatus.TALLIED}:
        return _("The stage “%(stage)s” is not closed. Close it first; then it can be tallied.") % {
            "stage": stage
        }
    unsigned = every_sheet_is_signed(stage, None)
    if unsigned:
        return unsigned
    why = why_not_counted(stage)
    if why:
        return why
    if not is_mixed(stage.round):
        return _(
            "The ballots have not been mixed since the last one came in. The administrator of the server mixes them: "
            "manage.py mix_ballots %(round)s"
        ) % {"round": stage.round.code}
    return None


def run_tally(tally: Tally, *, at: datetime | None = None) -> Tally | None:
    """Count `tally` and keep its result; None when another process has it or had it.

    May be called any number of times, at once or after a crash: claiming and keeping are each one conditional
    statement, so there is one result.
    """
    if not _claim(tally, at):
        return None
    try:
        kept = _count(tally, at)
    except engine.TallyError as error:
        kept = _fail(tally, _("The inputs are not sound: %(faults)s") % {"faults": _named(error)}, at)
    except StaleState:
        # Taken for lost and counted by another process in the meantime.
        return None
    return kept


def sweep_tallies(send: Callable[[int], object], *, at: datetime | None = None) -> int:
    """Send tallies again that nobody works on: lost processes, messages that a broker forgot. Return how many."""
    at = at or clock.now()
    for lost in Tally.objects.filter(status=TallyStatus.RUNNING, heartbeat__lt=at - LOST_AFTER):
        try:
            TALLY.advance(lost, "requeue", by=None, at=at, updates={"heartbeat": None, "progress": 0})
        except StaleState:
            logger.info("tally %s was finished while it was swept", lost.pk)
    waiting = Tally.objects.filter(status=TallyStatus.QUEUED)
    overdue = [tally for tally in waiting if (tally.heartbeat or tally.created_at) <= at - WAITED_TOO_LONG]
    for tally in overdue:
        send(tally.pk)
        Tally.objects.filter(pk=tally.pk, heartbeat=tally.heartbeat).update(heartbeat=at)
    return len(overdue)


def _checked_reason(round: Round, through: str, reason: str) -> str:
    reason = clean_text(reason, _("Reason"), field="reason")
    earlier = Tally.objects.filter(round=round, through=through).done().exists()
    if earlier and len(reason) < SHORTEST_REASON:
        raise DomainError(
            _("This stage has a result. Say in at least %(least)d characters why it is tallied again.")
            % {"least": SHORTEST_REASON},
            field="reason",
        )
    return reason


def _enter(round: Round, through: str, by: User | None, reason: str, at: datetime) -> Tally:
    last = Tally.objects.filter(round=round).aggregate(last=Max("number"))["last"] or 0
    tally = Tally(
        round=round, number=last + 1, through=through, requested_by=by, reason=reason, created_at=at
    )
    try:
        with transaction.atomic():
            tally.save(force_insert=True)
    except IntegrityError as error:
        raise StaleState(_("A tally of this stage is under way. Wait for its result.")) from error
    return tally


def _claim(tally: Tally, at: datetime | None) -> bool:
    tally.refresh_from_db(fields=["status"])
    if tally.status != TallyStatus.QUEUED:
        return False
    try:
        TALLY.advance(tally, "begin", by=None, at=at, updates={"heartbeat": at or clock.now(), "progress": 0})
    except StaleState:
        return False
    return True


def _count(tally: Tally, at: datetime | None) -> Tally:
    _step(tally, 1, at)
    gathered = gather(tally.round, tally.through)
    _step(tally, 2, at)
    faults = engine.check_inputs(gathered.rules, gathered.inputs)
    if faults:
        raise engine.InputError(faults)
    _step(tally, 3, at)
    return _keep(tally, engine.run(gathered.rules, gathered.inputs, tally.through), at)


def _step(tally: Tally, progress: int, at: datetime | None) -> None:
    """Say that the count goes on, and how far it is."""
    moment = at or clock.now()
    Tally.objects.filter(pk=tally.pk, status=TallyStatus.RUNNING).update(progress=progress, heartbeat=moment)


def _keep(tally: Tally, run: engine.Run, at: datetime | None) -> Tally:
    twin = (
        Tally.objects.filter(
            round=tally.round,
            through=tally.through,
            inputs_digest=run.result["inputs"],
            rules_fingerprint=run.result["rules"],
        )
        .exclude(pk=tally.pk)
        .first()
    )
    if twin:
        sentence = _("Nothing has changed since tally %(number)d: same inputs, same result. That one stands.")
        return _fail(tally, sentence % {"number": twin.number}, at)
    data = engine.result_bytes(run.result)
    digest = hashlib.sha256(data).hexdigest()
    updates = {
        "state": run.result["state"],
        "inputs_digest": run.result["inputs"],
        "rules_fingerprint": run.result["rules"],
        "result": data.decode(),
        "result_digest": digest,
        "progress": tally.total,
        "finished_at": at or clock.now(),
    }
    facts = {"result": digest, "inputs": run.result["inputs"], "state": run.result["state"]}
    kept: Tally = TALLY.advance(tally, "finish", by=None, at=at, updates=updates, data=facts)
    return kept


def _named(error: engine.TallyError) -> str:
    faults = getattr(error, "faults", [])
    return "; ".join(str(fault) for fault in faults[:NAMED_AT_MOST]) or str(error)


def _fail(tally: Tally, sentence: str, at: datetime | None) -> Tally:
    updates = {"problem": sentence, "finished_at": at or clock.now()}
    failed: Tally = TALLY.advance(tally, "fail", by=None, at=at, updates=updates)
    return failed
