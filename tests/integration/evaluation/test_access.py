"""Two faces of one truth: who may view a thing finds it, who finds it may view it."""

import pytest

from applications.models import Application
from evaluation.lifecycle import STAGE, VISIT
from evaluation.models import Recusal, ScoreSheet, SiteVisit
from evaluation.rules import VERBS
from evaluation.services.recusals import recuse_rater
from evaluation.sheet_lifecycle import SHEET
from tests.integration.evaluation.conftest import REVIEWED


@pytest.fixture
def recused(reviewing, cast):
    """In review, with chen recused from the archives."""
    application = Application.objects.get(code="A001")
    recuse_rater(reviewing.rater(cast.chen), application, reason="曾在该局任职", by=cast.omar, at=REVIEWED)
    return reviewing


def test_sheets_are_found_by_whom_may_view_them(recused, cast):
    for user in cast.everybody:
        found = set(ScoreSheet.objects.visible_to(user))
        allowed = {
            sheet for sheet in ScoreSheet.objects.all() if user.has_perm("evaluation.view_sheet", sheet)
        }
        assert found == allowed, user


def test_visits_are_found_by_whom_may_view_them(recused, cast):
    for user in cast.everybody:
        found = set(SiteVisit.objects.visible_to(user))
        allowed = {
            visit for visit in SiteVisit.objects.all() if user.has_perm("evaluation.view_visit", visit)
        }
        assert found == allowed, user
    assert SiteVisit.objects.visible_to(cast.chen).count() == 1


def test_recusals_are_found_by_those_concerned(recused, cast):
    assert Recusal.objects.visible_to(cast.chen).count() == 1
    assert Recusal.objects.visible_to(cast.sun).count() == 0
    assert Recusal.objects.visible_to(cast.audrey).count() == 2


def test_raters_read_what_lies_on_their_desk_and_nothing_else(recused, cast):
    def codes(user):
        return set(Application.objects.visible_to(user).values_list("code", flat=True))

    assert codes(cast.sun) == {"A001", "A002"}
    assert codes(cast.pan) == {"A001", "A002"}
    assert codes(cast.chen) == {"A002"}
    assert codes(cast.ada) == set()


def test_the_auditor_and_the_administrator_have_no_verb_that_changes_anything(recused, cast):
    sheet = ScoreSheet.objects.filter(status="open").first()
    changing = [verb for verb in VERBS if not verb.removeprefix("evaluation.").startswith("view_")]

    for user in (cast.audrey, cast.ada, cast.alice):
        for lifecycle, obj in (
            (STAGE, recused.stage("review")),
            (SHEET, sheet),
            (VISIT, SiteVisit.objects.first()),
        ):
            for row in lifecycle.transitions:
                assert row.permission in changing
                assert not user.has_perm(row.permission, obj), (user, row.permission)
