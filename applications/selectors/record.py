"""All that the record page of an application shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import APPLICATION
from applications.models import Application, Filing, Return
from applications.selectors.rules import rules_chapter
from applications.selectors.steps import open_defects, step_url
from applications.selectors.titles import localized


@dataclass(frozen=True)
class Act:
    """A button, or the reason why it is off."""

    label: str | Promise
    url: str
    why: str
    asks: bool
    tone: str


@dataclass(frozen=True)
class Event:
    """A line of the history, newest first."""

    at: datetime
    text: str | Promise
    detail: str
    url: str = ""


@dataclass(frozen=True)
class Record:
    """What the page of an application shows to one person."""

    acts: list[Act]
    events: list[Event]
    filings: list[Filing]
    defects: list[dict[str, str]]
    self_checks: list[dict[str, str]]
    attachments: list[Any]
    may_edit: bool
    edit_url: str


def record_of(application: Application, user: Any) -> Record:
    filings = list(application.filings.select_related("drafted_by", "approved_by"))
    returns = list(application.returns.select_related("returned_by", "filing"))
    return Record(
        acts=_acts(application, user),
        events=_events(application, filings, returns),
        filings=filings[::-1],
        defects=open_defects(application),
        self_checks=self_checks_of(application),
        attachments=list(application.attachments.select_related("file")),
        may_edit=application.status in {"draft", "returned"}
        and user.has_perm("applications.change_application", application),
        edit_url=step_url(application, "brand"),
    )


def self_checks_of(application: Application) -> list[dict[str, str]]:
    """Return title, finding and measure of each item, in the order of the rules."""
    rows = {row.key: row for row in application.self_checks.all()}
    return [
        {
            "title": localized(item["title"]),
            "finding": rows[item["key"]].finding,
            "measure": rows[item["key"]].measure,
        }
        for item in rules_chapter(application.round, "filing").get("self_check", [])
        if item["key"] in rows
    ]


# These deeds belong to upper floors or have a page of their own.
ELSEWHERE = {"shortlist", "eliminate", "designate", "pass_over"}


def _acts(application: Application, user: Any) -> list[Act]:
    acts = []
    for offer in APPLICATION.offers(application, user):
        if offer.action in ELSEWHERE:
            continue
        where = [application.round.code, application.code]
        if offer.action == "return":
            url = reverse("applications:application-return", args=where)
        elif offer.action == "send":
            url = step_url(application, "review")
        else:
            url = reverse("applications:application-act", args=[*where, offer.action])
        asks = bool(offer.confirm) or offer.action in {"return", "send"}
        acts.append(Act(offer.label, url, str(offer.why), asks, offer.tone))
    return acts


def _events(application: Application, filings: list[Filing], returns: list[Return]) -> list[Event]:
    events = [Event(application.created_at, _("Draft begun"), application.drafter.name)]
    for filing in filings:
        url = reverse(
            "applications:filing-detail", args=[application.round.code, application.code, filing.number]
        )
        who = f"{filing.drafted_by.name} · {filing.approved_by.name}"
        events.append(Event(filing.filed_at, _("Signed off and filed"), who, url))
    events += [Event(one.at, _("Returned for correction"), one.returned_by.name) for one in returns]
    return sorted(events, key=lambda event: event.at, reverse=True)
