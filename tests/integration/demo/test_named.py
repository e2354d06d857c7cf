"""`manage.py demo --stage named`: the whole road through the services, the same result on every database."""

import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from applications.enums import ApplicationStatus, RoundStatus
from applications.models import Round
from brandportal.accounts.models import User
from brandportal.audit.services import verify
from demo.profiles import profiles
from demo.ratings import FEWEST_BALLOTS, Plan, plan_ratings
from evaluation import tally
from evaluation.models import Ballot, Code
from evaluation.selectors.rules import rules_of
from naming.models import Designation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
SEED = 7
LEVELS = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied")
KEYS = [
    *("stage", "units", "applications", "supervisors", "score_sheets"),
    *("ballots", "shortlisted", "panel_sheets", "site_visits", "proposed"),
    *("objections", "named", "rules_fingerprint", "tally_digest", "bundle"),
]


@pytest.fixture(scope="module")
def named(django_db_setup, django_db_blocker):
    """The finished round, built once for all tests of this file and then taken back."""
    printed = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("zh-hans"):
            call_command("demo", stage="named", seed=SEED, json=True, today=TODAY, stdout=printed)
        yield json.loads(printed.getvalue())
        transaction.set_rollback(True)


@pytest.fixture
def ended(named):
    return Round.objects.get()


def marks_as_inputs(plan: Plan, entries: list[tally.Entry]) -> tally.Inputs:
    """The inputs of the tally straight from the plan, without any database."""
    rows = Counter()
    for channel, sheets in (("supervisors", plan.sheets), ("panel", plan.panel)):
        rows.update((channel, key, "", "|".join(map(str, row)), "") for key in sheets for row in sheets[key])
    for key, ballots in plan.ballots.items():
        words = (["none" if level is None else LEVELS[level] for level in ballot] for ballot in ballots)
        rows.update(("clients", key, "", "|".join(ballot), "") for ballot in words)
    return tally.Inputs(entries, dict(rows), [])


def test_named_prints_one_object_with_the_figures_of_the_road(named):
    assert list(named) == KEYS
    assert {name: named[name] for name in KEYS[:12] if name != "ballots"} == {
        "stage": "named",
        "units": 49,
        "applications": 49,
        "supervisors": 45,
        "score_sheets": 2205,
        "shortlisted": 20,
        "panel_sheets": 180,
        "site_visits": 20,
        "proposed": 10,
        "objections": 2,
        "named": 10,
    }
    assert named["ballots"] >= FEWEST_BALLOTS


def test_result_in_the_bundle_has_the_printed_digest_and_can_be_recomputed(named):
    folder = Path(named["bundle"])

    assert folder.is_absolute()
    assert hashlib.sha256((folder / "result.json").read_bytes()).hexdigest() == named["tally_digest"]
    check = [sys.executable, "-m", "evaluation.tally", "--check", str(folder)]
    assert subprocess.run(check, cwd=portal.BASE_DIR, check=False).returncode == 0


def test_digest_follows_from_seed_and_rules_alone(named, ended):
    codes = list(ended.applications.order_by("code").values_list("code", flat=True))
    entries = [tally.Entry(code, unit.name, unit.brand) for code, unit in zip(codes, profiles(), strict=True)]
    inputs = marks_as_inputs(plan_ratings(codes, seed=SEED), entries)

    data = tally.result_bytes(tally.run(rules_of(ended), inputs, "review").result)

    assert hashlib.sha256(data).hexdigest() == named["tally_digest"]


def test_those_whom_the_marks_put_first_are_named(ended):
    plan = plan_ratings(list(ended.applications.order_by("code").values_list("code", flat=True)), seed=SEED)

    chosen = Designation.objects.filter(round=ended).order_by("position")

    assert list(chosen.values_list("application__code", flat=True)) == plan.winners
    assert Counter(ended.applications.values_list("status", flat=True)) == {
        ApplicationStatus.DESIGNATED: 10,
        ApplicationStatus.NOT_SELECTED: 10,
        ApplicationStatus.ELIMINATED: 29,
    }
    assert ended.status == RoundStatus.NAMED


def test_trail_of_a_whole_round_holds(ended):
    verdict = verify()

    assert verdict.fault == ""
    assert verdict.events > 800


def test_accounts_are_demonstration_accounts_with_one_password(ended, settings):
    people = User.objects.filter(is_demo=True)

    assert people.count() == User.objects.count() == 158
    assert len(set(people.values_list("password", flat=True))) == 1
    assert people.first().check_password(settings.DEMO_PASSWORD)


def test_ballots_lie_apart_from_codes(ended):
    ballots = Counter(Ballot.objects.filter(round=ended).values_list("application__code", flat=True))

    assert Code.objects.filter(round=ended, used=True).count() == sum(ballots.values())
    assert Code.objects.filter(round=ended, used=False).exists()
    assert min(ballots.values()) >= 5
    assert max(ballots.values()) >= 140


def test_some_filings_were_returned_and_filed_again(ended):
    twice = ended.applications.filter(filings__number=2).distinct()

    assert twice.count() == 6
    assert all(entry.returns.count() == 1 for entry in twice)
