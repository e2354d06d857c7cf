"""The rail of the stepped form: how far each step is, and what the organizer found there."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from applications.selectors.completeness import Gap, gaps_of, limit_of
from brandportal.kit.text import count_characters

STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("brand", gettext_lazy("Brand and contact")),
    ("logo", gettext_lazy("Logo")),
    ("self_check", gettext_lazy("Self-assessment (eight points)")),
    ("text", gettext_lazy("Main text")),
    ("attachments", gettext_lazy("Attachments")),
    ("review", gettext_lazy("Check and send for sign-off")),
)
KEYS = [key for key, _label in STEPS]


@dataclass(frozen=True)
class Step:
    """One line of the rail."""

    key: str
    label: str | Promise
    url: str
    note: str
    here: bool
    gaps: list[Gap] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.defects:
            return "is-bad"
        if self.here:
            return "is-now"
        return "" if self.gaps or self.key == "review" else "is-done"


def steps_of(application: Application, here: str) -> list[Step]:
    """Return all steps with their gaps; defects are those of the last return, while it is not filed again."""
    gaps, defects = gaps_of(application), open_defects(application)
    return [
        Step(
            key=key,
            label=label,
            url=step_url(application, key),
            note=_note(application, key),
            here=key == here,
            gaps=[gap for gap in gaps if gap.step == key],
            defects=[one["text"] for one in defects if one["part"] == key],
        )
        for key, label in STEPS
    ]


def step_url(application: Application, key: str) -> str:
    return reverse("applications:application-step", args=[application.round.code, application.code, key])


def next_step(key: str) -> str:
    return KEYS[min(KEYS.index(key) + 1, len(KEYS) - 1)]


def previous_step(key: str) -> str:
    return KEYS[max(KEYS.index(key) - 1, 0)]


def open_defects(application: Application) -> list[dict[str, str]]:
    last = application.returns.order_by("-at", "-pk").first()
    if last is None or last.filing.number < application.filings.count():
        return []
    defects: list[dict[str, str]] = last.defects
    return defects


def _note(application: Application, key: str) -> str:
    if key == "text":
        count, most = count_characters(application.main_text), limit_of(application.round, "main_text")
        return _("%(count)d of %(most)d characters") % {"count": count, "most": most} if most else str(count)
    if key == "self_check":
        rows = list(application.self_checks.all())
        done = sum(bool(row.finding.strip()) for row in rows)
        return _("%(done)d of %(all)d items") % {"done": done, "all": len(rows)}
    if key == "attachments":
        return _("%(n)d files") % {"n": application.attachments.count()}
    if key == "logo":
        return _("uploaded") if application.logo_id else ""
    return ""
