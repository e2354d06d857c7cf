"""What waits on the home of those who can put the second name to a change of the codes, or carry it out."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brandportal.kit.home import Task
from evaluation.code_lifecycle import CODE_CHANGE
from evaluation.enums import ChangeStatus
from evaluation.models import CodeChange


def changes_awaited(user: Any) -> list[Task]:
    """Return one task per change that `user` can agree to or carry out."""
    if not user.is_authenticated or not user.has_perm("evaluation.agree_code_change"):
        return []
    waiting = CodeChange.objects.filter(status__in=[ChangeStatus.ASKED, ChangeStatus.AGREED])
    rows = waiting.select_related("round", "application", "asked_by")
    return [task for change in rows if (task := _task(change, user))]


def _task(change: CodeChange, user: Any) -> Task | None:
    url = reverse("evaluation:code-change", args=[change.round.code, change.number])
    facts = {"round": change.round, "change": change, "name": change.asked_by.name}
    if CODE_CHANGE.why_not(change, "agree", user) is None:
        detail = _("%(round)s: %(change)s, asked for by %(name)s.") % facts
        return Task(
            _("Agree to a change of the codes, or decline it"), url, _("See the change"), detail=detail
        )
    if CODE_CHANGE.why_not(change, "carry_out", user) is None:
        detail = _("%(round)s: %(change)s. Two people have agreed on it.") % facts
        return Task(_("Carry out a change of the codes"), url, _("See the change"), detail=detail)
    return None
