"""The closed record of a visit is opened again with a reason, and holds up the stage until it is signed anew."""

import pytest

from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError, NotAllowed, StaleState
from evaluation.enums import VisitStatus
from evaluation.lifecycle import no_visit_is_reopened
from evaluation.services.reopening import reopen_visit
from evaluation.services.sheets import sign_sheets
from tests.cast import client_of, person
from tests.declarations import declare_free
from tests.integration.evaluation.conftest import REVIEWED, english
from tests.integration.evaluation.test_visits import record, sign, visit_of

WHY = "参加人员登记有误"


def reopen(user, reason=WHY):
    return reopen_visit(visit_of(), reason=reason, by=user, at=REVIEWED)


@pytest.fixture
def closed(reviewing):
    record(reviewing)
    sign(reviewing)
    return reviewing


def test_signatures_drop_the_trail_tells_and_the_record_is_signed_anew(closed, cast):
    reopen(cast.omar)

    assert visit_of().status == VisitStatus.RECORDED
    assert not visit_of().signatures.exists()
    event = AuditEvent.objects.get(event="reopen_visit")
    assert WHY in event.body
    assert cast.pan.name in event.body
    with pytest.raises(StaleState, match="corrected in the meantime"):
        sign(closed, "A001", cast.pan, revision=1)
    record(closed, place="市档案局三楼")
    sign(closed)
    assert visit_of().is_signed


def test_only_organizer_or_chair_of_the_panel_reopens_with_a_reason(closed, cast):
    for user in (cast.pan, cast.sun, cast.sec, cast.audrey):
        with pytest.raises(NotAllowed):
            reopen(user)
    with pytest.raises(DomainError, match="say why the record is reopened"):
        reopen(cast.omar, " ")
    chair = person("lead", "panel chair")
    closed.assign("panel", cast.pan, cast.chen, chair)
    with pytest.raises(NotAllowed):
        reopen(chair)
    declare_free(closed.round, chair, at=REVIEWED)
    reopen(chair)

    with pytest.raises(StaleState):
        reopen(cast.omar)


def test_a_reopened_record_holds_the_stage_up_once_sheets_rest_on_it(closed, cast):
    stage = closed.stage("review")
    record(closed, "A002")
    sign(closed, "A002")
    closed.fill(cast.pan, papers="50", visit="30")
    sign_sheets(closed.rater(cast.pan), by=cast.pan, at=REVIEWED)
    assert no_visit_is_reopened(stage, cast.omar) is None
    reopen(cast.omar)

    assert "was reopened" in str(no_visit_is_reopened(stage, cast.omar))
    sign(closed)
    assert no_visit_is_reopened(stage, cast.omar) is None


def test_the_page_asks_why_and_shows_it_ever_after(closed, cast):
    url, page = f"{visit_of().get_absolute_url()}reopen/", visit_of().get_absolute_url()
    organizer = english(cast.omar)
    assert client_of(cast.pan).get(url).status_code == 403
    assert "reopen/" not in client_of(cast.pan).get(page).content.decode()
    assert url in organizer.get(page).content.decode()

    blank = organizer.post(url, {"reason": ""})
    assert blank.status_code == 200
    assert visit_of().is_signed
    assert organizer.post(url, {"reason": WHY})["Location"] == page
    text = organizer.get(page).content.decode()
    assert WHY in text
    assert f"{cast.pan.name}、{cast.chen.name}</span>" in text
    assert "not possible in the state" in organizer.get(url).content.decode()
