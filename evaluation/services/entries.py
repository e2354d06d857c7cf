"""What the organizer corrects and records of applications, until the first tally of the round is asked for."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Round, StratumCorrection
from applications.services.strata import change_stratum, read_reason
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.models import HeldTitle
from evaluation.selectors.entries import Flag, flags_for, why_entry_is_fixed


@transaction.atomic
def correct_stratum(
    application: Application, stratum: str, *, reason: str, by: User, at: datetime | None = None
) -> StratumCorrection:
    """Put `application` into the division `stratum`; the filed version stays as its unit signed it.

    Raises StaleState once a tally of the round was asked for, DomainError for a division that the rules do not know.
    """
    if not by.has_perm("evaluation.correct_stratum", application):
        raise NotAllowed(_("Only the organizing department corrects the division of an application."))
    refuse_fixed(application)
    return change_stratum(application, stratum, reason=reason, by=by, at=at)


@transaction.atomic
def record_titles(
    application: Application,
    held: Collection[str],
    *,
    evidence: str,
    by: User,
    at: datetime | None = None,
) -> list[HeldTitle]:
    """Record that `application` holds exactly the titles `held` (flags of the rules), with the evidence or reason.

    Returns the rows that changed. Raises StaleState once a tally of the round was asked for, DomainError for a flag
    that no level requires and where nothing would change.
    """
    if not by.has_perm("evaluation.record_titles", application):
        raise NotAllowed(_("Only the organizing department records titles."))
    refuse_fixed(application)
    known = flags_for(application)
    _refuse_unknown(known, held)
    why = read_reason(evidence, field="evidence")
    changed = [flag for flag in known if flag.is_held != (flag.key in held)]
    if not changed:
        raise DomainError(_("Titles: this stands on record already. Change a tick, or leave the page."))
    facts = {"evidence": why, "recorded_by": by, "recorded_at": at or clock.now()}
    rows = [_kept(application, flag.key, is_held=flag.key in held, **facts) for flag in changed]
    told = {
        "held": " ".join(row.flag for row in rows if row.is_held),
        "not_held": " ".join(row.flag for row in rows if not row.is_held),
        "evidence": why,
    }
    record("record_titles", application, by=by, at=at, round_code=application.round.code, data=told)
    return rows


def _kept(application: Application, flag: str, **facts: object) -> HeldTitle:
    row, _new = HeldTitle.objects.update_or_create(application=application, flag=flag, defaults=facts)
    return row


def refuse_fixed(application: Application) -> None:
    """Raise StaleState where a tally has been asked for; a tally asked for meanwhile waits for this deed."""
    Round.objects.select_for_update().get(pk=application.round_id)
    why = why_entry_is_fixed(application)
    if why:
        raise StaleState(why)


def _refuse_unknown(known: Collection[Flag], held: Collection[str]) -> None:
    unknown = sorted(set(held) - {flag.key for flag in known})
    if unknown:
        raise DomainError(
            _("Titles: “%(key)s” is not asked for by any level of the rules.") % {"key": unknown[0]},
            field="held",
        )
