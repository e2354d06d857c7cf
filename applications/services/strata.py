"""The organizer moves an application to the division that it belongs to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.enums import CORRECTABLE
from applications.models import Application, StratumCorrection
from applications.selectors.strata import strata_of
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, StaleState
from brandportal.kit.text import clean_text

SHORTEST_REASON, LONGEST_REASON = 10, 300


@transaction.atomic
def change_stratum(
    application: Application, stratum: str, *, reason: str, by: User, at: datetime | None = None
) -> StratumCorrection:
    """Put `application` into `stratum` (a key of the rules); the filed version stays as it was signed.

    Upper floors ask the permission and whether anything has been counted yet, then call this.
    """
    at = at or clock.now()
    _refuse_unknown(application, stratum)
    why = read_reason(reason)
    before = application.stratum
    hit = Application.objects.filter(pk=application.pk, stratum=before, status__in=CORRECTABLE)
    if hit.update(stratum=stratum) != 1:
        raise StaleState(
            _("A division is corrected while an application is filed or accepted. It has moved on.")
        )
    application.stratum = stratum
    facts = {"before": before, "after": stratum, "reason": why, "corrected_by": by, "corrected_at": at}
    correction, _new = StratumCorrection.objects.update_or_create(application=application, defaults=facts)
    told = {"from": before, "to": stratum, "reason": why}
    record("correct_stratum", application, by=by, at=at, round_code=application.round.code, data=told)
    return correction


def read_reason(typed: str, *, field: str = "reason") -> str:
    """Return a reason as it is kept; DomainError for one that is too short or too long."""
    why = clean_text(typed, _("Reason"), field=field)
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise DomainError(
            _("Reason: write %(least)d to %(most)d characters; the unit reads it.")
            % {"least": SHORTEST_REASON, "most": LONGEST_REASON},
            field=field,
        )
    return why


def _refuse_unknown(application: Application, stratum: str) -> None:
    if stratum not in {one.key for one in strata_of(application.round)}:
        raise DomainError(
            _("Division: “%(key)s” is not one of the rules. Choose one of the list.") % {"key": stratum},
            field="stratum",
        )
    if stratum == application.stratum:
        raise DomainError(
            _("Division: the application stands in this one already. Choose another one."), field="stratum"
        )
