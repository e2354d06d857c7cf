"""Which applications people may read because they rate them."""

from typing import Any

from django.db.models import Q

from evaluation.models import ScoreSheet


def readable_applications(user: Any) -> Q:
    """Return what raters may read once they have declared their conflicts: the applications of their own sheets."""
    sheets = ScoreSheet.objects.visible_to(user).filter(channel__round__declarations__user=user).order_by()
    return Q(pk__in=sheets.values("application_id"))
