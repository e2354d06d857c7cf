"""The machine of an amendment: proposed by one person, confirmed by another, or not adopted."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.lifecycle import Lifecycle, Transition
from evaluation.enums import AmendmentStatus as A
from evaluation.models import Amendment


def another_person_confirms(amendment: Amendment, user: Any) -> str | None:
    if user is not None and amendment.proposed_by_id == user.pk:
        return _("Whoever proposed the amendment cannot confirm it. Another person must do so.")
    return None


def the_rules_are_still_the_same(amendment: Amendment, user: Any) -> str | None:
    if amendment.before_fingerprint != amendment.round.rules_fingerprint:
        return _("The rules have changed since this was proposed. Propose it again.")
    return None


AMENDMENT = Lifecycle(
    "amendment",
    Amendment,
    [
        Transition(
            "confirm",
            (A.PROPOSED,),
            A.CONFIRMED,
            "evaluation.confirm_amendment",
            gettext_lazy("Confirm amendment"),
            guards=(another_person_confirms, the_rules_are_still_the_same),
            confirm=gettext_lazy(
                "The rules of the round become the new version, with a new fingerprint. "
                "Results so far stay beside it. Confirm the amendment?"
            ),
        ),
        Transition(
            "reject",
            (A.PROPOSED,),
            A.REJECTED,
            "evaluation.confirm_amendment",
            gettext_lazy("Put amendment aside"),
            confirm=gettext_lazy("The rules stay as they are. Put the amendment aside?"),
            tone="danger",
        ),
    ],
)
