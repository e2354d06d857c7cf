"""What the committee decides between tied applications, recorded by its secretary."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from brandportal.kit.text import clean_text
from evaluation.models import Tally, TieDecision
from evaluation.selectors.results import open_ties

SHORTEST_REASON = 10


@transaction.atomic
def record_tie_decision(
    tally: Tally,
    stage_key: str,
    places: Mapping[str, int],
    *,
    reason: str,
    by: User | None,
    at: datetime | None = None,
) -> list[TieDecision]:
    """Record the order of the tied that `tally` asks for: application code → place, each place once, from 1.

    A decision cannot be changed afterwards. Raises DomainError for another set of applications or places than asked.
    """
    if by is not None and not by.has_perm("evaluation.decide_tie", tally.round):
        raise NotAllowed(_("Only the committee’s secretary records its decisions."))
    tied = _asked(tally, stage_key, set(places))
    _refuse_places(tied, places)
    reason = clean_text(reason, _("Reason"), field="reason")
    if len(reason) < SHORTEST_REASON:
        raise DomainError(
            _("Give the committee’s reason in at least %(least)d characters.") % {"least": SHORTEST_REASON},
            field="reason",
        )
    at = at or clock.now()
    decisions = [_decision(tally, stage_key, code, places[code], reason, by, at) for code in sorted(places)]
    written = TieDecision.objects.bulk_create(decisions)
    order = " ".join(sorted(places, key=lambda code: places[code]))
    facts = {"stage": stage_key, "order": order, "reason": reason}
    record("decide_tie", tally, by=by, at=at, round_code=tally.round.code, data=facts)
    return written


def _asked(tally: Tally, stage_key: str, codes: set[str]) -> list[str]:
    for tie in open_ties(tally):
        if tie.stage_key == stage_key and set(tie.codes) == codes:
            decided = TieDecision.objects.filter(
                round=tally.round, stage_key=stage_key, application__code__in=codes
            )
            if decided.exists():
                raise StaleState(
                    _("The committee’s decision on this tie is on record. Tally again to use it.")
                )
            return list(tie.codes)
    raise DomainError(
        _("The result does not ask for a decision between these applications."), code="not_asked"
    )


def _refuse_places(tied: list[str], places: Mapping[str, int]) -> None:
    if sorted(places.values()) != list(range(1, len(tied) + 1)):
        raise DomainError(
            _("Give each of the %(count)d applications its own place, from 1 to %(count)d; none twice.")
            % {"count": len(tied)},
            code="places",
        )


def _decision(
    tally: Tally, stage_key: str, code: str, place: int, reason: str, by: User | None, at: datetime
) -> TieDecision:
    application = Application.objects.get(round=tally.round, code=code)
    return TieDecision(
        round=tally.round,
        stage_key=stage_key,
        application=application,
        order=place,
        reason=reason,
        decided_by=by,
        decided_at=at,
    )
