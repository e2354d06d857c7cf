"""What changes a round; upper floors call these downwards."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from applications.enums import RoundStatus
from applications.lifecycle import ROUND
from applications.models import Round, RoundForm
from applications.models.rounds import CALENDAR
from applications.services.letters import tell_of_call
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, InputErrors, StaleState
from brandportal.kit.models import StoredFile

CORRECTION_TIME = timedelta(days=7)


@transaction.atomic
def create_round(*, by: User | None, **facts: Any) -> Round:
    """Make a draft round; `facts` are its columns. Raises InputErrors naming each faulty field."""
    round = Round(**with_correction_day(facts))
    refuse_faulty(round, calendar_faults(round))
    round.save()
    record("create_round", round, by=by, round_code=round.code, data={"scheme": round.scheme_key})
    return round


@transaction.atomic
def update_round(round: Round, *, by: User | None, **facts: Any) -> Round:
    """Change a draft round; texts, dates and rules are fixed once it is open."""
    if round.status != RoundStatus.DRAFT:
        raise DomainError(_("The round is open; its texts, dates and rules no longer change."))
    facts = _refit_correction_day(round, facts)
    for name, value in facts.items():
        setattr(round, name, value)
    refuse_faulty(round, calendar_faults(round))
    round.save(update_fields=list(facts))
    record("update_round", round, by=by, round_code=round.code, data={"fields": " ".join(sorted(facts))})
    return round


@transaction.atomic
def add_round_form(round: Round, *, title: str, file: StoredFile, by: User | None) -> RoundForm:
    blank = RoundForm.objects.create(round=round, title=title, file=file, position=round.forms.count() + 1)
    record(
        "add_round_form", round, by=by, round_code=round.code, data={"title": title, "sha256": file.sha256}
    )
    return blank


@transaction.atomic
def remove_round_form(blank: RoundForm, *, by: User | None) -> None:
    record("remove_round_form", blank.round, by=by, round_code=blank.round.code, data={"title": blank.title})
    blank.delete()


@transaction.atomic
def freeze_round(round: Round, *, rules: str, fingerprint: str, by: User | None) -> Round:
    """Keep the canonical rules and their fingerprint; only a draft takes them."""
    hit = Round.objects.filter(pk=round.pk, status=RoundStatus.DRAFT).update(
        rules=rules, rules_fingerprint=fingerprint
    )
    if hit != 1:
        raise DomainError(_("The rules of this round are frozen already."))
    round.rules, round.rules_fingerprint = rules, fingerprint
    record("freeze_round", round, by=by, round_code=round.code, data={"fingerprint": fingerprint})
    return round


@transaction.atomic
@transaction.atomic
def amend_rules(
    round: Round, *, before: str, rules: str, fingerprint: str, by: User | None, at: datetime | None = None
) -> Round:
    """Put a new version of frozen rules in place of the one with the fingerprint `before`."""
    hit = Round.objects.filter(pk=round.pk, rules_fingerprint=before).update(
        rules=rules, rules_fingerprint=fingerprint, rules_version=models.F("rules_version") + 1
    )
    if hit != 1:
        raise StaleState(_("The rules of this round have changed in the meantime."))
    round.refresh_from_db(fields=["rules", "rules_fingerprint", "rules_version"])
    facts = {"from": before, "fingerprint": fingerprint, "version": round.rules_version}
    record("amend_rules", round, by=by, at=at, round_code=round.code, data=facts)
    return round


def open_round_filing(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    moment = at or clock.now()
    opened: Round = ROUND.advance(round, "open", by=by, at=moment, updates={"opened_at": moment})
    tell_of_call(opened, at=moment)
    return opened


def close_filing(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    return _advance(round, "close_filing", by, at)


def start_decision(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    return _advance(round, "start_decision", by, at)


def publish_round_notice(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    return _advance(round, "publish_notice", by, at)


def conclude_round(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    return _advance(round, "conclude", by, at)


def cancel_round(round: Round, *, by: User | None, at: datetime | None = None) -> Round:
    return _advance(round, "cancel", by, at)


def with_correction_day(facts: dict[str, Any]) -> dict[str, Any]:
    """Add the last day for corrections where none is named: a week after filing, but before rating opens."""
    closes, opens = facts.get("filing_closes"), facts.get("rating_opens")
    if facts.get("correction_closes") or not closes:
        return facts
    week = closes + CORRECTION_TIME
    return facts | {"correction_closes": max(closes, min(week, opens)) if opens else week}


def _refit_correction_day(round: Round, facts: dict[str, Any]) -> dict[str, Any]:
    """Move the last day for corrections along where the dates around it leave it no room."""
    names = ("filing_closes", "correction_closes", "rating_opens")
    closes, day, opens = (facts.get(name) or getattr(round, name) for name in names)
    if facts.get("correction_closes") or closes <= day <= opens:
        return facts
    return with_correction_day(facts | {"filing_closes": closes, "rating_opens": opens})


def calendar_faults(round: Round) -> list[DomainError]:
    """Return a refusal for each date that lies before the one it must follow."""
    faults = []
    for earlier, later in itertools.pairwise(CALENDAR):
        first, second = getattr(round, earlier), getattr(round, later)
        if first and second and second < first:
            faults.append(
                DomainError(
                    _(
                        "%(later)s (%(second)s) lies before %(earlier)s (%(first)s). Change one of the two dates."
                    )
                    % {
                        "later": _title(later),
                        "second": date_text(second),
                        "earlier": _title(earlier),
                        "first": date_text(first),
                    },
                    field=later,
                    code="calendar",
                )
            )
    return faults


def refuse_faulty(obj: models.Model, faults: list[DomainError]) -> None:
    """Raise InputErrors with `faults` and whatever the model itself finds."""
    try:
        obj.full_clean(validate_constraints=not faults)
    except ValidationError as error:
        faults = faults + [
            DomainError(message, field=None if field == "__all__" else field)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    if faults:
        raise InputErrors(faults)


def _title(name: str) -> str:
    return str(getattr(Round._meta.get_field(name), "verbose_name", name))


def _advance(round: Round, action: str, by: User | None, at: datetime | None) -> Round:
    advanced: Round = ROUND.advance(round, action, by=by, at=at)
    return advanced
