"""What was built, in figures."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from applications.enums import ApplicationStatus
from applications.models import Round
from brandportal.accounts.models import Unit
from demo.profiles import profiles
from demo.scene import Scene
from evaluation.enums import SheetStatus
from evaluation.models import Ballot, Rater, ScoreSheet, SiteVisit, Tally
from evaluation.selectors.results import latest_done
from evaluation.services.results import export_bundle
from naming.models import Designation, Objection, ProposalItem

ON_THE_SHORTLIST = (
    ApplicationStatus.SHORTLISTED,
    ApplicationStatus.DESIGNATED,
    ApplicationStatus.NOT_SELECTED,
)


@dataclass(frozen=True)
class Report:
    """The round's code, and the one object that `--json` prints."""

    code: str
    figures: dict[str, Any]


def report_on(scene: Scene) -> Report:
    """Count what stands in the database, and export the bundle of the last result."""
    round = Round.objects.get(pk=scene.round.pk)
    tally = latest_done(round, "review") or latest_done(round, "social")
    figures = {
        "stage": scene.goal.value,
        "units": Unit.objects.filter(code__in=[profile.key for profile in profiles()]).count(),
        "applications": round.applications.count(),
        **_rated(round),
        **_named(round),
        "rules_fingerprint": round.rules_fingerprint,
        "tally_digest": tally.result_digest if tally else None,
        "bundle": _bundle(round, tally) if tally else None,
    }
    return Report(round.code, figures)


def _rated(round: Round) -> dict[str, int]:
    """Sheets count when they are signed, visits when their record is signed."""
    signed = ScoreSheet.objects.filter(channel__round=round, status=SheetStatus.SIGNED)
    return {
        "supervisors": Rater.objects.filter(channel__round=round, channel__key="supervisors").count(),
        "score_sheets": signed.filter(channel__key="supervisors").count(),
        "ballots": Ballot.objects.filter(round=round).count(),
        "shortlisted": round.applications.filter(status__in=ON_THE_SHORTLIST).count(),
        "panel_sheets": signed.filter(channel__key="panel").count(),
        "site_visits": SiteVisit.objects.filter(round=round).signed().count(),
    }


def _named(round: Round) -> dict[str, int]:
    return {
        "proposed": ProposalItem.objects.filter(proposal__round=round, included=True).count(),
        "objections": Objection.objects.filter(notice__round=round).count(),
        "named": Designation.objects.filter(round=round).count(),
    }


def _bundle(round: Round, tally: Tally) -> str:
    """Write the inspection bundle of `tally` into a fresh folder and return where it lies."""
    folder = settings.VAR_DIR / "demo" / round.code
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return str(export_bundle(round, tally.through, folder).resolve())
