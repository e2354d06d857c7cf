"""The public notice and the objections to it."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.services.rounds import publish_round_notice
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError
from naming.enums import NoticeStatus, ProposalStatus
from naming.lifecycle import NOTICE, OBJECTION
from naming.models import Notice, Objection, Proposal, Resolution
from naming.selectors.notices import is_listed, rules_of_notice, too_early, too_late_to_publish
from naming.workdays import notice_end

READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@transaction.atomic
def prepare_notice(
    round: Round,
    *,
    number: str,
    first_day: date,
    by: User | None,
    days: int | None = None,
    counts_first_day: bool | None = None,
    title: str = "",
    body: str = "",
) -> Notice:
    """Make or change the draft of the round's notice.

    `days` are working days; they and the way of counting come from the round's rules unless given. Empty `title` and
    `body` are written from the round's data.
    """
    if not Proposal.objects.filter(round=round, status=ProposalStatus.RESOLVED).exists():
        raise DomainError(
            _("The committee has not resolved on the list yet. Its resolution is recorded first.")
        )
    ruled = rules_of_notice(round)
    days = ruled.days if days is None else days
    counts_first_day = ruled.counts_first_day if counts_first_day is None else counts_first_day
    end = notice_end(first_day, days, counts_first_day=counts_first_day)
    notice = Notice.objects.filter(round=round).first() or Notice(round=round)
    if notice.status != NoticeStatus.DRAFTED:
        raise DomainError(_("The notice is published and cannot be changed."))
    notice.number, notice.first_day, notice.days = number, first_day, days
    notice.counts_first_day, notice.last_day = counts_first_day, end.last_day
    with translation.override(settings.LANGUAGE_CODE):
        notice.title = title or _("Public notice of the intended naming in “%(round)s”") % {
            "round": round.title_zh
        }
        notice.body = body or _body(round)
    notice.save()
    record(
        "prepare_notice",
        notice,
        by=by,
        round_code=round.code,
        data={"first": first_day, "last": notice.last_day},
    )
    return notice


@transaction.atomic
def publish_notice(notice: Notice, *, by: User | None, at: datetime | None = None) -> Notice:
    """Put the notice before everybody; the round is then on public notice."""
    moment = at or clock.now()
    if why := too_late_to_publish(notice, clock.today(moment)):
        raise DomainError(why, code="late")
    published: Notice = NOTICE.advance(notice, "publish", by=by, at=moment)
    publish_round_notice(notice.round, by=by, at=moment)
    return published


@transaction.atomic
def close_notice(notice: Notice, *, by: User | None, at: datetime | None = None) -> Notice:
    """End the notice: not before 24:00 of its last day, and not while an objection is open."""
    moment = at or clock.now()
    if why := too_early(notice, clock.today(moment)):
        raise DomainError(why, code="early")
    closed: Notice = NOTICE.advance(notice, "close", by=by, at=moment)
    return closed


@transaction.atomic
def file_objection(
    notice: Notice,
    application: Application,
    *,
    text: str,
    name: str = "",
    contact: str = "",
    at: datetime | None = None,
) -> Objection:
    """Keep an objection within the window; it needs no account. Its receipt finds the answer later."""
    moment = at or clock.now()
    if notice.status != NoticeStatus.PUBLISHED or moment >= clock.end_of(notice.last_day):
        raise DomainError(
            _("Objections were taken until %(day)s, 24:00 (Beijing time); the rules take none afterwards.")
            % {"day": date_text(notice.last_day)},
            code="late",
        )
    if not is_listed(notice, application):
        raise DomainError(
            _("Against which brand: choose one that stands on the notice."), field="application"
        )
    objection = Objection.objects.create(
        notice=notice,
        application=application,
        receipt=get_random_string(10, READABLE),
        text=text,
        name=name,
        contact=contact,
        filed_at=moment,
    )
    record("file_objection", objection, by=None, at=moment, round_code=notice.round.code)
    return objection


@transaction.atomic
def settle_objection(
    objection: Objection,
    *,
    upheld: bool,
    finding: str,
    effect: str,
    by: User | None,
    at: datetime | None = None,
) -> Objection:
    """Record the finding; an upheld one may strike the application from the list."""
    if not finding.strip():
        raise DomainError(_("Finding: write what was found and on what it rests."), field="finding")
    settled: Objection = OBJECTION.advance(
        objection,
        "uphold" if upheld else "dismiss",
        by=by,
        at=at,
        updates={"finding": finding, "effect": effect if upheld else "keep", "settled_by": by},
        data={"effect": effect if upheld else "keep"},
    )
    return settled


def _body(round: Round) -> str:
    # How to object, until when and where stands below the list of every notice.
    return _(
        "According to %(number)s and the rules of the round, after filing, rating, review and site visits and the "
        "resolution of %(body)s, the following brands are to be named and are put on public notice."
    ) % {"number": round.document_number, "body": Resolution.objects.get(proposal__round=round).body}
