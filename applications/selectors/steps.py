"""The rail of the stepped form: how far each step is, and what the organizer found there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.enums import Step, Subject
from applications.models import Application
from applications.selectors.completeness import Gap, check_items, gaps_of, limit_of
from applications.selectors.defects import Defect, open_defects
from applications.selectors.strata import strata_of
from brandportal.kit.display import thin
from brandportal.kit.text import count_characters

KEYS = [step.value for step in Step]


@dataclass(frozen=True)
class StepLine:
    """One line of the rail."""

    step: Step
    url: str
    note: str
    here: bool
    gaps: list[Gap]
    defects: list[Defect]

    @property
    def label(self) -> str:
        return str(self.step.label)

    @property
    def state(self) -> str:
        if self.here:
            return "is-now"
        if self.defects:
            return "is-bad"
        return "" if self.gaps or self.step == Step.CHECK else "is-done"


@dataclass(frozen=True)
class Rail:
    """All steps, and how much of what must be filled in is filled in."""

    lines: list[StepLine]
    total: int

    @property
    def gaps(self) -> list[Gap]:
        return [gap for line in self.lines for gap in line.gaps]

    @property
    def defects(self) -> list[Defect]:
        return [defect for line in self.lines for defect in line.defects]

    @property
    def share(self) -> int:
        return round(100 * (self.total - min(len(self.gaps), self.total)) / self.total)


def rail_of(application: Application, here: str = "") -> Rail:
    gaps, defects = gaps_of(application), open_defects(application)
    lines = [
        StepLine(
            step=step,
            url=step_url(application, step),
            note=_note(application, step, [gap for gap in gaps if gap.step == step]),
            here=step == here,
            gaps=[gap for gap in gaps if gap.step == step],
            defects=[one for one in defects if one.step == step],
        )
        for step in Step
    ]
    return Rail(lines, sum(_required(application, step) for step in Step))


def step_url(application: Application, step: str) -> str:
    return reverse(
        "applications:application-step", args=[application.round.code, application.code, Step(step).value]
    )


def next_step(key: str) -> Step:
    return Step(KEYS[min(KEYS.index(key) + 1, len(KEYS) - 1)])


def previous_step(key: str) -> Step | None:
    place = KEYS.index(key)
    return Step(KEYS[place - 1]) if place else None


def _required(application: Application, step: Step) -> int:
    return {
        Step.UNIT: 2 + (application.object_kind != Subject.UNIT) + bool(strata_of(application.round)),
        Step.BRAND: 3,
        Step.SELF_CHECK: 2 * len(check_items(application.round)),
        Step.TEXT: 1,
    }.get(step, 0)


def _note(application: Application, step: Step, gaps: Sequence[Gap]) -> str:
    if step == Step.TEXT:
        count, most = count_characters(application.main_text), limit_of(application.round, "main_text")
        values = {"count": thin(count), "most": thin(most)}
        return _("%(count)s of about %(most)s characters") % values
    if step == Step.ATTACHMENTS:
        files = len(application.attachments.all())
        return ngettext("%(count)d file", "%(count)d files", files) % {"count": files}
    if step == Step.CHECK:
        return ""
    most = _required(application, step)
    return _("%(done)d of %(all)d filled in") % {"done": max(0, most - len(gaps)), "all": most}
