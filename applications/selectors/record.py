"""All that the page of an application shows to one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.lifecycle import APPLICATION
from applications.models import Application, Filing, Return
from applications.selectors.deadlines import last_day, too_late
from applications.selectors.defects import Defect, defects_of, open_defects
from applications.selectors.dossier import Dossier, draft_dossier, filed_dossier
from brandportal.kit import clock

# These deeds belong to upper floors.
ELSEWHERE = {"shortlist", "eliminate", "designate", "pass_over"}
# These have a page of their own.
PAGES = {
    "return": "applications:application-return",
    "submit": "applications:application-approve",
    "send_back": "applications:application-approve",
}


@dataclass(frozen=True)
class Act:
    """A button as `_shared/_why.html` shows it, and its address; a page of its own asks nothing else."""

    action: str
    label: str | Promise
    why: str
    confirm: str | Promise
    tone: str
    url: str


@dataclass(frozen=True)
class Event:
    """A line of the history, newest first."""

    at: datetime
    text: str
    detail: str
    url: str = ""
    is_formal: bool = False


@dataclass(frozen=True)
class Record:
    """`dossier` is the draft for its unit and the last filing for everybody else; None before the first one."""

    acts: list[Act]
    events: list[Event]
    filings: list[Filing]
    defects: list[Defect]
    dossier: Dossier | None
    shown: Filing | None
    is_owner: bool
    may_edit: bool
    last_day: Any
    late: str


def record_of(application: Application, user: Any) -> Record:
    filings = list(application.filings.select_related("drafted_by", "approved_by").order_by("number"))
    returns = list(application.returns.select_related("returned_by").order_by("at"))
    for filing in filings:
        filing.application = application
    is_owner = bool(user.unit_id == application.unit_id)
    shown = None if is_owner and _is_being_written(application) else (filings[-1] if filings else None)
    return Record(
        acts=list(acts_of(application, user)),
        events=events_of(application, filings, returns),
        filings=filings[::-1],
        defects=open_defects(application),
        dossier=filed_dossier(shown) if shown else draft_dossier(application) if is_owner else None,
        shown=shown,
        is_owner=is_owner,
        may_edit=application.is_editable and user.has_perm("applications.change_application", application),
        last_day=last_day(application),
        late=too_late(application, clock.now()) if _is_being_written(application) else "",
    )


def _is_being_written(application: Application) -> bool:
    return application.status in {"draft", "returned", "awaiting_approval"}


def acts_of(application: Application, user: Any) -> Iterator[Act]:
    """Return the buttons of the page; what the calendar forbids is off with the rule beside it."""
    where = [application.round.code, application.code]
    late = too_late(application, clock.now())
    seen: set[str] = set()
    for offer in APPLICATION.offers(application, user):
        page = PAGES.get(offer.action)
        if offer.action in ELSEWHERE or offer.action == "send" or (page and page in seen):
            continue
        seen.add(page or "")
        why = str(offer.why) or (late if offer.action == "submit" else "")
        url = reverse(page, args=where) if page else _act_url(where, offer.action)
        label = _("Read and sign off") if page == PAGES["submit"] else offer.label
        confirm = offer.confirm or ("page" if page else "")
        yield Act(offer.action, label, "" if page == PAGES["submit"] else why, confirm, offer.tone, url)


def _act_url(where: list[str], action: str) -> str:
    return reverse("applications:application-act", args=[*where, action])


def events_of(application: Application, filings: list[Filing], returns: list[Return]) -> list[Event]:
    events = [Event(application.created_at, _("Filing began"), application.drafter.name)]
    for filing in filings:
        who = _("Drafted by %(drafter)s, signed off by %(approver)s.") % {
            "drafter": filing.drafted_by.name,
            "approver": filing.approved_by.name,
        }
        text = _("Version %(number)d filed") % {"number": filing.number}
        events.append(Event(filing.filed_at, text, who, filing.get_absolute_url(), is_formal=True))
    for one in returns:
        parts = _("; ").join(f"{row.part.label}" for row in defects_of(one, application))
        detail = _("%(name)s: %(parts)s") % {"name": one.returned_by.name, "parts": parts}
        events.append(Event(one.at, _("Returned for correction"), detail))
    return sorted(events, key=lambda event: event.at, reverse=True)
