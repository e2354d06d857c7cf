"""From the drafter's desk to the organizer's acceptance: every filing is kept as it was."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.lifecycle import APPLICATION
from applications.models import Application, Filing, Return
from applications.selectors.completeness import gaps_of
from applications.selectors.content import content_of, digest_of
from brandportal.accounts.models import User
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors


@transaction.atomic
def send_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    """Pass the draft to the unit's approver; refuses with every gap at once."""
    _refuse_late(application, at)
    gaps = gaps_of(application)
    if gaps:
        raise InputErrors(DomainError(gap.message, field=gap.field, code="gap") for gap in gaps)
    return _advance(application, "send", by, at, updates={"drafter": by})


def recall_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    return _advance(application, "recall", by, at)


def send_back_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    return _advance(application, "send_back", by, at)


@transaction.atomic
def submit_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    """Sign off and file: the approver, another person than the drafter, makes the version that counts."""
    _refuse_late(application, at)
    moment = at or clock.now()
    number = application.filings.count() + 1
    content = content_of(application)
    data = {"number": number, "digest": digest_of(content)}
    submitted = _advance(application, "submit", by, moment, data=data)
    Filing.objects.create(
        application=application,
        number=number,
        content=content,
        digest=digest_of(content),
        drafted_by=application.drafter,
        approved_by=by,
        filed_at=moment,
    )
    return submitted


def accept_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    return _advance(application, "accept", by, at)


@transaction.atomic
def return_application(
    application: Application, defects: Sequence[dict[str, str]], *, by: User, at: datetime | None = None
) -> Application:
    """Send a filing back with one complete list of `defects`, each {"part", "text"}."""
    listed = [defect for defect in defects if defect.get("text", "").strip()]
    if not listed:
        raise DomainError(
            _("Defects: name at least one, with what is to be corrected."), field="defects", code="empty"
        )
    moment = at or clock.now()
    returned = _advance(application, "return", by, moment, data={"defects": len(listed)})
    filing = application.filings.order_by("-number")[0]
    Return.objects.create(application=application, filing=filing, defects=listed, returned_by=by, at=moment)
    return returned


def withdraw_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    return _advance(application, "withdraw", by, at)


def shortlist_application(
    application: Application, *, by: User | None, at: datetime | None = None
) -> Application:
    return _advance(application, "shortlist", by, at)


def eliminate_application(
    application: Application, *, by: User | None, at: datetime | None = None
) -> Application:
    return _advance(application, "eliminate", by, at)


def designate_application(
    application: Application, *, by: User | None, at: datetime | None = None
) -> Application:
    return _advance(application, "designate", by, at)


def pass_over_application(
    application: Application, *, by: User | None, at: datetime | None = None
) -> Application:
    return _advance(application, "pass_over", by, at)


def last_day(application: Application) -> date:
    """Return the last day on which this application may be filed: later for one that was returned."""
    corrected = application.filings.exists()
    return application.round.correction_closes if corrected else application.round.filing_closes


def _refuse_late(application: Application, at: datetime | None) -> None:
    day = last_day(application)
    if (at or clock.now()) >= clock.end_of(day):
        raise DomainError(
            _(
                "Filing closed on %(day)s at 24:00 (Beijing time). What was saved is kept, but can no longer be filed."
            )
            % {"day": day},
            code="deadline",
        )


def _advance(
    application: Application,
    action: str,
    by: User | None,
    at: datetime | None,
    *,
    updates: dict[str, object] | None = None,
    data: dict[str, object] | None = None,
) -> Application:
    advanced: Application = APPLICATION.advance(application, action, by=by, at=at, updates=updates, data=data)
    return advanced
