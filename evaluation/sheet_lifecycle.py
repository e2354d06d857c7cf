"""The machine of the score sheet: signed with all others of its rater; given back, recused and readmitted one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brandportal.audit.services import record
from brandportal.kit.errors import StaleState
from brandportal.lifecycle import Lifecycle, Transition
from evaluation.enums import SheetStatus
from evaluation.lifecycle import LEAST_MEMBERS, VISIT_ITEM
from evaluation.models import ScoreSheet, SiteVisit


def stage_is_open(sheet: ScoreSheet, user: Any) -> str | None:
    stage = sheet.channel.stage
    if stage.is_open:
        return None
    return _("The stage “%(stage)s” is not open for rating (%(state)s). Sheets stay as they are.") % {
        "stage": stage,
        "state": stage.get_status_display(),
    }


def sheet_is_complete(sheet: ScoreSheet, user: Any) -> str | None:
    # A form that spans entries may leave sheets empty: services.whole_forms judges it as a whole.
    if sheet.is_complete or sheet.channel.is_wide:
        return None
    missing = sheet.values.count("")
    last = list(sheet.channel.criteria.all())[-1]
    if last.rejects and missing == 1 and not sheet.values[-1]:
        return _("%(application)s: “%(question)s” is not answered. Choose one of the two.") % {
            "application": sheet.application,
            "question": last.title,
        }
    return ngettext(
        "%(application)s: %(count)d criterion is not scored. Score it; 0 is a score, an empty field is not.",
        "%(application)s: %(count)d criteria are not scored. Score them; 0 is a score, an empty field is not.",
        missing,
    ) % {"application": sheet.application, "count": missing}


def source_is_named(sheet: ScoreSheet, user: Any) -> str | None:
    """What was measured elsewhere can be checked only where its record is named."""
    if sheet.source or not sheet.channel.needs_source:
        return None
    return _("%(application)s: name the document or record that the figures come from, then sign.") % {
        "application": sheet.application
    }


def visit_is_signed(sheet: ScoreSheet, user: Any) -> str | None:
    """A channel with the criterion `visit` is signed only after the record of the site visit is closed."""
    if not any(criterion.key == VISIT_ITEM for criterion in sheet.channel.criteria.all()):
        return None
    visit: SiteVisit | None = getattr(sheet.application, "visit", None)
    if visit is None or not visit.is_recorded:
        return _(
            "%(application)s: the site visit is not recorded. Record date, place, findings and members first."
        ) % {"application": sheet.application}
    if visit.is_signed:
        return None
    return _(
        "%(application)s: the record of the site visit awaits signatures. "
        "At least %(least)d members who were there sign it."
    ) % {"application": sheet.application, "least": LEAST_MEMBERS}


class SheetLifecycle(Lifecycle):
    """Sheets are signed together, as one deed of their rater: one statement, one entry in the trail."""

    def advance_all(
        self,
        sheets: list[ScoreSheet],
        action: str,
        *,
        subject: models.Model,
        by: Any,
        at: datetime,
        updates: Mapping[str, object],
        round_code: str,
        only_if: models.Q | None = None,
        data: Mapping[str, object] | None = None,
    ) -> None:
        """Do `action` on all `sheets` or on none. The caller has asked permission and guards of each.

        `only_if` is asked again in the statement itself, for what another tab may have changed since.
        Raises StaleState when one of them is no longer in a source state or no longer meets it.
        """
        row = self.by_action[action]
        changes = {self.field: row.target, **updates}
        with transaction.atomic():
            hit = ScoreSheet.objects.filter(
                only_if or models.Q(),
                pk__in=[sheet.pk for sheet in sheets],
                **{f"{self.field}__in": row.sources},
            ).update(**changes)
            if hit != len(sheets):
                raise StaleState(_("Somebody else has changed a sheet in the meantime. Look at them again."))
            record(
                f"{action}_{self.key}s",
                subject,
                by=by,
                at=at,
                round_code=round_code,
                data={"sheets": len(sheets), "to": row.target, **(data or {})},
            )


SHEET = SheetLifecycle(
    "sheet",
    ScoreSheet,
    [
        Transition(
            "sign",
            (SheetStatus.OPEN,),
            SheetStatus.SIGNED,
            "evaluation.sign_sheet",
            gettext_lazy("Sign score sheet"),
            guards=(stage_is_open, sheet_is_complete, source_is_named, visit_is_signed),
        ),
        Transition(
            "reopen",
            (SheetStatus.SIGNED,),
            SheetStatus.OPEN,
            "evaluation.reopen_sheet",
            gettext_lazy("Reopen score sheet"),
            guards=(stage_is_open,),
            tone="secondary",
        ),
        Transition(
            "recuse",
            (SheetStatus.OPEN,),
            SheetStatus.RECUSED,
            "evaluation.recuse_sheet",
            gettext_lazy("Declare recusal"),
            guards=(stage_is_open,),
            tone="secondary",
        ),
        Transition(
            "readmit",
            (SheetStatus.RECUSED,),
            SheetStatus.OPEN,
            "evaluation.readmit_sheet",
            gettext_lazy("Lift recusal"),
            guards=(stage_is_open,),
            tone="secondary",
        ),
    ],
)
