"""What the committee's secretary finds on their home: ties that wait for a decision."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.accounts.enums import Role
from brandportal.kit.home import Task
from evaluation.models import Tally, TieDecision
from evaluation.selectors.results import open_ties


def decisions_awaited(user: Any) -> list[Task]:
    """Return one task per tie without a decision; for the secretary alone."""
    if not user.is_authenticated or Role.SECRETARY not in user.roles:
        return []
    waiting = Tally.objects.done().filter(state="needs_decision").select_related("round")
    return [_task(tally) for tally in waiting if _is_undecided(tally)]


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
