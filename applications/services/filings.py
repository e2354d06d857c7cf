"""From the drafter's desk to the organizer's acceptance: every filing is kept as it was."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.lifecycle import APPLICATION
from applications.models import Application, Filing, Return
from applications.selectors.completeness import gaps_of
from applications.selectors.content import content_of, digest_of, files_of
from applications.selectors.deadlines import too_late
from applications.selectors.parts import parts_of
from applications.selectors.strata import is_placed
from applications.services.letters import (
    tell_approvers,
    tell_drafter_of_refusal,
    tell_unit_of_acceptance,
    tell_unit_of_defects,
)
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
    updates = {"drafter": by, "sent_back_reason": ""}
    sent = _advance(application, "send", by, at, updates=updates)
    tell_approvers(sent, at=at)
    return sent


def recall_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    return _advance(application, "recall", by, at)


@transaction.atomic
def send_back_application(
    application: Application, *, by: User, reason: str = "", at: datetime | None = None
) -> Application:
    """Give the draft back to its drafter; `reason` stands on every step until it is sent again."""
    back = _advance(application, "send_back", by, at, updates={"sent_back_reason": reason.strip()})
    tell_drafter_of_refusal(back, at=at)
    return back


@transaction.atomic
def submit_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    """Sign off and file: the approver, another person than the drafter, makes the version that counts."""
    _refuse_late(application, at)
    moment = at or clock.now()
    number = application.filings.count() + 1
    content = content_of(application)
    data = {"number": number, "digest": digest_of(content)}
    updates = {"filed_at": moment, "filings_count": number}
    submitted = _advance(application, "submit", by, moment, updates=updates, data=data)
    filing = Filing.objects.create(
        application=application,
        number=number,
        content=content,
        digest=digest_of(content),
        drafted_by=application.drafter,
        approved_by=by,
        filed_at=moment,
    )
    filing.files.set(files_of(application))
    return submitted


@transaction.atomic
def accept_application(application: Application, *, by: User, at: datetime | None = None) -> Application:
    if not is_placed(application):
        raise DomainError(
            _("The application stands in no division. Correct it, then accept."), field="stratum"
        )
    accepted = _advance(application, "accept", by, at)
    tell_unit_of_acceptance(accepted, at=at)
    return accepted


@transaction.atomic
def return_application(
    application: Application, defects: Sequence[dict[str, str]], *, by: User, at: datetime | None = None
) -> Application:
    """Send a filing back with one complete list of `defects`, each {"part", "text"}."""
    known = {part.key for part in parts_of(application.round)}
    listed = [
        {"part": one["part"], "text": one["text"].strip()} for one in defects if one.get("text", "").strip()
    ]
    for one in listed:
        if one["part"] not in known:
            raise DomainError(
                _("Defects: the part “%(part)s” is not known. Choose one of the list.")
                % {"part": one["part"]}
            )
    if not listed:
        raise DomainError(
            _("Defects: name at least one, with what is to be corrected."), field="defects", code="empty"
        )
    moment = at or clock.now()
    returned = _advance(application, "return", by, moment, data={"defects": len(listed)})
    filing = application.filings.order_by("-number")[0]
    Return.objects.create(application=application, filing=filing, defects=listed, returned_by=by, at=moment)
    tell_unit_of_defects(returned, listed, at=at)
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


def _refuse_late(application: Application, at: datetime | None) -> None:
    if why := too_late(application, at or clock.now()):
        raise DomainError(why, code="deadline")


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
