"""What awaits whom on the way from the adopted result to the list."""

import pytest

from naming.models import Objection
from naming.selectors.home import tasks_for
from naming.services import (
    close_notice,
    confirm_meeting,
    designate,
    draw_up_proposal,
    file_objection,
    prepare_notice,
    publish_notice,
    return_meeting,
    settle_objection,
)
from tests.committee import AFTER, DURING, PUBLISHED, record

pytestmark = pytest.mark.django_db


def titles(user) -> list[str]:
    return [task.title for task in tasks_for(user)]


def test_each_step_is_one_task_of_one_person(ranked, tally, cast):
    omar, sec = cast.omar, cast.sec
    assert (titles(omar), titles(sec)) == (["Draw up the preliminary list"], [])

    proposal = draw_up_proposal(ranked, tally, by=omar)
    assert (titles(omar), titles(sec)) == ([], ["Record the committee's meeting"])

    meeting = record(proposal, cast)
    confirm = ["Confirm the record of the committee's meeting"]
    assert (titles(omar), titles(cast.chen), titles(sec)) == (confirm, confirm, [])

    return_meeting(meeting, reason="表决票数与会议记录不一致，请核对", by=omar)
    assert (titles(omar), titles(sec)) == ([], ["Correct the record of the committee's meeting"])

    confirm_meeting(record(proposal, cast), by=omar)
    assert (titles(omar), titles(sec)) == (["Prepare the public notice"], [])

    draft = prepare_notice(ranked, number="3号", first_day=PUBLISHED.date(), by=omar)
    assert titles(omar) == ["Publish the notice"]

    notice = publish_notice(draft, by=omar, at=PUBLISHED)
    assert titles(omar) == ["End the notice when its days are over"]

    filed = file_objection(notice, ranked.applications.get(code="A001"), text="事实", at=DURING)
    assert titles(omar)[1:] == [f"Look into objection {filed.receipt}"]

    settle_objection(Objection.objects.get(), upheld=False, finding="不属实", effect="keep", by=omar)
    close_notice(notice, by=omar, at=AFTER)
    assert titles(omar) == ["Name and publish the list"]

    designate(ranked, document_number="31号", by=omar, at=AFTER)
    assert titles(omar) == []


def test_nobody_else_is_asked_for_anything(notice, cast):
    for user in cast.everybody:
        if user not in {cast.omar, cast.sec}:
            assert tasks_for(user) == []
