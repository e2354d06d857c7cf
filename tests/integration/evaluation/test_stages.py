"""Opening and closing a stage."""

from datetime import date

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.enums import SheetStatus, StageStatus
from evaluation.models import Recusal, ScoreSheet, SiteVisit
from evaluation.services.stages import close_stage, extend_stage, open_stage
from tests.integration.evaluation.conftest import AT


def test_opening_lays_a_sheet_for_each_application_on_each_desk(rated):
    assert rated.stage("social").status == StageStatus.OPEN
    assert ScoreSheet.objects.count() == 4
    assert set(ScoreSheet.objects.values_list("answers", flat=True)) == {"|"}


def test_raters_are_recused_from_their_own_unit_at_once(rated, cast):
    assert rated.sheet(cast.rui, "A001").status == SheetStatus.RECUSED
    assert rated.sheet(cast.rui, "A002").status == SheetStatus.OPEN
    assert Recusal.objects.get().is_automatic
    assert AuditEvent.objects.filter(event="recuse_own_unit", round_code="2031-small").exists()


def test_a_stage_without_enough_raters_says_how_many_are_missing(desk, cast):
    desk.assign("supervisors")

    with pytest.raises(DomainError, match="has 0 raters, the rules require at least 1 forms"):
        desk.open("social")
    assert desk.stage("social").status == StageStatus.PREPARING


def test_a_later_stage_waits_for_the_result_of_the_first(rated):
    with pytest.raises(DomainError, match="has no result yet"):
        rated.open("review")


def test_a_stage_opens_once(rated):
    with pytest.raises(StaleState):
        rated.open("social")
    assert ScoreSheet.objects.count() == 4


def test_only_the_organizer_opens_a_stage(desk, cast):
    with pytest.raises(NotAllowed):
        open_stage(desk.stage("social"), by=cast.audrey, at=AT)


def test_closing_names_how_many_sheets_are_unsigned_and_by_whom(rated, cast):
    rated.fill_and_sign(cast.rui, name="30", standard="50")

    with pytest.raises(DomainError, match=r"2 score sheets are not signed: Sun \(S01\)"):
        close_stage(rated.stage("social"), by=cast.omar, at=AT)
    assert rated.stage("social").status == StageStatus.OPEN


def test_recused_sheets_do_not_stand_in_the_way(rated, cast):
    rated.fill_and_sign(cast.sun, name="30", standard="50")
    rated.fill_and_sign(cast.rui, name="30", standard="50")

    assert close_stage(rated.stage("social"), by=cast.omar, at=AT).status == StageStatus.CLOSED


def test_many_late_raters_are_named_up_to_five(desk, cast, supervisors):
    desk.assign("supervisors", *supervisors(7))
    desk.open("social")

    with pytest.raises(DomainError, match="and 2 others"):
        close_stage(desk.stage("social"), by=cast.omar, at=AT)


def test_the_organizer_gives_the_raters_more_time(rated, cast):
    late = clock.end_of(rated.round.rating_closes)
    stage = rated.stage("social")
    extend_stage(stage, until=date(2031, 5, 3), reason="两名巡视员出差", by=cast.omar, at=AT)

    rated.now = late
    rated.fill_and_sign(cast.sun, name="30", standard="50")
    assert rated.stage("social").sheets_until == date(2031, 5, 3)
    assert "两名巡视员出差" in AuditEvent.objects.get(event="extend_stage").body


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2031, 4, 30), "出差", "until"),
        (date(2030, 1, 1), "出差", "until"),
        (date(2031, 5, 3), " ", "reason"),
    ],
)
def test_more_time_is_later_and_has_a_reason(rated, cast, until, reason, field):
    with pytest.raises(InputErrors) as refused:
        extend_stage(rated.stage("social"), until=until, reason=reason, by=cast.omar, at=AT)

    assert [error.field for error in refused.value.errors] == [field]


def test_only_an_open_stage_is_extended_and_only_by_the_organizer(rated, cast):
    with pytest.raises(NotAllowed):
        extend_stage(rated.stage("social"), until=date(2031, 5, 3), reason="出差", by=cast.sun, at=AT)
    with pytest.raises(DomainError, match="not open"):
        extend_stage(rated.stage("review"), until=date(2031, 6, 5), reason="出差", by=cast.omar, at=AT)


def test_the_review_plans_a_visit_per_application(reviewing):
    assert SiteVisit.objects.count() == 2
    assert ScoreSheet.objects.filter(channel__key="panel").count() == 4
