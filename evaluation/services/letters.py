"""Messages of the evaluation: in Chinese, into the outbox, for somebody to release."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from applications.models import Application
from brandportal.accounts.enums import Role
from brandportal.accounts.models import User
from brandportal.kit.display import date_text
from brandportal.outbox.services import post_messages
from evaluation.enums import RaterKind
from evaluation.models import Stage
from evaluation.selectors.ballots import channels_in_box
from evaluation.selectors.calendar import closing_day
from evaluation.selectors.stages import entries_of_stage

OFFICE = (Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def tell_of_stage(stage: Stage, *, at: datetime) -> None:
    """Write that `stage` is open: to the office, to its raters, to the units in it."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = _facts(stage)
        subject = _("Open: %(stage)s (%(round)s)") % facts
        office = _(
            "%(entries)d applications are in this stage until %(day)s, 24:00 (Beijing time). What is given stays sealed "
            "until the stage is closed. The committee decides on %(decided)s."
        )
        raters = _(
            "%(entries)d applications await your rating until %(day)s, 24:00 (Beijing time). What you fill in is kept "
            "as you go; sign it when you have finished."
        )
        units = _("Your application is in this stage until %(day)s, 24:00 (Beijing time).")
        if any(one.raters == RaterKind.CLIENT for one in channels_in_box(stage)):
            units = _(
                "Your application is in this stage until %(day)s, 24:00 (Beijing time). Please let your clients know "
                "that they may rate with the codes that the organizing department gives out; who rates how is known "
                "to nobody."
            )
        for people, body in ((_office(), office), (_raters(stage), raters), (_units(stage), units)):
            post_messages(people, subject, body % facts, kind="stage-opened", at=at)


def tell_of_shortlist(entry: Application, *, goes_on: bool, at: datetime) -> None:
    """Write to the unit of `entry` whether it goes on."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"brand": str(entry), "round": entry.round.title, "code": entry.code}
        subject = _("On the shortlist: %(brand)s") if goes_on else _("Not on the shortlist: %(brand)s")
        body = _(
            "The shortlist of “%(round)s” is adopted. The page of your application (no. %(code)s) shows how its result "
            "came about."
        )
        post_messages(_of_units([entry.unit_id]), subject % facts, body % facts, kind="shortlist", at=at)


def _facts(stage: Stage) -> dict[str, object]:
    day = closing_day(stage)
    return {
        "stage": stage.title,
        "round": stage.round.title,
        "entries": entries_of_stage(stage).count(),
        "day": date_text(day) if day else "",
        "decided": date_text(stage.round.decision_on),
    }


def _office() -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role__in=OFFICE).order_by("pk").distinct())


def _raters(stage: Stage) -> list[User]:
    found = User.objects.filter(is_active=True, rater_places__channel__stage=stage)
    return list(found.order_by("pk").distinct())


def _units(stage: Stage) -> list[User]:
    return _of_units(list(entries_of_stage(stage).values_list("unit_id", flat=True)))


def _of_units(units: list[int]) -> list[User]:
    found = User.objects.filter(
        is_active=True, unit_id__in=units, grants__role__in=(Role.DRAFTER, Role.APPROVER)
    )
    return list(found.order_by("pk").distinct())
