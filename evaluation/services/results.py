"""What follows from a result: the shortlist, the end of a stage, and the bundle for those who check it."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Round
from applications.services.filings import eliminate_application, shortlist_application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.models import Tally
from evaluation.selectors.bundle import gather, write_inspection_bundle
from evaluation.selectors.results import applications_by_code, is_last_stage, latest_done, outcomes_of
from evaluation.selectors.stages import rated_status
from evaluation.services.letters import tell_of_shortlist
from evaluation.services.stages import mark_stage_tallied
from evaluation.services.tallies import stage_of

ADVANCED = "advanced"


@transaction.atomic
def adopt_result(tally: Tally, *, by: User | None, at: datetime | None = None) -> Tally:
    """Adopt the final result of a stage: its applications move on, the stage is tallied.

    Through an earlier stage the advanced become shortlisted and all others eliminated; through the last one the
    ranking stands and the committee decides. Raises StaleState when there is a newer result.
    """
    at = at or clock.now()
    _refuse(tally, by)
    if not is_last_stage(tally):
        _announce_shortlist(tally, by, at)
    if Tally.objects.filter(pk=tally.pk, adopted_at__isnull=True).update(adopted_at=at) != 1:
        raise StaleState(_("This result has been adopted already."))
    tally.adopted_at = at
    facts = {"through": tally.through, "result": tally.result_digest}
    record("adopt_result", tally, by=by, at=at, round_code=tally.round.code, data=facts)
    mark_stage_tallied(stage_of(tally.round, tally.through), by=by, at=at)
    return tally


def apply_shortlist(tally: Tally, *, by: User | None, at: datetime | None = None) -> Tally:
    """Adopt the result of a stage that is not the last: those above the cut go on."""
    if is_last_stage(tally):
        raise DomainError(_("The last stage has a ranking, no shortlist."), code="last_stage")
    return adopt_result(tally, by=by, at=at)


def export_bundle(round: Round, through: str, path: str | Path) -> Path:
    """Write the inspection bundle of the result in force to `path`: a new or empty folder, or a .zip.

    Whoever asks has been let through before: pages ask the permission, the command runs on the server.
    Raises DomainError when there is no result, or when today's inputs no longer give it.
    """
    tally = latest_done(round, through)
    if tally is None:
        raise DomainError(_("This stage has no result yet. Tally it first."), code="no_result")
    written = write_inspection_bundle(gather(round, through), round, through, path)
    if hashlib.sha256(written).hexdigest() != tally.result_digest:
        raise DomainError(
            _("The inputs have changed since tally %(number)d. Tally again, with the reason; then export.")
            % {"number": tally.number},
            code="inputs_changed",
        )
    return Path(path)


def _refuse(tally: Tally, by: User | None) -> None:
    if by is not None and not by.has_perm("evaluation.adopt_result", tally):
        raise NotAllowed(_("Only the organizing department adopts a result."))
    if not tally.is_final:
        raise DomainError(_("This tally has no final result that could be adopted."), code="not_final")
    if tally.rules_fingerprint != tally.round.rules_fingerprint:
        raise StaleState(_("The rules were amended after this tally. Tally the stage again, then adopt."))
    newest = Tally.objects.filter(round=tally.round, through=tally.through).done().order_by("-number").first()
    if newest != tally:
        raise StaleState(_("There is a newer result of this stage. Adopt that one."))


def _announce_shortlist(tally: Tally, by: User | None, at: datetime) -> None:
    by_code = applications_by_code(tally.round)
    is_first = stage_of(tally.round, tally.through).is_first
    for code, outcome in sorted(outcomes_of(tally).items()):
        application = by_code[code]
        application.round = tally.round
        if application.status != rated_status(is_first=is_first):
            raise StaleState(_("The application %(code)s has moved on already.") % {"code": code})
        goes_on = outcome == ADVANCED
        if goes_on and not is_first:
            continue
        deed = shortlist_application if goes_on else eliminate_application
        deed(application, by=by, at=at)
        tell_of_shortlist(application, goes_on=goes_on, at=at)
