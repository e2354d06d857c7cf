"""What waits for a decision on the home pages: ties for the secretary, amendments for a second person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.kit.home import Task
from evaluation.models import Amendment, Tally, TieDecision
from evaluation.selectors.results import open_ties


def decisions_awaited(user: Any) -> list[Task]:
    """Return one task per tie without a decision; for the secretary alone."""
    if not user.is_authenticated or Role.SECRETARY not in user.roles:
        return []
    waiting = Tally.objects.done().filter(state="needs_decision").select_related("round")
    return [_task(tally) for tally in waiting if _is_undecided(tally)]


def amendments_awaited(user: Any) -> list[Task]:
    """Return one task per proposed amendment, for those who may be its second person."""
    if not user.is_authenticated or not user.roles & {Role.SECRETARY, Role.ORGANIZER}:
        return []
    waiting = Amendment.objects.proposed().exclude(proposed_by=user).select_related("round")
    return [
        Task(
            title=_("Confirm the amendment of the rules, or put it aside"),
            url=amendment.get_absolute_url(),
            label=_("See amendment"),
            detail=_("%(round)s: it waits for a second person.") % {"round": amendment.round},
        )
        for amendment in waiting
    ]


def _is_undecided(tally: Tally) -> bool:
    decided = set(TieDecision.objects.filter(round=tally.round).values_list("stage_key", "application__code"))
    return any((tie.stage_key, code) not in decided for tie in open_ties(tally) for code in tie.codes)


def _task(tally: Tally) -> Task:
    return Task(
        title=_("Record the committee’s decision between tied applications"),
        url=reverse("evaluation:tally-decide", args=[tally.round.code, tally.number]),
        label=_("Record decision"),
        detail=_("%(round)s: the result waits for it.") % {"round": tally.round},
    )
