"""Which applications people may read because they rate them."""

from typing import Any

from django.db.models import Q

from evaluation.models import ScoreSheet


def readable_applications(user: Any) -> Q:
    """Return what raters may read: the applications of their own sheets, never those they are recused from."""
    sheets = ScoreSheet.objects.visible_to(user).counted().order_by()
    return Q(pk__in=sheets.values("application_id"))
