"""Which applications people may read because they rate them."""

from typing import Any

from django.db.models import Q

from brandportal.accounts.enums import Role
from evaluation.models import Rater, ScoreSheet

RATING_ROLES = frozenset({Role.SUPERVISOR, Role.PANEL})


def readable_applications(user: Any) -> Q:
    """Return what raters may read once they have declared their conflicts: the applications of their own sheets."""
    sheets = ScoreSheet.objects.visible_to(user).filter(channel__round__declarations__user=user).order_by()
    return Q(pk__in=sheets.values("application_id"))


def may_rate(user: Any) -> bool:
    """Whether the person has a desk: by role, or by a place in a channel of a kind that asks for no role."""
    if not user.is_authenticated:
        return False
    return bool(user.roles & RATING_ROLES) or Rater.objects.filter(user=user).exists()
