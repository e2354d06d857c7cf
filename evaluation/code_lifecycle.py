"""The machine of a change to the codes: one person asks, another agrees, then it is carried out once."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brandportal.lifecycle import Lifecycle, Transition
from evaluation.enums import ChangeStatus, StageStatus
from evaluation.models import CodeChange, Stage


def codes_are_of_use(change: CodeChange, user: Any) -> str | None:
    """Codes can change until the stage in which they are used is closed."""
    over = Stage.objects.filter(
        pk=change.channel.stage_id, status__in=(StageStatus.CLOSED, StageStatus.TALLIED)
    )
    if over.exists():
        return _("The stage is closed: its codes stay as they are.")
    return None


def somebody_else_agrees(change: CodeChange, user: Any) -> str | None:
    if user is not None and user.pk == change.asked_by_id:
        return _("You have asked for this change yourself; a second person must agree.")
    return None


CODE_CHANGE = Lifecycle(
    "code_change",
    CodeChange,
    [
        Transition(
            "agree",
            (ChangeStatus.ASKED,),
            ChangeStatus.AGREED,
            "evaluation.agree_code_change",
            gettext_lazy("Agree to change"),
            guards=(codes_are_of_use, somebody_else_agrees),
            confirm=gettext_lazy(
                "Your name stands beside that of the asker, in the trail and on the public page of the ballot box. "
                "Do you agree to this change?"
            ),
        ),
        Transition(
            "decline",
            (ChangeStatus.ASKED, ChangeStatus.AGREED),
            ChangeStatus.DECLINED,
            "evaluation.agree_code_change",
            gettext_lazy("Decline change"),
            confirm=gettext_lazy("The codes stay as they are. Decline the change?"),
            tone="secondary",
        ),
        Transition(
            "carry_out",
            (ChangeStatus.AGREED,),
            ChangeStatus.DONE,
            "evaluation.issue_codes",
            gettext_lazy("Carry out change"),
            guards=(codes_are_of_use,),
        ),
    ],
)
