"""The secretary's form keeps itself while it is filled in: nothing acknowledged is lost, no window overwrites another."""

import pytest
from django.urls import reverse

from brandportal.audit.models import AuditEvent
from naming.models import Meeting, MeetingDraft
from naming.services import recall_meeting
from tests.cast import client_of
from tests.committee import record
from tests.integration.naming.test_meeting_pages import FACTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(proposal, cast):
    """(the secretary's browser, the form, where it saves itself)"""
    places = [reverse(f"naming:meeting-{name}", args=[proposal.round.code]) for name in ("edit", "autosave")]
    return client_of(cast.sec), *places


def shown(client, edit):
    return client.get(edit).context["form"]


def test_what_was_saved_is_there_when_the_page_is_opened_again(desk):
    client, edit, save = desk
    events = AuditEvent.objects.count()
    typed = FACTS | {
        "members": "12",
        "member-12-name": "王五",
        "held_on": "9月31",
        "for-A001": "0",
        "place-A002": "",
    }

    answer = client.post(save, typed)

    assert answer.status_code == 200
    assert "bp:saved" in answer["HX-Trigger"]
    page = client.get(edit)
    form = page.context["form"]
    assert [
        form[name].value() for name in ("member-12-name", "held_on", "for-A001", "place-A002", "body")
    ] == [
        "王五",
        "9月31",
        "0",
        "",
        "县委常委会",
    ]
    assert page.context["revision"] == 1
    assert "Sec" in page.content.decode()
    # A draft is no record: nothing of it is in the trail, nothing is to be confirmed.
    assert (AuditEvent.objects.count(), Meeting.objects.exists()) == (events, False)


def test_of_two_windows_the_second_sees_both_values_before_it_saves_over_the_first(desk):
    client, edit, save = desk
    client.post(save, FACTS | {"revision": "0"})
    late = FACTS | {"revision": "0", "member-1-attendance": "absent", "for-all": "0"}

    for place in (save, edit):
        refused = client.post(place, late)
        assert refused.status_code == 409
        found = [(one.label, one.stored, one.typed) for one in refused.context["differences"]]
        assert found == [("成员1：出席情况", "出席", "缺席"), ("整个名单的表决：赞成", "2", "0")]
    assert MeetingDraft.objects.get().typed["for-all"] == "2"
    assert not Meeting.objects.exists()

    assert client.post(edit, late | {"over": "1"}).status_code == 302
    assert shown(client, edit)["for-all"].value() == "0"


def test_a_page_that_overtook_its_own_save_is_no_conflict(desk):
    client, _edit, save = desk
    client.post(save, FACTS | {"revision": "0"})

    assert client.post(save, FACTS | {"revision": "0"}).status_code == 200
    assert MeetingDraft.objects.get().revision == 2


def test_rows_that_only_the_other_window_has_are_differences(desk):
    client, _edit, save = desk
    client.post(save, FACTS | {"members": "12", "member-11-name": "王五"})

    refused = client.post(save, FACTS | {"members": "9"})

    assert [one.typed for one in refused.context["differences"]] == [""]
    assert "王五" in refused.content.decode()


def test_recording_ends_the_draft_and_every_window_opened_before(desk, proposal, cast):
    client, edit, save = desk
    client.post(save, FACTS | {"text": "草稿文字"})

    assert client.post(edit, FACTS | {"revision": "1"}).status_code == 302
    assert MeetingDraft.objects.get().typed == {}
    assert client.post(save, FACTS | {"revision": "1"}).status_code == 409
    recall_meeting(Meeting.objects.get(), by=cast.sec)
    assert shown(client, edit)["text"].value() == "会议审定名单。"
    assert client.post(save, FACTS | {"revision": "1", "text": "旧窗口"}).status_code == 409
    assert client.post(edit, FACTS | {"revision": "1", "text": "旧窗口"}).status_code == 409


def test_a_record_made_without_a_draft_makes_older_windows_stale_too(desk, proposal, cast):
    client, _edit, save = desk
    recall_meeting(record(proposal, cast), by=cast.sec)

    assert client.post(save, FACTS | {"revision": "0"}).status_code == 409


def test_without_a_script_it_is_saved_and_dropped_by_buttons(desk):
    client, edit, _save = desk

    assert client.post(edit, FACTS | {"go": "save", "place": "礼堂"}).url == edit
    assert shown(client, edit)["place"].value() == "礼堂"
    assert client.post(edit, FACTS | {"go": "drop", "revision": "0"}).status_code == 409
    assert client.post(edit, FACTS | {"go": "drop", "revision": "1"}).status_code == 302
    assert not shown(client, edit)["place"].value()


@pytest.mark.parametrize(("typed", "words"), [("第\0一", "U+0000"), ("字" * 200_001, "200")])
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(desk, typed, words):
    client, edit, save = desk
    client.post(save, FACTS)

    for place, go in ((save, ""), (edit, "save")):
        refused = client.post(place, FACTS | {"revision": "1", "text": typed, "go": go})
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert shown(client, edit)["text"].value() == FACTS["text"]


def test_a_draft_is_the_secretarys_alone(desk, cast):
    client, _edit, save = desk
    client.post(save, FACTS)

    readers = [user.username for user in cast.everybody if MeetingDraft.objects.visible_to(user).exists()]
    assert readers == ["sec"]
