"""Recusals: found, declared, recorded, lifted."""

import pytest

from applications.models import Application
from brandportal.kit.errors import DomainError, NotAllowed
from evaluation.enums import SheetStatus
from evaluation.models import Recusal
from evaluation.services.recusals import lift_recusal, recuse_rater
from tests.integration.evaluation.conftest import AT


def declare(desk, user, code="A002", reason="曾在该单位任职", by=None):
    rater, application = desk.rater(user), desk.sheet(user, code).application
    return recuse_rater(rater, application, reason=reason, by=by or user, at=AT)


def test_a_declared_recusal_takes_the_sheet_off_the_desk(rated, cast):
    rated.fill(cast.sun, name="30", standard="50")

    recusal = declare(rated, cast.sun)

    sheet = rated.sheet(cast.sun, "A002")
    assert (sheet.status, sheet.answers) == (SheetStatus.RECUSED, "30|50")
    assert (recusal.decided_by, recusal.is_automatic) == (cast.sun, False)


@pytest.mark.parametrize("reason", ["", "   ", "甲" * 301])
def test_a_recusal_needs_a_reason_of_some_length(rated, cast, reason):
    with pytest.raises(DomainError, match="Reason"):
        declare(rated, cast.sun, reason=reason)


def test_a_recusal_is_recorded_once(rated, cast):
    declare(rated, cast.sun)

    with pytest.raises(DomainError, match="recorded already"):
        declare(rated, cast.sun)


def test_a_signed_sheet_has_to_be_given_back_first(rated, cast):
    rated.fill_and_sign(cast.sun, name="30", standard="50")

    with pytest.raises(DomainError, match="is signed"):
        declare(rated, cast.sun)
    assert not Recusal.objects.filter(user=cast.sun).exists()


def test_one_rater_does_not_recuse_another(rated, cast):
    with pytest.raises(NotAllowed):
        declare(rated, cast.sun, by=cast.rui)


def test_a_recusal_before_the_stage_opens_makes_a_recused_sheet(desk, cast):
    application = Application.objects.get(code="A002")
    recuse_rater(desk.rater(cast.sun), application, reason="亲属任职", by=cast.omar, at=AT)
    desk.open("social")

    assert desk.sheet(cast.sun, "A002").is_recused


def test_the_organizer_lifts_a_declared_recusal_with_a_reason(rated, cast):
    recusal = declare(rated, cast.sun)

    with pytest.raises(NotAllowed):
        lift_recusal(recusal, reason="撤回", by=cast.sun, at=AT)
    lift_recusal(recusal, reason="经核实无任职关系", by=cast.omar, at=AT)

    assert rated.sheet(cast.sun, "A002").is_open
    assert not Recusal.objects.filter(user=cast.sun).exists()


def test_a_recusal_from_ones_own_unit_stands(rated, cast):
    with pytest.raises(DomainError, match="cannot be lifted"):
        lift_recusal(Recusal.objects.get(user=cast.rui), reason="人手不足", by=cast.omar, at=AT)


def test_recused_raters_do_not_see_the_application_nor_the_visit(reviewing, cast):
    application = Application.objects.get(code="A001")

    assert application in Application.objects.visible_to(cast.sun)
    assert application not in Application.objects.visible_to(cast.rui).exclude(unit=cast.rui.unit)
