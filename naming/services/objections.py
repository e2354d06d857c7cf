"""Objections: filed by anybody within the window, looked into by handlers who are not of the unit, settled for good."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.models import User
from brandportal.audit.services import record
from brandportal.kit import clock
from brandportal.kit.display import date_text
from brandportal.kit.errors import DomainError, NotAllowed
from brandportal.kit.files import Checked, store_all
from naming.enums import EVIDENCE, STRIKING, Effect, NoticeStatus
from naming.lifecycle import OBJECTION
from naming.models import Notice, Objection, ObjectorIdentity, ProposalItem, Succession
from naming.selectors.notices import ends_on, listed_in, moved_up_in
from naming.selectors.succession import next_in_order, ways_of
from naming.workdays import notice_end

READABLE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
RECEIPT_LENGTH = 10
SHORTEST_WORD = 10


@transaction.atomic
def file_objection(
    notice: Notice,
    application: Application,
    *,
    text: str,
    name: str = "",
    contact: str = "",
    evidence: Sequence[Checked] = (),
    at: datetime | None = None,
) -> Objection:
    """Keep an objection within the window; it needs no account. Its receipt finds the answer later.

    Without a `name` nothing is kept that could tell who objected; with one it lies apart from the objection, sealed.
    """
    moment = at or clock.now()
    notice = Notice.objects.select_for_update().select_related("round").get(pk=notice.pk)
    _refuse_late(notice, _last_day_for(notice, application, clock.today(moment)), moment)
    objection = Objection.objects.create(
        notice=notice,
        application=application,
        receipt=get_random_string(RECEIPT_LENGTH, READABLE),
        text=text,
        is_named=bool(name),
        filed_at=moment,
    )
    if name:
        ObjectorIdentity.objects.create(objection=objection, name=name, contact=contact)
    data = {"named": objection.is_named, "files": len(evidence)}
    record("file_objection", objection, by=None, at=moment, round_code=notice.round.code, data=data)
    objection.evidence.set(store_all(evidence, purpose=EVIDENCE))
    return objection


def _last_day_for(notice: Notice, application: Application, today: date) -> date:
    """Return until when objections against `application` are taken; refused when it does not stand on the notice."""
    for one in (*moved_up_in(notice), *listed_in(notice)):
        if one.application == application:
            return one.succession.last_day if one.succession else notice.last_day
    if notice.status == NoticeStatus.PUBLISHED and today <= ends_on(notice):
        raise DomainError(
            _("Against which brand: choose one that stands on the notice."), field="application"
        )
    return notice.last_day


def _refuse_late(notice: Notice, last_day: date, moment: datetime) -> None:
    if notice.status != NoticeStatus.PUBLISHED or moment >= clock.end_of(last_day):
        raise DomainError(
            _("Objections were taken until %(day)s, 24:00 (Beijing time); the rules take none afterwards.")
            % {"day": date_text(last_day)},
            code="late",
        )


@transaction.atomic
def open_identity(
    objection: Objection, *, reason: str, by: User, at: datetime | None = None
) -> ObjectorIdentity:
    """Open the seal for a handler, who says why; each opening stands in the trail, the identity itself never does."""
    if not by.has_perm("naming.open_identity", objection):
        raise NotAllowed(_("Only those who look into the objection open the identity."))
    if not objection.is_named:
        raise DomainError(_("This objection was filed without a name; there is no identity to open."))
    why = reason.strip()
    if len(why) < SHORTEST_WORD:
        raise DomainError(
            _("Why it must be opened: say it in at least %(n)d characters.") % {"n": SHORTEST_WORD},
            field="reason",
        )
    record("open_identity", objection, by=by, at=at, round_code=objection.round_code, data={"reason": why})
    return objection.identity


@transaction.atomic
def settle_objection(
    objection: Objection,
    *,
    upheld: bool,
    finding: str,
    effect: str,
    by: User | None,
    committee_word: str = "",
    successor: str = "",
    level: str = "",
    at: datetime | None = None,
) -> Objection:
    """Record the finding; an upheld one may strike the application, or strike it and let the next one move up.

    Moving up takes the committee's word, and `successor` (a code) where several share the next rank; `level` is the key
    of the medal that the committee stated where the rules do not decide it. Whatever moves up
    lies open for objections as many working days as the notice does, from the day of the finding on.
    """
    moment = at or clock.now()
    if not finding.strip():
        raise DomainError(_("Finding: write what was found and on what it rests."), field="finding")
    effect = effect if upheld else Effect.KEEP.value
    notice = Notice.objects.select_for_update().get(pk=objection.notice_id)
    objection.notice = notice
    _refuse_other_effects(objection, effect)
    moves_up = effect == Effect.MOVE_UP
    chosen = _successor(objection, committee_word, successor) if moves_up else None
    medal = _medal(objection, level) if moves_up else ""
    word = committee_word.strip() if effect in STRIKING else ""
    settled: Objection = OBJECTION.advance(
        objection,
        "uphold" if upheld else "dismiss",
        by=by,
        at=moment,
        updates={"finding": finding, "effect": effect, "committee_word": word, "settled_by": by},
        data={"effect": effect},
    )
    if chosen:
        _move_up(settled, chosen, medal, by, moment)
    return settled


def _refuse_other_effects(objection: Objection, effect: str) -> None:
    ways = ways_of(objection)
    if effect in ways.effects or effect not in Effect.values:
        return
    message = (
        _(
            "Effect: by the rules no place stays empty while somebody is next. Choose that the next one moves up."
        )
        if ways.must_move_up
        else f"{_('Effect: choose another one.')} {ways.why_nobody}"
    )
    raise DomainError(message, field="effect")


def _successor(objection: Objection, word: str, code: str) -> ProposalItem:
    if len(word.strip()) < SHORTEST_WORD:
        raise DomainError(
            _(
                "The committee's word: moving up needs it. Write which meeting agreed, when and with what number."
            ),
            field="committee_word",
        )
    waiting = next_in_order(objection.notice, objection.application)
    chosen = [one for one in waiting if one.application.code == code] if code else waiting
    if len(chosen) != 1:
        names = ", ".join(str(one.application) for one in waiting)
        raise DomainError(
            _(
                "Who moves up: next in the computed order is %(names)s. Choose the one that the committee named."
            )
            % {"names": names},
            field="successor",
        )
    return chosen[0]


def _medal(objection: Objection, stated: str) -> str:
    """Return the medal of the place; where the rules do not decide it, the one that the committee stated."""
    ways = ways_of(objection)
    if ways.medals and stated not in dict(ways.medals):
        names = ", ".join(title for _key, title in ways.medals)
        raise DomainError(
            _(
                "Medal: the rules do not decide which one goes with the place. Choose the committee's: %(names)s."
            )
            % {"names": names},
            field="level",
        )
    return stated if ways.medals else ways.medal


def _move_up(objection: Objection, item: ProposalItem, medal: str, by: User | None, moment: datetime) -> None:
    first, notice = clock.today(moment), objection.notice
    end = notice_end(first, notice.days, counts_first_day=notice.counts_first_day, entered=notice.entered)
    Succession.objects.create(
        notice=notice,
        item=item,
        objection=objection,
        level=medal,
        first_day=first,
        last_day=end.last_day,
    )
    record(
        "move_up_application",
        item.application,
        by=by,
        at=moment,
        round_code=objection.round_code,
        data={"for": objection.application.code, "objection": objection.receipt, "last": end.last_day}
        | ({"level": medal} if medal else {}),
    )
