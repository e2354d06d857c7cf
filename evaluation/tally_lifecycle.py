"""The machine of a tally: asked for, counting, done or failed; back in the queue when its process was lost."""

from django.utils.translation import gettext_lazy as _

from brandportal.lifecycle import Lifecycle, Transition
from evaluation.enums import TallyStatus
from evaluation.models import Tally

# Deeds of the counting process; no person has a verb for them.
COUNT = "evaluation.count_tally"

TALLY = Lifecycle(
    "tally",
    Tally,
    [
        Transition("begin", (TallyStatus.QUEUED,), TallyStatus.RUNNING, COUNT, _("Begin counting")),
        Transition("finish", (TallyStatus.RUNNING,), TallyStatus.DONE, COUNT, _("Keep the result")),
        Transition("fail", (TallyStatus.RUNNING,), TallyStatus.FAILED, COUNT, _("Stop counting")),
        Transition("requeue", (TallyStatus.RUNNING,), TallyStatus.QUEUED, COUNT, _("Count again")),
    ],
)
